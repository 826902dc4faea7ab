-- Every figure a month must have, whether or not anybody reported: metric, variant and slice by unit and
-- city. School rows and instrument groups stand only where there is a school or a group, so they come with
-- the sums.
with metrics as (
    select
        metric_id,
        coalesce(variant, '') as variant,
        slice_kind,
        grains
    from {{ ref('code_metric') }}
    where slice_kind <> 'instrument_group' and metric_id <> 'M09'
),

slices as (
    select
        'none' as slice_kind,
        '' as slice,
        false as is_city_only
    union all
    select
        'stage' as slice_kind,
        stage_code as slice,
        false as is_city_only
    from {{ ref('code_stage') }}
    union all
    select
        'level' as slice_kind,
        level_code as slice,
        false as is_city_only
    from {{ ref('code_risk_level') }}
    union all
    select
        'form' as slice_kind,
        form_id as slice,
        scope_kind = 'city' as is_city_only
    from {{ ref('code_form') }}
)

select
    months.month,
    case when units.is_city then 'city' else 'unit' end as grain,
    units.unit_code as place_code,
    metrics.metric_id,
    metrics.variant,
    slices.slice
from {{ ref('dim_month') }} as months
cross join {{ ref('dim_unit') }} as units
cross join metrics
inner join slices
    on
        metrics.slice_kind = slices.slice_kind
        and (units.is_city or not slices.is_city_only)
where {{ list_has('metrics.grains', "case when units.is_city then 'city' else 'unit' end") }}
