-- Contracts as a month sees them, with what was paid and delivered: each thing agreed counts as delivered
-- once, when a payment says it was accepted or an order for it was finished. Nothing is capped.
with agreed as (
    select
        contracts.month,
        contracts.contract_id,
        items.code
    from {{ ref('int_contracts') }} as contracts
    inner join {{ ref('code_item') }} as items
        on items.list_name = 'deliverable' and {{ list_has('contracts.deliverables', 'items.code') }}
),

delivered as (
    select
        agreed.month,
        agreed.contract_id,
        agreed.code
    from agreed
    inner join {{ ref('fct_payments') }} as payments
        on
            agreed.month = payments.month
            and agreed.contract_id = payments.contract_id
            and {{ list_has('payments.paid_for', 'agreed.code') }}
    union distinct
    select
        agreed.month,
        agreed.contract_id,
        agreed.code
    from agreed
    inner join {{ ref('fct_orders') }} as orders
        on
            agreed.month = orders.month
            and agreed.contract_id = orders.contract_id
            and agreed.code = orders.demand
    where orders.is_finished
),

progress as (
    select
        agreed.month,
        agreed.contract_id,
        count(*) as agreed_count,
        count(delivered.code) as delivered_count
    from agreed
    left join delivered
        on
            agreed.month = delivered.month
            and agreed.contract_id = delivered.contract_id
            and agreed.code = delivered.code
    group by agreed.month, agreed.contract_id
),

paid as (
    select
        month,
        contract_id,
        sum(amount) as paid_amount
    from {{ ref('fct_payments') }}
    group by month, contract_id
)

select
    contracts.month,
    contracts.unit_code,
    contracts.contract_id,
    contracts.service_kind,
    contracts.provider,
    contracts.start_on,
    contracts.end_on,
    contracts.amount_year,
    contracts.year_count,
    contracts.amount_total,
    contracts.amount_due,
    cast(coalesce(paid.paid_amount, 0) as decimal(18, 2)) as paid_amount,
    case
        when contracts.amount_year > 0
            then cast(floor(coalesce(paid.paid_amount, 0) / contracts.amount_year) as integer)
    end as paid_year_count,
    coalesce(progress.agreed_count, 0) as agreed_count,
    coalesce(progress.delivered_count, 0) as delivered_count,
    contracts.first_member_count,
    contracts.service_kind = 'paired'
    or (
        contracts.service_kind = 'purchased'
        and (contracts.provider like '%大学' or contracts.provider like '%学院')
    ) as is_university,
    contracts.is_in_force,
    contracts.is_of_year,
    coalesce(paid.paid_amount, 0) > contracts.amount_total as is_overpaid,
    contracts.is_vanished,
    contracts.is_explained,
    contracts.report_period,
    contracts.report_submission_id,
    contracts.told_in,
    contracts.submission_id,
    contracts.sheet,
    contracts.row_number
from {{ ref('int_contracts') }} as contracts
left join paid on contracts.month = paid.month and contracts.contract_id = paid.contract_id
left join progress
    on contracts.month = progress.month and contracts.contract_id = progress.contract_id
