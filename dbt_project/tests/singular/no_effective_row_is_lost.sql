-- Every accepted row of a submission that counts is in the tables that follow: none is lost in a join.
with wanted as (
    select
        'F01' as form_id,
        count(*) as row_count
    from {{ ref('stg_f01_enrolment') }} as enrolment
    inner join {{ ref('int_submissions__effective') }} as effective
        on
            enrolment.submission_id = effective.submission_id
            and enrolment.school_code = effective.scope_code
    union all
    select
        'F02' as form_id,
        count(*) as row_count
    from {{ ref('stg_f02_screening') }} as screening
    inner join {{ ref('int_submissions__effective') }} as effective
        on
            screening.submission_id = effective.submission_id
            and screening.school_code = effective.scope_code
    union all
    select
        'F03' as form_id,
        count(*) as row_count
    from {{ ref('stg_f03_aggregate') }} as rows
    inner join {{ ref('int_submissions__effective') }} as effective
        on
            rows.submission_id = effective.submission_id
            and rows.school_code = effective.scope_code
    union all
    select
        'F04' as form_id,
        count(*) as row_count
    from {{ ref('stg_f04_case') }} as rows
    inner join {{ ref('int_submissions__effective') }} as effective
        on
            rows.submission_id = effective.submission_id
            and rows.school_code = effective.scope_code
    union all
    select
        'F05' as form_id,
        count(*) as row_count
    from {{ ref('stg_f05_followup') }} as rows
    inner join {{ ref('int_submissions__effective') }} as effective
        on
            rows.submission_id = effective.submission_id
            and rows.school_code = effective.scope_code
),

found as (
    select
        'F01' as form_id,
        count(*) as row_count
    from {{ ref('int_enrolment__effective') }}
    union all
    select
        'F02' as form_id,
        count(*) as row_count
    from {{ ref('int_screening_rows') }}
    union all
    select
        'F03' as form_id,
        count(*) as row_count
    from {{ ref('int_aggregate_rows') }}
    union all
    select
        'F04' as form_id,
        count(*) as row_count
    from {{ ref('int_case_rows') }}
    union all
    select
        'F05' as form_id,
        count(*) as row_count
    from {{ ref('int_followup_events') }}
)

select
    wanted.form_id,
    wanted.row_count as wanted_count,
    found.row_count as found_count
from wanted
inner join found on wanted.form_id = found.form_id
where wanted.row_count <> found.row_count
