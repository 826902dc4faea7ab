-- Every figure a month must have, whether or not anybody reported: metric, variant and slice by unit and
-- city. School rows and instrument groups stand only where there is a school or a group, so they come with
-- the sums.
select
    months.month,
    case when units.is_city then 'city' else 'unit' end as grain,
    units.unit_code as place_code,
    metrics.metric_id,
    coalesce(metrics.variant, '') as variant,
    slices.slice
from {{ ref('dim_month') }} as months
cross join {{ ref('dim_unit') }} as units
cross join {{ ref('code_metric') }} as metrics
inner join {{ ref('int_figure_slices') }} as slices
    on
        metrics.slice_kind = slices.slice_kind
        and (units.is_city or not slices.is_city_only)
where
    metrics.metric_id <> 'M09'
    and {{ list_has('metrics.grains', "case when units.is_city then 'city' else 'unit' end") }}
