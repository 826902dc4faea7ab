-- Points of each county by part, and in all: parts rounded once, parts with stepped items to halves (what is
-- given for few pupils must not be reckoned back), the whole their sum less what is deducted. The rank is the
-- leaders'; equal scores share it. Last year's same month is compared only where the same items, each with
-- the same points, floor and target, applied in both: what others handed on makes a part worth more or less.
with items as (
    select
        *,
        case
            when points_possible is not null
                then concat_ws('|', item_id, metric_id, variant, slice, points, floor, target, steps)
        end as item
    from {{ ref('rpt_scorecard_item') }}
),

parts as (
    select
        month,
        unit_code,
        unit_name,
        unit_no,
        group_code,
        sum(points) as points,
        sum(points_possible) as possible,
        sum(points_given) as given,
        count(steps) > 0 as is_stepped,
        {{ join_ordered('item', 'item_id', ';') }} as applied
    from items
    group by month, unit_code, unit_name, unit_no, group_code
),

rounded as (
    select
        month,
        unit_code,
        unit_name,
        unit_no,
        group_code,
        points,
        cast(round(cast(possible as double) * 10 + 0.000001) / 10 as decimal(9, 1)) as points_possible,
        case
            when is_stepped
                then
                    least(
                        cast(round(cast(given as double) * 2 + 0.000001) / 2 as decimal(9, 1)),
                        cast(round(cast(possible as double) * 10 + 0.000001) / 10 as decimal(9, 1))
                    )
            else cast(round(cast(given as double) * 10 + 0.000001) / 10 as decimal(9, 1))
        end as points_given,
        -- What is told in halves is compared as told; rounding is no change of what others got.
        case when not is_stepped then cast(given as double) / cast(possible as double) end as exact_share,
        applied
    from parts
),

taken as (
    select
        month,
        unit_code,
        sum(points) as points
    from {{ ref('int_deductions') }}
    group by month, unit_code
),

wholes as (
    select
        month,
        unit_code,
        unit_name,
        unit_no,
        sum(points) as points,
        sum(points_given) as points_given,
        {{ join_ordered('applied', 'group_code', ';') }} as applied
    from rounded
    group by month, unit_code, unit_name, unit_no
),

scored as (
    select
        month,
        unit_code,
        unit_name,
        unit_no,
        group_code,
        cast(points as decimal(9, 1)) as points,
        points_possible,
        points_given,
        cast(0 as decimal(9, 1)) as points_deducted,
        points_given as score,
        exact_share,
        applied
    from rounded
    union all
    select
        wholes.month,
        wholes.unit_code,
        wholes.unit_name,
        wholes.unit_no,
        '' as group_code,
        cast(wholes.points as decimal(9, 1)) as points,
        case when wholes.points_given is not null then cast(wholes.points as decimal(9, 1)) end
            as points_possible,
        cast(least(wholes.points_given, wholes.points) as decimal(9, 1)) as points_given,
        cast(coalesce(taken.points, 0) as decimal(9, 1)) as points_deducted,
        cast(
            greatest(least(wholes.points_given, wholes.points) - coalesce(taken.points, 0), 0)
            as decimal(9, 1)
        ) as score,
        null as exact_share,
        wholes.applied
    from wholes
    left join taken on wholes.month = taken.month and wholes.unit_code = taken.unit_code
),

compared as (
    select
        scored.*,
        last_year.score as last_year_score,
        -- Null where either year has no score.
        scored.applied = last_year.applied as is_comparable,
        100 * coalesce(
            scored.exact_share, cast(scored.points_given as double) / cast(scored.points_possible as double)
        )
        - 100 * coalesce(
            last_year.exact_share,
            cast(last_year.points_given as double) / cast(last_year.points_possible as double)
        ) as share_change
    from scored
    inner join {{ ref('dim_month') }} as months on scored.month = months.month
    left join scored as last_year
        on
            months.same_month_last_year = last_year.month
            and scored.unit_code = last_year.unit_code
            and scored.group_code = last_year.group_code
)

select
    month,
    unit_code,
    unit_name,
    unit_no,
    group_code,
    points,
    points_possible,
    points_given,
    points_deducted,
    score,
    case
        when group_code = '' and score is not null
            then rank() over (partition by month, group_code order by score desc nulls last)
    end as rank_no,
    last_year_score,
    is_comparable,
    case when group_code = '' and is_comparable then cast(score - last_year_score as decimal(9, 1)) end
        as score_change,
    -- To one decimal, half up; a hair above the half, as shares are no exact decimals.
    case
        when group_code <> '' and is_comparable
            then cast(floor(share_change * 10 + 0.500001) / 10 as decimal(9, 1))
    end as share_change,
    {{ known_at() }} as known_at
from compared
