-- Visits to a school's counselling room since its semester began, as a month sees them: each unit tells the
-- total anew, so the latest month's stands and the totals are never added. A school of another unit is not
-- this unit's to tell of (X00).
with told as (
    select
        reports.month,
        reports.unit_code,
        visits.school_code,
        visits.visits_n,
        row_number() over (
            partition by reports.month, reports.unit_code, visits.school_code
            order by reports.starts_on desc
        ) as recency
    from {{ ref('int_unit_reports') }} as reports
    inner join {{ ref('dim_month') }} as months on reports.month = months.month
    inner join {{ ref('stg_f10_visit') }} as visits
        on reports.submission_id = visits.submission_id and months.semester = visits.semester
    inner join {{ ref('int_school_semesters') }} as schools
        on
            visits.school_code = schools.school_code
            and months.semester = schools.semester
            and reports.unit_code = schools.unit_code
    where reports.form_id = 'F10'
)

select
    month,
    unit_code,
    school_code,
    visits_n
from told
where recency = 1
