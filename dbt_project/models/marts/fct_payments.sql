-- Payments made by a month's end, from all lists so far, each beside its contract. `unagreed` names what was
-- paid for and not agreed.
with told as (
    {{ told_by_units('F12', 'stg_f12_payment', 'payment_id') }}
),

made as (
    select told.*
    from told
    inner join {{ ref('dim_month') }} as months on told.month = months.month
    where told.recency = 1 and told.paid_on <= months.as_of_on
),

unagreed as (
    select
        made.month,
        made.payment_id,
        {{ join_distinct('items.label', '、') }} as labels
    from made
    inner join {{ ref('int_contracts') }} as contracts
        on made.month = contracts.month and made.contract_id = contracts.contract_id
    inner join {{ ref('code_item') }} as items
        on items.list_name = 'deliverable' and {{ list_has('made.paid_for', 'items.code') }}
    where contracts.deliverables is null or not {{ list_has('contracts.deliverables', 'items.code') }}
    group by made.month, made.payment_id
)

select
    made.month,
    made.unit_code,
    made.payment_id,
    made.contract_id,
    made.paid_on,
    cast(made.amount as decimal(18, 2)) as amount,
    made.paid_for,
    unagreed.labels as unagreed,
    contracts.contract_id is not null as is_contract_known,
    coalesce(made.paid_on < contracts.start_on, false) as is_before_contract,
    made.explain_code is not null as is_explained,
    made.told_in,
    made.submission_id,
    made.sheet,
    made.row_number
from made
left join {{ ref('int_contracts') }} as contracts
    on made.month = contracts.month and made.contract_id = contracts.contract_id
left join unagreed on made.month = unagreed.month and made.payment_id = unagreed.payment_id
