select
    submission_id,
    sheet,
    row_number,
    item_id,
    title,
    source_department,
    approval_no,
    school_n,
    pupil_hours,
    entry_status,
    merged_into,
    banned_forms,
    explain_code,
    explain
from {{ source('lake', 'f13_campus_entry') }}
