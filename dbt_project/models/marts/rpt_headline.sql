-- Candidates for the first page's sentences, best first within their kind; sensitive metrics never.
--   good, worrying  city figures that meet, or miss, their target, by the relative distance to it
--   changed         city rates and ratios against last month, by the relative change
--   to_do           the units furthest from a target: shortfall of teachers, coverage, punctuality
--   praised         the units of which most items were taken up in 工作动态
with figures as (
    select
        figures.*,
        metrics.decimals,
        metrics.kind as metric_kind,
        metrics.better
    from {{ ref('fct_figures') }} as figures
    inner join {{ ref('code_metric') }} as metrics
        on
            figures.metric_id = metrics.metric_id
            and figures.variant = coalesce(metrics.variant, '')
            and metrics.slice_kind = 'none'
    where
        figures.slice = ''
        and figures.school_code is null
        and figures.status = 'ok'
        and not figures.is_sensitive
        and figures.is_leader_grain
),

city as (
    select *
    from figures
    where unit_code = '3607'
),

against_target as (
    select
        city.*,
        case when city.is_target_met then 'good' else 'worrying' end as headline_kind,
        cast(null as decimal(18, 6)) as compared_value,
        cast(abs(city.value - city.target) as double) / greatest(cast(city.target as double), 1.0) as distance
    from city
    where city.is_target_met is not null
),

changes as (
    select
        city.*,
        'changed' as headline_kind,
        before.value as compared_value,
        abs(cast(city.value as double) - cast(before.value as double))
        / greatest(abs(cast(before.value as double)), 0.000001) as distance
    from city
    inner join {{ ref('dim_month') }} as months on city.month = months.month
    inner join city as before
        on
            months.previous_month = before.month
            and city.metric_id = before.metric_id
            and city.variant = before.variant
    where
        city.metric_kind in ('rate', 'ratio')
        and city.better <> 'none'
        and city.value <> before.value
),

to_do as (
    select
        figures.*,
        'to_do' as headline_kind,
        city.value as compared_value,
        case when figures.metric_kind = 'shortfall' then 1000000 else 0 end
        + abs(cast(figures.value as double) - cast(figures.target as double)) as distance
    from figures
    left join city
        on
            figures.month = city.month
            and figures.metric_id = city.metric_id
            and figures.variant = city.variant
    where
        figures.unit_code <> '3607'
        and figures.is_target_met = false
        and (
            figures.metric_id = 'M02'
            or (figures.metric_id in ('M24', 'M42') and figures.variant = 'a')
        )
),

praised as (
    select
        figures.*,
        'praised' as headline_kind,
        cast(null as decimal(18, 6)) as compared_value,
        cast(figures.value as double) as distance
    from figures
    where
        figures.unit_code <> '3607'
        and figures.metric_id = 'M35'
        and figures.variant = 'am'
        and figures.value > 0
),

candidates as (
    select * from against_target
    union all
    select * from changes
    union all
    select * from to_do
    union all
    select * from praised
),

ranked as (
    select
        *,
        row_number() over (
            partition by month, headline_kind order by distance desc, sort_no asc, unit_code asc
        ) as place
    from candidates
)

select
    month,
    cast(place as integer) as sort_no,
    headline_kind as kind,
    metric_id,
    variant,
    metric_name,
    unit_code,
    unit_name,
    numerator,
    denominator,
    value,
    compared_value,
    target,
    unit_of_measure,
    decimals
from ranked
where place <= 5
