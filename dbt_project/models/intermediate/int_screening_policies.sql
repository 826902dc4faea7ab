-- Grades to be screened, by unit, semester and stage. A unit with a policy of its own in a semester follows
-- that one wholly; the others follow the city's (*).
with candidates as (
    select
        semesters.semester,
        units.unit_code,
        policies.policy_version,
        policies.stage_code,
        policies.grade_sort_min,
        policies.grade_sort_max,
        policies.unit_code <> '*' as is_own,
        max(case when policies.unit_code <> '*' then 1 else 0 end) over (
            partition by semesters.semester, units.unit_code
        ) as has_own
    from {{ ref('standard_screening_policy') }} as policies
    inner join {{ ref('code_reporting_unit') }} as units on policies.unit_code in ('*', units.unit_code)
    inner join {{ ref('calendar_semester') }} as semesters
        on
            policies.semester_from <= semesters.semester
            and (policies.semester_to is null or policies.semester_to >= semesters.semester)
            and {{ holds_on('policies', 'semesters.census_on') }}
)

select
    semester,
    unit_code,
    policy_version,
    stage_code,
    grade_sort_min,
    grade_sort_max
from candidates
where is_own or has_own = 0
