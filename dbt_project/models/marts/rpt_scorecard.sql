-- Points of each county by part, and in all: parts rounded once, parts with stepped items to halves (what is
-- given for few pupils must not be reckoned back), the whole their sum less what is deducted. The rank is the
-- leaders'; equal scores share it. Last year's same month stands beside.
with parts as (
    select
        month,
        unit_code,
        unit_name,
        unit_no,
        group_code,
        sum(points) as points,
        sum(points_possible) as possible,
        sum(points_given) as given,
        count(steps) > 0 as is_stepped
    from {{ ref('rpt_scorecard_item') }}
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
        end as points_given
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
        sum(points_given) as points_given
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
        points_given as score
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
        ) as score
    from wholes
    left join taken on wholes.month = taken.month and wholes.unit_code = taken.unit_code
)

select
    scored.month,
    scored.unit_code,
    scored.unit_name,
    scored.unit_no,
    scored.group_code,
    scored.points,
    scored.points_possible,
    scored.points_given,
    scored.points_deducted,
    scored.score,
    case
        when scored.group_code = '' and scored.score is not null
            then
                rank() over (
                    partition by scored.month, scored.group_code
                    order by scored.score desc nulls last
                )
    end as rank_no,
    last_year.score as last_year_score,
    cast(scored.score - last_year.score as decimal(9, 1)) as score_change,
    {{ known_at() }} as known_at
from scored
inner join {{ ref('dim_month') }} as months on scored.month = months.month
left join scored as last_year
    on
        months.same_month_last_year = last_year.month
        and scored.unit_code = last_year.unit_code
        and scored.group_code = last_year.group_code
