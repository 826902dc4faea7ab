select
    submission_id,
    sheet,
    row_number,
    semester,
    school_code,
    visits_n,
    visitors_n,
    explain_code,
    explain
from {{ source('lake', 'f10_visit') }}
