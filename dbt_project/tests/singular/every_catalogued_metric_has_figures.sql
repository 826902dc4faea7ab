-- Every metric and variant of the catalogue has a city figure in every month, reported or not. Detection by
-- instrument group alone may be absent: it stands only where there is a group.
with open_schools as (
    select school_code
    from {{ ref('dim_school') }}
    where closed_on is null
)

select
    months.month,
    metrics.metric_id,
    metrics.variant
from {{ ref('dim_month') }} as months
cross join {{ ref('code_metric') }} as metrics
left join {{ ref('fct_figures') }} as figures
    on
        months.month = figures.month
        and metrics.metric_id = figures.metric_id
        and coalesce(metrics.variant, '') = figures.variant
        and figures.unit_code = '3607'
where
    figures.figure_id is null
    and exists (select open_schools.school_code from open_schools)
