select
    submission_id,
    sheet,
    row_number,
    duty_id,
    duty_source,
    title,
    due_on,
    duty_status,
    done_on,
    evidence_no,
    unfinished_reason,
    explain_code,
    explain
from {{ source('lake', 'f14_duty') }}
