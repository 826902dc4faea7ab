select
    submission_id,
    sheet,
    row_number,
    activity_id,
    staff_token,
    attendee_role,
    explain_code,
    explain
from {{ source('lake', 'f11_attendance') }}
