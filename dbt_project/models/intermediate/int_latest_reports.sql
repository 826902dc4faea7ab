-- The latest enrolment, staff and rooms report of every scope at a month's end. A semester's report stands
-- from its census day (F01) or first day (F07, F09) on; the one of the semester before speaks only until
-- this semester's is due, after that its school has not reported.
with candidates as (
    select
        months.month,
        months.ends_on,
        effective.form_id,
        effective.scope_code,
        effective.unit_code,
        effective.semester,
        effective.submission_id,
        row_number() over (
            partition by months.month, effective.form_id, effective.scope_code
            order by effective.semester desc
        ) as recency
    from {{ ref('dim_month') }} as months
    inner join {{ ref('int_submissions__effective') }} as effective
        on effective.semester in (months.semester, months.previous_semester)
    inner join {{ ref('calendar_semester') }} as semesters on effective.semester = semesters.semester
    inner join {{ ref('int_form_periods') }} as due
        on
            effective.form_id = due.form_id
            and effective.unit_code = due.unit_code
            and months.semester = due.period
    where
        effective.form_id in ('F01', 'F07', 'F09')
        and months.ends_on
        >= case when effective.form_id = 'F01' then semesters.census_on else semesters.starts_on end
        and (
            effective.semester = months.semester
            or due.due_on >= least(months.ends_on, cast({{ known_at() }} as date))
        )
)

select
    month,
    ends_on,
    form_id,
    scope_code,
    unit_code,
    semester,
    submission_id
from candidates
where recency = 1
