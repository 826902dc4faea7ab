-- The monthly registers each figure of activities rests on: a row a month, metric, unit and period in reach
-- of the variant. Its second letter says how far it reaches: m the month, y the school year, t the whole
-- series, whose start is a dated seed.
with metrics as (
    select distinct
        metric_id,
        variant,
        substr(variant, 1, 1) as measure,
        substr(variant, 2, 1) as reach,
        count_basis,
        grains
    from {{ ref('code_metric') }}
    where metric_id in ('M33', 'M34', 'M36', 'M37', 'M45') and length(variant) = 2
),

reports as (
    select
        months.month,
        months.ends_on,
        cast(substr(months.school_year, 1, 4) || '-09-01' as date) as year_starts_on,
        reports.unit_code,
        reports.period,
        reports.starts_on,
        reports.is_current,
        reports.is_received
    from {{ ref('int_unit_reports') }} as reports
    inner join {{ ref('dim_month') }} as months on reports.month = months.month
    where reports.form_id = 'F11' and (reports.is_owed or reports.is_received)
)

select
    reports.month,
    metrics.metric_id,
    metrics.variant,
    metrics.measure,
    metrics.count_basis,
    metrics.grains,
    reports.unit_code,
    reports.period,
    reports.is_received
from metrics
inner join reports
    on metrics.reach in ('y', 't') or (metrics.reach = 'm' and reports.is_current)
left join {{ ref('standard_series') }} as series
    on
        metrics.metric_id = series.metric_id
        and metrics.variant = series.variant
        and {{ holds_on('series', 'reports.ends_on') }}
where
    metrics.reach = 'm'
    or (metrics.reach = 'y' and reports.starts_on >= reports.year_starts_on)
    or (metrics.reach = 't' and reports.starts_on >= series.starts_on)
