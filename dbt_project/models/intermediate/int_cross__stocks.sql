-- X91: a row of a stock (register of schools, staff roster) that vanished from the next one without an end.
-- It stays open; the finding goes to the later submission, which has no cell for what it lacks.
with later_rosters as (
    select
        effective.semester,
        effective.period,
        effective.scope_code,
        effective.unit_code,
        effective.submission_id,
        row_number() over (partition by effective.scope_code order by effective.semester desc) as recency
    from {{ ref('int_submissions__effective') }} as effective
    where effective.form_id = 'F07'
),

last_named as (
    select
        *,
        max(semester) over (partition by staff_token) as last_semester
    from {{ ref('int_staff_rows') }}
),

last_register as (
    select
        period,
        max(submission_id) as submission_id
    from {{ ref('int_school_registers') }}
    group by period
)

select
    'X91' as rule_id,
    last_register.submission_id,
    'F00' as form_id,
    last_register.period,
    '3607' as unit_code,
    '3607' as scope_code,
    '学校名录' as scope_name,
    schools.school_name || '（' || schools.school_code || '）' as subject
from {{ ref('dim_school') }} as schools
inner join last_register
    on
        last_register.period
        = (select max(registers.period) from {{ ref('int_school_registers') }} as registers)
where schools.is_vanished
union all
select distinct
    'X91' as rule_id,
    later_rosters.submission_id,
    'F07' as form_id,
    later_rosters.period,
    later_rosters.unit_code,
    later_rosters.scope_code,
    coalesce(schools.school_name, units.name_zh) as scope_name,
    '教师' || last_named.staff_token as subject
from last_named
inner join later_rosters
    on
        later_rosters.recency = 1
        and last_named.scope_code = later_rosters.scope_code
        and last_named.semester < later_rosters.semester
inner join {{ ref('calendar_semester') }} as semesters on later_rosters.semester = semesters.semester
left join {{ ref('dim_school') }} as schools on later_rosters.scope_code = schools.school_code
left join {{ ref('code_reporting_unit') }} as units on later_rosters.scope_code = units.unit_code
where
    last_named.semester = last_named.last_semester
    and (last_named.valid_to is null or last_named.valid_to >= semesters.starts_on)
