-- The county scorecard, item by item: the figure, what of it counts, the points there are and those given.
-- Straight from floor to target; small groups topped up with the city's rate; what does not apply hands its
-- points to its part, then to all; what was not reported scores nothing. Detection is not among the items.
with items as (
    select
        months.month,
        months.ends_on,
        items.*,
        coalesce(items.variant, '') as item_variant,
        coalesce(items.slice, '') as item_slice
    from {{ ref('dim_month') }} as months
    inner join {{ ref('standard_score_item') }} as items on {{ holds_on('items', 'months.ends_on') }}
),

sizes as (
    select
        months.month,
        cast(parameters.value as double) as small_below
    from {{ ref('dim_month') }} as months
    inner join {{ ref('int_parameters') }} as parameters
        on
            parameters.parameter = 'score_small_denominator'
            and {{ holds_on('parameters', 'months.ends_on') }}
),

placed as (
    select
        items.*,
        units.unit_code,
        units.unit_name,
        units.sort_no as unit_no,
        figures.figure_id,
        coalesce(figures.status, 'not_applicable') as status,
        figures.numerator,
        figures.denominator,
        figures.value,
        coalesce(figures.received_count, 0) as received_count,
        coalesce(figures.expected_count, 0) as expected_count,
        coalesce(figures.is_sensitive, items.steps is not null) as is_sensitive,
        items.is_topped_up
        and figures.denominator < sizes.small_below
        and city.denominator > 0 as is_small,
        sizes.small_below,
        cast(city.numerator as double) / nullif(cast(city.denominator as double), 0) as city_rate
    from items
    inner join {{ ref('dim_unit') }} as units on units.is_county_level
    left join sizes on items.month = sizes.month
    left join {{ ref('fct_figures') }} as figures
        on
            items.month = figures.month
            and units.unit_code = figures.unit_code
            and figures.school_code is null
            and items.metric_id = figures.metric_id
            and items.item_variant = figures.variant
            and items.item_slice = figures.slice
    left join {{ ref('fct_figures') }} as city
        on
            items.month = city.month
            and city.unit_code = '3607'
            and items.metric_id = city.metric_id
            and items.item_variant = city.variant
            and items.item_slice = city.slice
),

based as (
    select
        *,
        case
            when status <> 'ok' then null
            when is_small
                then
                    (cast(numerator as double) + (small_below - cast(denominator as double)) * city_rate)
                    / small_below
            when denominator is not null then cast(numerator as double) / cast(denominator as double)
            else cast(value as double)
        end as basis,
        case when status = 'not_applicable' then 0 else points end as kept_points
    from placed
),

straight as (
    select
        *,
        least(
            1,
            greatest(
                0,
                (basis - cast(floor as double)) / (cast(target as double) - cast(floor as double))
            )
        ) as straight_share,
        sum(points) over (partition by month, unit_code) as all_points,
        sum(points) over (partition by month, unit_code, group_code) as group_points,
        sum(kept_points) over (partition by month, unit_code, group_code) as group_kept
    from based
),

spread as (
    select
        *,
        -- A hair is added before rounding, so that what is exactly half a step goes up.
        case
            when steps is null then straight_share
            else round(straight_share * steps + 0.000000001) / steps
        end as score_share,
        case
            when status = 'not_reported' then 0
            else cast(received_count as double) / nullif(cast(expected_count as double), 0)
        end as reported_share,
        case
            when group_kept > 0
                then
                    cast(kept_points as double) * cast(group_points as double)
                    / cast(group_kept as double)
            else 0
        end as group_share
    from straight
),

possible as (
    select
        *,
        case
            when status <> 'not_applicable'
                then
                    group_share * cast(all_points as double)
                    / sum(group_share) over (partition by month, unit_code)
        end as points_possible
    from spread
)

select
    month,
    unit_code,
    unit_name,
    unit_no,
    item_id,
    group_code,
    sort_no,
    name_zh as item_name,
    metric_id,
    item_variant as variant,
    item_slice as slice,
    figure_id,
    status,
    numerator,
    denominator,
    value,
    cast(basis as decimal(18, 6)) as basis,
    coalesce(is_small and status = 'ok', false) as is_topped_up,
    received_count,
    expected_count,
    floor,
    target,
    points,
    cast(points_possible as decimal(18, 10)) as points_possible,
    cast(
        case
            when status = 'not_applicable' then null
            when status = 'not_reported' then 0
            else points_possible * score_share * reported_share
        end as decimal(18, 10)
    ) as points_given,
    case
        when status <> 'ok' then status
        when received_count < expected_count then 'partial'
        when score_share >= 1 then 'full'
        when score_share <= 0 then 'none'
        else 'between'
    end as reason,
    steps,
    is_sensitive,
    {{ known_at() }} as known_at
from possible
