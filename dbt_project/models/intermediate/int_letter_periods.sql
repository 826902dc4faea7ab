-- Which month a figure of a letter is read from, for every month asked and unit that may answer: a row a
-- month, figure and unit. 'own' is any of the counties, which answer their own deputies.
with asked as (
    select
        months.month,
        months.ends_on,
        months.as_of_on,
        figures.figure_id,
        units.unit_code,
        figures.metric_id,
        coalesce(figures.variant, '') as variant,
        coalesce(figures.slice, '') as slice,
        figures.period_pick
    from {{ ref('dim_month') }} as months
    inner join {{ ref('standard_letter_figure') }} as figures on {{ holds_on('figures', 'months.ends_on') }}
    inner join {{ ref('dim_unit') }} as units
        on
            (figures.unit_code = '3607' and units.unit_code = '3607')
            or (figures.unit_code = 'own' and units.is_county_level)
),

-- The latest school year in which there was anything: this month's own, else the last August that had it.
years as (
    select
        asked.month,
        asked.figure_id,
        asked.unit_code,
        max(figures.month) as picked_month
    from asked
    inner join {{ ref('fct_figures') }} as figures
        on
            asked.unit_code = figures.unit_code
            and figures.school_code is null
            and asked.metric_id = figures.metric_id
            and asked.variant = figures.variant
            and asked.slice = figures.slice
            and (
                asked.month = figures.month
                or (asked.month > figures.month and substr(figures.month, 6, 2) = '08')
            )
    where asked.period_pick = 'latest_school_year' and figures.value > 0
    group by asked.month, asked.figure_id, asked.unit_code
)

select
    asked.month,
    asked.figure_id,
    asked.unit_code,
    asked.ends_on as asked_on,
    asked.as_of_on as asked_as_of_on,
    picked.month as picked_month,
    case
        when asked.period_pick in ('last_year', 'this_year')
            then cast(substr(picked.month, 1, 4) || '-01-01' as date)
        when substr(asked.variant, 2, 1) = 't' then series.starts_on
        when substr(asked.variant, 2, 1) = 'y' then cast(substr(picked.school_year, 1, 4) || '-09-01' as date)
    end as starts_on,
    picked.as_of_on as ends_on,
    series.note_zh as since_zh,
    reach.data_from_on,
    reach.data_whole_from_on
from asked
left join years
    on
        asked.month = years.month
        and asked.figure_id = years.figure_id
        and asked.unit_code = years.unit_code
left join {{ ref('dim_month') }} as picked
    on picked.month = case
        when asked.period_pick = 'last_year'
            then cast(cast(substr(asked.month, 1, 4) as integer) - 1 as string) || '-12'
        else coalesce(years.picked_month, asked.month)
    end
left join {{ ref('standard_series') }} as series
    on
        asked.metric_id = series.metric_id
        and asked.variant = series.variant
        and {{ holds_on('series', 'asked.ends_on') }}
left join {{ ref('int_series_reach') }} as reach
    on
        picked.month = reach.month
        and asked.unit_code = reach.unit_code
        and asked.metric_id = reach.metric_id
        and asked.variant = reach.variant
