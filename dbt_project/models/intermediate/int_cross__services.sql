-- What contracts, orders and payments say against each other, as the latest month sees them: X13 an order
-- that fits no contract or school · X21 more paid than the contract comes to · X22 a payment that does not
-- fit its contract · X91 a contract that vanished. A refund is a payment like any other. A contract whose row
-- may have been refused beside the payment is not said to be missing.
with latest as (
    select max(month) as month
    from {{ ref('dim_month') }}
),

-- Columns that stand on the contracts' sheet and on no other of the form.
contract_columns as (
    select column_name
    from {{ ref('code_form_column') }}
    where form_id = 'F12'
    group by column_name
    having min(sheet_id) = 'F12' and max(sheet_id) = 'F12'
),

refused as (
    select distinct submission_id
    from {{ ref('stg_findings') }}
    where
        severity = '必改' and row_number is not null
        and (rule_id like 'F12.%' or column_name in (select own.column_name from contract_columns as own))
),

orders as (
    select
        orders.*,
        case
            when not orders.is_contract_known and refused.submission_id is null
                then '合同' || orders.contract_id || '不在服务合同表中'
            when not orders.is_contract_known
                then '合同' || orders.contract_id || '未被接收：服务合同表有退回的行，请先改正'
            when orders.is_before_contract
                then '下单日期' || cast(orders.ordered_on as string) || '早于合同起始日期'
            when orders.is_after_contract
                then '下单日期' || cast(orders.ordered_on as string) || '晚于合同终止日期'
            when not orders.is_school_known
                then '学校' || orders.school_code || '不在学校名录中，或不属于本单位'
        end as reason,
        case
            when not orders.is_contract_known then 'contract_id'
            when orders.is_before_contract or orders.is_after_contract then 'ordered_on'
            else 'school_code'
        end as column_name
    from {{ ref('fct_orders') }} as orders
    inner join latest on orders.month = latest.month
    left join refused on orders.submission_id = refused.submission_id
),

payments as (
    select
        payments.*,
        case
            when not payments.is_contract_known and refused.submission_id is null
                then '合同' || payments.contract_id || '不在服务合同表中'
            when not payments.is_contract_known
                then '合同' || payments.contract_id || '未被接收：服务合同表有退回的行，请先改正'
            when payments.is_before_contract
                then '付款日期' || cast(payments.paid_on as string) || '早于合同起始日期'
            when payments.unagreed is not null
                then '验收内容“' || payments.unagreed || '”不是合同约定的服务内容'
        end as reason,
        case
            when not payments.is_contract_known then 'contract_id'
            when payments.is_before_contract then 'paid_on'
            else 'paid_for'
        end as column_name
    from {{ ref('fct_payments') }} as payments
    inner join latest on payments.month = latest.month
    left join refused on payments.submission_id = refused.submission_id
)

select
    'X13' as rule_id,
    submission_id,
    'F12' as form_id,
    told_in as period,
    unit_code,
    sheet,
    row_number,
    column_name,
    false as is_explained,
    '订单' || order_id as subject,
    reason,
    cast(null as string) as value_words,
    cast(null as string) as limit_words
from orders
where reason is not null
union all
select
    'X21' as rule_id,
    contracts.submission_id,
    'F12' as form_id,
    contracts.told_in as period,
    contracts.unit_code,
    contracts.sheet,
    contracts.row_number,
    'amount_year' as column_name,
    false as is_explained,
    '合同' || contracts.contract_id as subject,
    cast(null as string) as reason,
    cast(contracts.paid_amount as string) as value_words,
    cast(contracts.amount_total as string) as limit_words
from {{ ref('fct_contracts') }} as contracts
inner join latest on contracts.month = latest.month
where contracts.is_overpaid
union all
select
    'X22' as rule_id,
    submission_id,
    'F12' as form_id,
    told_in as period,
    unit_code,
    sheet,
    row_number,
    column_name,
    is_explained,
    '付款' || payment_id as subject,
    reason,
    cast(null as string) as value_words,
    cast(null as string) as limit_words
from payments
where reason is not null
union all
select
    'X91' as rule_id,
    contracts.report_submission_id as submission_id,
    'F12' as form_id,
    contracts.report_period as period,
    contracts.unit_code,
    cast(null as string) as sheet,
    cast(null as bigint) as row_number,
    cast(null as string) as column_name,
    false as is_explained,
    '合同' || contracts.contract_id as subject,
    cast(null as string) as reason,
    cast(null as string) as value_words,
    cast(null as string) as limit_words
from {{ ref('fct_contracts') }} as contracts
inner join latest on contracts.month = latest.month
where contracts.is_vanished
