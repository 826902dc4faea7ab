-- Schools and stages whose pupils are to be screened, month by month, and what has been reported for them:
-- detail (F02) or sums (F03).
-- Expected are schools open on the autumn census day with a stage the policy names, once a round has begun.
with schools as (
    select
        months.month,
        months.ends_on,
        months.semester,
        months.autumn_semester,
        months.school_year,
        schools.school_code,
        schools.unit_code,
        case when schools.is_special then 'special' else schools.stages end as stages
    from {{ ref('dim_month') }} as months
    inner join {{ ref('int_school_semesters') }} as schools on months.semester = schools.semester
    inner join {{ ref('int_school_semesters') }} as autumns
        on
            months.autumn_semester = autumns.semester
            and schools.school_code = autumns.school_code
            and autumns.is_open_on_census
),

enrolled_stages as (
    select distinct
        semester,
        school_code,
        stage_code
    from {{ ref('int_enrolment__effective') }}
),

enrolments as (
    select
        semester,
        scope_code
    from {{ ref('int_submissions__effective') }}
    where form_id = 'F01'
),

screenings as (
    select
        effective.scope_code,
        effective.semester,
        effective.form_id = 'F02' as is_detail,
        min(coalesce(rounds.window_start, semesters.starts_on)) as begins_on
    from {{ ref('int_submissions__effective') }} as effective
    inner join {{ ref('calendar_semester') }} as semesters on effective.semester = semesters.semester
    left join {{ ref('int_screening_rounds') }} as rounds
        on effective.period = rounds.round_id and effective.unit_code = rounds.unit_code
    where effective.form_id in ('F02', 'F03')
    group by effective.scope_code, effective.semester, effective.form_id = 'F02'
),

screened as (
    select
        months.month,
        screenings.scope_code,
        max(case when screenings.is_detail then 1 else 0 end) = 1 as is_detail,
        max(case when screenings.semester = months.semester then 1 else 0 end) = 1 as is_this_semester
    from {{ ref('dim_month') }} as months
    inner join screenings
        on
            months.school_year = substr(screenings.semester, 1, 9)
            and months.ends_on >= screenings.begins_on
    group by months.month, screenings.scope_code
),

rounds as (
    select
        months.month,
        rounds.unit_code,
        max(case when rounds.semester = months.semester then 1 else 0 end) = 1 as has_round_this_semester
    from {{ ref('dim_month') }} as months
    inner join {{ ref('int_screening_rounds') }} as rounds
        on
            months.school_year = rounds.school_year
            and months.ends_on >= rounds.window_start
    group by months.month, rounds.unit_code
),

policies as (
    select distinct
        semester,
        unit_code,
        stage_code,
        policy_version
    from {{ ref('int_screening_policies') }}
)

select
    schools.month,
    schools.school_code,
    schools.unit_code,
    policies.stage_code,
    policies.policy_version,
    rounds.unit_code is not null as has_round,
    coalesce(rounds.has_round_this_semester, false) as has_round_this_semester,
    enrolments.scope_code is not null as is_enrolment_received,
    screened.scope_code is not null as is_screening_received,
    coalesce(screened.is_detail, false) as is_detail_received,
    coalesce(screened.is_this_semester, false) as is_screening_received_this_semester
from schools
inner join policies
    on schools.semester = policies.semester and schools.unit_code = policies.unit_code
left join enrolled_stages
    on
        schools.autumn_semester = enrolled_stages.semester
        and schools.school_code = enrolled_stages.school_code
        and policies.stage_code = enrolled_stages.stage_code
left join enrolments
    on schools.autumn_semester = enrolments.semester and schools.school_code = enrolments.scope_code
left join screened on schools.month = screened.month and schools.school_code = screened.scope_code
left join rounds on schools.month = rounds.month and schools.unit_code = rounds.unit_code
where
    {{ list_has('schools.stages', 'policies.stage_code') }}
    or enrolled_stages.stage_code is not null
