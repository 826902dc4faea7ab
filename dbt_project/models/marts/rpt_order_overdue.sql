-- Orders that were not answered within their working days: answered late, or not at all. What M38-a leaves
-- out of its numerator, item by item.
select
    month,
    unit_code,
    order_id,
    contract_id,
    school_code,
    school_name,
    demand,
    ordered_on,
    respond_by_on,
    responded_on,
    days_overdue,
    is_explained,
    submission_id,
    sheet,
    cast(row_number as bigint) as row_number
from {{ ref('fct_orders') }}
where is_response_due and not is_on_time
