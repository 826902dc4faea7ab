-- Who and what is counted once over units and months: persons by their code, counties, schools. One row a
-- member, unit, period, metric, measure and slice; and what was only told as a number, under `told_count`.
-- Persons of several activities without a list cannot be told apart: the largest of them is a lower bound.
with typed as (
    select
        activities.*,
        activities.activity_type in ('training', 'lecture', 'study_tour') as is_training,
        activities.activity_type in ('lesson_contest', 'skills_contest', 'teaching_contest') as is_contest
    from {{ ref('fct_activities') }} as activities
),

measures as (
    select
        'M33' as metric_id,
        'c' as measure,
        '人' as count_basis,
        '' as slice,
        typed.*
    from typed
    where typed.activity_type = 'research'
    union all
    select
        'M34' as metric_id,
        'd' as measure,
        '名' as count_basis,
        typed.activity_type as slice,
        typed.*
    from typed
    where typed.is_contest
    union all
    select
        'M36' as metric_id,
        'c' as measure,
        '人' as count_basis,
        '' as slice,
        typed.*
    from typed
    where typed.is_training
    union all
    select
        'M36' as metric_id,
        'c' as measure,
        '人' as count_basis,
        typed.activity_type as slice,
        typed.*
    from typed
    where typed.is_training
    union all
    select
        'M37' as metric_id,
        'b' as measure,
        '人' as count_basis,
        '' as slice,
        typed.*
    from typed
    where typed.activity_type = 'outreach'
)

select
    measures.metric_id,
    measures.measure,
    measures.count_basis,
    measures.slice,
    measures.unit_code,
    measures.period,
    attendances.staff_token as member,
    cast(null as bigint) as told_count
from measures
inner join {{ ref('fct_attendances') }} as attendances on measures.activity_id = attendances.activity_id
union all
select
    metric_id,
    measure,
    count_basis,
    slice,
    unit_code,
    period,
    cast(null as string) as member,
    person_n as told_count
from measures
where person_n is not null
union all
-- Whoever was given an award at a contest took part in it.
select
    measures.metric_id,
    measures.measure,
    measures.count_basis,
    measures.slice,
    measures.unit_code,
    measures.period,
    awards.staff_token as member,
    cast(null as bigint) as told_count
from measures
inner join {{ ref('fct_awards') }} as awards on measures.activity_id = awards.activity_id
where measures.metric_id = 'M34'
union all
select
    'M34' as metric_id,
    'e' as measure,
    '名' as count_basis,
    awards.award_level as slice,
    awards.unit_code,
    awards.period,
    awards.staff_token as member,
    cast(null as bigint) as told_count
from {{ ref('fct_awards') }} as awards
where awards.activity_type in ('lesson_contest', 'skills_contest', 'teaching_contest')
union all
-- A county takes part in a contest that names it, and in its own.
select
    'M34' as metric_id,
    'b' as measure,
    '个' as count_basis,
    typed.activity_type as slice,
    typed.unit_code,
    typed.period,
    counties.unit_code as member,
    cast(null as bigint) as told_count
from typed
inner join {{ ref('dim_unit') }} as counties
    on
        counties.is_county_level
        and (
            typed.unit_code = counties.unit_code
            or {{ list_has('typed.county_codes', 'counties.unit_code') }}
        )
where typed.is_contest
union all
select
    'M34' as metric_id,
    'b' as measure,
    '个' as count_basis,
    activity_type as slice,
    unit_code,
    period,
    cast(null as string) as member,
    county_n as told_count
from typed
where is_contest and county_n is not null
union all
select
    'M34' as metric_id,
    'c' as measure,
    '所' as count_basis,
    activity_type as slice,
    unit_code,
    period,
    cast(null as string) as member,
    city_school_n as told_count
from typed
where is_contest and city_school_n is not null
union all
select
    'M37' as metric_id,
    'd' as measure,
    '所' as count_basis,
    '' as slice,
    typed.unit_code,
    typed.period,
    schools.school_code as member,
    cast(null as bigint) as told_count
from typed
inner join {{ ref('dim_school') }} as schools
    on {{ list_has('typed.reached_school_codes', 'schools.school_code') }}
where typed.activity_type = 'outreach'
