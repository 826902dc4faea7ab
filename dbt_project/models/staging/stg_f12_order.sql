select
    submission_id,
    sheet,
    row_number,
    order_id,
    contract_id,
    school_code,
    demand,
    ordered_on,
    responded_on,
    finished_on,
    served_n,
    expert_n,
    rating,
    explain_code,
    explain
from {{ source('lake', 'f12_order') }}
