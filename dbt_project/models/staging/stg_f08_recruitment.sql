select
    submission_id,
    sheet,
    row_number,
    channel,
    post_code,
    plan_n,
    applied_n,
    hired_n,
    prov_plan_n,
    explain_code,
    explain
from {{ source('lake', 'f08_recruitment') }}
