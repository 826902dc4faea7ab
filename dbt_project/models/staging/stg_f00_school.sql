select
    submission_id,
    sheet,
    row_number,
    school_code,
    school_name,
    unit_code,
    category,
    stages,
    opened_on,
    closed_on,
    merged_into,
    explain_code,
    explain
from {{ source('lake', 'f00_school') }}
