-- What can be added of activities: a row a unit, period, metric, measure and slice, with what is counted.
-- Measures of different kinds (次, 人次, 学时) stand in rows of their own and carry their name with them.
with typed as (
    select
        activities.*,
        activities.activity_type in ('training', 'lecture', 'study_tour') as is_training,
        activities.activity_type in ('lesson_contest', 'skills_contest', 'teaching_contest') as is_contest,
        activities.activity_type in (
            'awareness', 'class_meeting', 'drama', 'parent_class', 'pe_art_labour', 'caring'
        ) as is_campaign
    from {{ ref('fct_activities') }} as activities
),

placed as (
    select
        'M33' as metric_id,
        '' as slice,
        typed.*
    from typed
    where typed.activity_type = 'research'
    union all
    select
        'M33' as metric_id,
        typed.activity_level as slice,
        typed.*
    from typed
    where typed.activity_type = 'research'
    union all
    select
        'M34' as metric_id,
        typed.activity_type as slice,
        typed.*
    from typed
    where typed.is_contest
    union all
    select
        'M36' as metric_id,
        '' as slice,
        typed.*
    from typed
    where typed.is_training
    union all
    select
        'M36' as metric_id,
        typed.activity_type as slice,
        typed.*
    from typed
    where typed.is_training
    union all
    select
        'M37' as metric_id,
        '' as slice,
        typed.*
    from typed
    where typed.activity_type = 'outreach'
    union all
    select
        'M45' as metric_id,
        '' as slice,
        typed.*
    from typed
    where typed.is_campaign
    union all
    select
        'M45' as metric_id,
        typed.activity_type as slice,
        typed.*
    from typed
    where typed.is_campaign
),

hours as (
    select
        activity_id,
        sum(hours) as hours
    from {{ ref('fct_attendances') }}
    group by activity_id
)

select
    unit_code,
    period,
    metric_id,
    'a' as measure,
    slice,
    case when metric_id = 'M33' then '次' else '场' end as count_basis,
    cast(count(*) as decimal(18, 2)) as amount
from placed
group by unit_code, period, metric_id, slice
union all
select
    unit_code,
    period,
    metric_id,
    'b' as measure,
    slice,
    '人次' as count_basis,
    cast(sum(attendance_count) as decimal(18, 2)) as amount
from placed
where metric_id in ('M33', 'M36', 'M45')
group by unit_code, period, metric_id, slice
union all
select
    unit_code,
    period,
    metric_id,
    'c' as measure,
    slice,
    '人次' as count_basis,
    cast(sum(coalesce(benefit_n, 0)) as decimal(18, 2)) as amount
from placed
where metric_id = 'M37'
group by unit_code, period, metric_id, slice
union all
select
    placed.unit_code,
    placed.period,
    placed.metric_id,
    'd' as measure,
    placed.slice,
    '学时' as count_basis,
    cast(sum(hours.hours) as decimal(18, 2)) as amount
from placed
inner join hours on placed.activity_id = hours.activity_id
where placed.metric_id = 'M36'
group by placed.unit_code, placed.period, placed.metric_id, placed.slice
union all
select
    unit_code,
    period,
    metric_id,
    'd' as measure,
    content_code as slice,
    '次' as count_basis,
    cast(count(*) as decimal(18, 2)) as amount
from placed
where metric_id = 'M33' and slice = '' and content_code is not null
group by unit_code, period, metric_id, content_code
