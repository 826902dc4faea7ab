-- The six tiles of the first page: city figures beside last month and the same month last year. Follow-up is
-- shown for severe cases alone.
with tiles as (
    select
        figures.*,
        coalesce(levels.label, '') || figures.metric_name as tile_name
    from {{ ref('fct_figures') }} as figures
    left join {{ ref('code_risk_level') }} as levels on figures.slice = levels.level_code
    where
        figures.unit_code = '3607'
        and (
            (
                figures.slice = ''
                and (
                    figures.metric_id in ('M02', 'M12')
                    or (figures.metric_id in ('M18', 'M24', 'M42') and figures.variant = 'a')
                )
            )
            or (figures.metric_id = 'M13' and figures.slice = 'severe')
        )
)

select
    tiles.month,
    tiles.sort_no,
    tiles.metric_id,
    tiles.variant,
    tiles.slice,
    tiles.tile_name as name_zh,
    tiles.figure_id,
    tiles.numerator,
    tiles.denominator,
    tiles.value,
    tiles.status,
    tiles.unit_of_measure,
    metrics.decimals,
    metrics.better,
    tiles.target,
    tiles.is_target_met,
    last_month.value as last_month_value,
    last_year.value as last_year_value,
    tiles.is_partial,
    tiles.received_count,
    tiles.expected_count
from tiles
inner join {{ ref('dim_month') }} as months on tiles.month = months.month
inner join {{ ref('code_metric') }} as metrics
    on
        tiles.metric_id = metrics.metric_id
        and tiles.variant = coalesce(metrics.variant, '')
        and metrics.slice_kind = 'none'
left join tiles as last_month
    on
        months.previous_month = last_month.month
        and tiles.metric_id = last_month.metric_id
        and tiles.variant = last_month.variant
left join tiles as last_year
    on
        months.same_month_last_year = last_year.month
        and tiles.metric_id = last_year.metric_id
        and tiles.variant = last_year.variant
