-- Where in its file a scope begins, so that a finding about the whole scope has an address.
with rows as (
    select
        submission_id,
        school_code as scope_code,
        sheet,
        row_number
    from {{ ref('stg_f01_enrolment') }}
    union all
    select
        submission_id,
        school_code as scope_code,
        sheet,
        row_number
    from {{ ref('stg_f02_screening') }}
    union all
    select
        submission_id,
        school_code as scope_code,
        sheet,
        row_number
    from {{ ref('stg_f03_aggregate') }}
    union all
    select
        submission_id,
        school_code as scope_code,
        sheet,
        row_number
    from {{ ref('stg_f04_case') }}
    union all
    select
        submission_id,
        school_code as scope_code,
        sheet,
        row_number
    from {{ ref('stg_f05_followup') }}
    union all
    select
        submission_id,
        coalesce(school_code, unit_code) as scope_code,
        sheet,
        row_number
    from {{ ref('stg_f07_staff') }}
    union all
    select
        submission_id,
        school_code as scope_code,
        sheet,
        row_number
    from {{ ref('stg_f09_room') }}
    union all
    select
        unit_rows.submission_id,
        scopes.scope_code,
        unit_rows.sheet,
        unit_rows.row_number
    from (
        {{ first_sheets_of_units() }}
    ) as unit_rows
    inner join {{ ref('stg_submission_scopes') }} as scopes on unit_rows.submission_id = scopes.submission_id
)

select
    submission_id,
    scope_code,
    min(sheet) as sheet,
    min(row_number) as row_number
from rows
group by submission_id, scope_code
