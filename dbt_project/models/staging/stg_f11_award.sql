select
    submission_id,
    sheet,
    row_number,
    activity_id,
    staff_token,
    award_level,
    award_class,
    award_rank,
    explain_code,
    explain
from {{ source('lake', 'f11_award') }}
