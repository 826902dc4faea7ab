select
    submission_id,
    sheet,
    row_number,
    line_code,
    calls_n,
    answered_n,
    pupil_related_n,
    crisis_n,
    handed_n,
    closed_n,
    explain_code,
    explain
from {{ source('lake', 'f10_hotline') }}
