-- Follow-ups due by level (M13), overdue pupils by level and by age (M14) add up to their place, exactly.
with places as (
    select
        figures.month,
        figures.metric_id,
        figures.unit_code,
        slices.slice_kind,
        figures.numerator,
        coalesce(figures.denominator, 0) as denominator
    from {{ ref('fct_figures') }} as figures
    inner join {{ ref('int_figure_slices') }} as slices
        on slices.slice_kind in ('none', 'case_level', 'overdue_age') and figures.slice = slices.slice
    where
        figures.metric_id in ('M13', 'M14')
        and figures.status = 'ok'
        and figures.school_code is null
),

sums as (
    select
        month,
        metric_id,
        unit_code,
        slice_kind,
        sum(numerator) as numerator,
        sum(denominator) as denominator
    from places
    group by month, metric_id, unit_code, slice_kind
)

select
    totals.month,
    totals.metric_id,
    totals.unit_code,
    parts.slice_kind
from sums as totals
inner join sums as parts
    on
        totals.month = parts.month
        and totals.metric_id = parts.metric_id
        and totals.unit_code = parts.unit_code
where
    totals.slice_kind = 'none'
    and (totals.numerator <> parts.numerator or totals.denominator <> parts.denominator)
