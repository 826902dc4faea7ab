select
    submission_id,
    sheet,
    row_number,
    bulletin_id,
    month,
    bulletin_title,
    is_accepted,
    explain_code,
    explain
from {{ source('lake', 'f13_bulletin_item') }}
