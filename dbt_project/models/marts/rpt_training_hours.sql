-- How far the full-time psychology teachers of each unit, and of the city, have come towards the year's hours
-- of training: counts of teachers, never who they are.
with teachers as (
    select
        month,
        coalesce(unit_code, '3607') as unit_code,
        max(hours_wanted) as hours_wanted,
        sum(case when hours >= hours_wanted then 1 else 0 end) as reached_count,
        sum(case when hours > 0 and hours < hours_wanted then 1 else 0 end) as begun_count,
        sum(case when hours = 0 then 1 else 0 end) as none_count,
        sum(hours) as hours_total
    from {{ ref('int_teacher_hours') }}
    where is_expected and is_received
    group by grouping sets ((month, unit_code), (month))
)

select
    figures.month,
    figures.unit_code,
    figures.unit_name,
    figures.status,
    figures.is_partial,
    case when figures.status = 'ok' then cast(figures.denominator as integer) end as teacher_count,
    case when figures.status = 'ok' then cast(teachers.reached_count as integer) end as reached_count,
    case when figures.status = 'ok' then cast(teachers.begun_count as integer) end as begun_count,
    case when figures.status = 'ok' then cast(teachers.none_count as integer) end as none_count,
    case when figures.status = 'ok' then cast(teachers.hours_total as decimal(18, 2)) end as hours_total,
    cast(teachers.hours_wanted as decimal(9, 2)) as hours_wanted
from {{ ref('fct_figures') }} as figures
left join teachers
    on figures.month = teachers.month and figures.unit_code = teachers.unit_code
where figures.metric_id = 'M36' and figures.variant = 'e' and figures.school_code is null
