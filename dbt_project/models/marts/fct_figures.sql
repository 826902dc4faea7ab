-- The narrow waist: one row a month, place, metric, variant and slice, before suppression. Everything
-- written for people reads this and computes nothing.
with keyed as (
    select
        month,
        grain,
        place_code,
        metric_id,
        variant,
        slice
    from {{ ref('int_figure_grid') }}
    union distinct
    select
        month,
        grain,
        place_code,
        metric_id,
        variant,
        slice
    from {{ ref('int_figure_sums') }}
),

-- What a slice is a slice of: a metric may be cut in several ways. What is on no closed list is a group of
-- instruments.
metrics as (
    select
        metrics.*,
        slices.slice
    from {{ ref('code_metric') }} as metrics
    left join {{ ref('int_figure_slices') }} as slices on metrics.slice_kind = slices.slice_kind
),

joined as (
    select
        keyed.*,
        sums.numerator,
        sums.denominator,
        coalesce(sums.expected_count, 0) as expected_count,
        coalesce(sums.received_count, 0) as received_count,
        coalesce(sums.unit_code, keyed.place_code) as home_unit_code,
        metrics.name_zh,
        metrics.kind,
        metrics.unit_of_measure,
        metrics.count_basis,
        metrics.qualifier,
        metrics.better,
        metrics.is_sensitive,
        metrics.leader_grains,
        metrics.is_county_level_only,
        metrics.form_ids,
        metrics.sort_no,
        months.ends_on
    from keyed
    inner join metrics
        on
            keyed.metric_id = metrics.metric_id
            and keyed.variant = coalesce(metrics.variant, '')
            and (
                keyed.slice = metrics.slice
                or (metrics.slice_kind = 'instrument_group' and keyed.slice <> '')
            )
            and {{ list_has('metrics.grains', 'keyed.grain') }}
            and (keyed.grain <> 'school' or keyed.slice = '')
    inner join {{ ref('dim_month') }} as months on keyed.month = months.month
    left join {{ ref('int_figure_sums') }} as sums
        on
            keyed.month = sums.month
            and keyed.grain = sums.grain
            and keyed.place_code = sums.place_code
            and keyed.metric_id = sums.metric_id
            and keyed.variant = sums.variant
            and keyed.slice = sums.slice
),

placed as (
    select
        joined.*,
        case when joined.grain = 'city' then '3607' else joined.home_unit_code end as unit_code,
        case when joined.grain = 'school' then joined.place_code end as school_code,
        case
            when joined.is_county_level_only and not units.is_county_level and joined.grain <> 'city'
                then 'not_applicable'
            when joined.expected_count = 0 then 'not_applicable'
            when joined.received_count = 0 then 'not_reported'
            when
                joined.kind in ('rate', 'ratio') and coalesce(joined.denominator, 0) = 0
                then 'not_applicable'
            else 'ok'
        end as status,
        units.unit_name
    from joined
    inner join {{ ref('dim_unit') }} as units
        on case when joined.grain = 'city' then '3607' else joined.home_unit_code end = units.unit_code
),

valued as (
    select
        placed.*,
        coalesce(own_targets.target, targets.target) as target,
        case
            when placed.status <> 'ok' then null
            when placed.kind in ('rate', 'ratio')
                then
                    cast(
                        cast(placed.numerator as double)
                        / cast(placed.denominator as double) as decimal(18, 6)
                    )
            else cast(placed.numerator as decimal(18, 6))
        end as value
    from placed
    left join {{ ref('standard_target') }} as targets
        on
            placed.metric_id = targets.metric_id
            and placed.variant = coalesce(targets.variant, '')
            and targets.slice is null
            and {{ holds_on('targets', 'placed.ends_on') }}
    left join {{ ref('standard_target') }} as own_targets
        on
            placed.metric_id = own_targets.metric_id
            and placed.variant = coalesce(own_targets.variant, '')
            and placed.slice = own_targets.slice
            and {{ holds_on('own_targets', 'placed.ends_on') }}
)

select
    valued.metric_id
    || case when valued.variant <> '' then '-' || valued.variant else '' end
    || case when valued.slice <> '' then '-' || valued.slice else '' end
    || '.' || valued.place_code || '.' || valued.month as figure_id,
    valued.month,
    valued.unit_code,
    valued.unit_name,
    valued.school_code,
    valued.metric_id,
    valued.name_zh as metric_name,
    valued.variant,
    valued.slice,
    case when valued.status = 'ok' then cast(valued.numerator as decimal(18, 2)) end as numerator,
    case
        when valued.status = 'ok' and valued.kind in ('rate', 'ratio')
            then cast(valued.denominator as decimal(18, 2))
    end as denominator,
    valued.value,
    valued.unit_of_measure,
    valued.count_basis,
    valued.qualifier,
    valued.status,
    valued.status in ('ok', 'not_reported')
    and (valued.received_count < valued.expected_count or series.data_from_on is not null) as is_partial,
    cast(valued.received_count as bigint) as received_count,
    cast(valued.expected_count as bigint) as expected_count,
    valued.target,
    case
        when valued.metric_id = 'M22' then 'staffing-' || standards.variant
        when valued.metric_id = 'M24' then 'staffing-' || valued.variant
        when valued.metric_id in ('M10', 'M12', 'M13', 'M14', 'M15', 'M16', 'M17')
            then 'followup'
        else policies.policy_version
    end as policy_version,
    {{ known_at() }} as known_at,
    case
        when valued.value is null or valued.target is null then null
        when valued.kind in ('rate', 'ratio') and valued.better = 'up'
            then valued.numerator >= valued.target * valued.denominator
        when valued.kind in ('rate', 'ratio') and valued.better = 'down'
            then valued.numerator <= valued.target * valued.denominator
        when valued.better = 'up' then valued.numerator >= valued.target
        when valued.better = 'down' then valued.numerator <= valued.target
    end as is_target_met,
    valued.is_sensitive,
    {{ list_has('valued.leader_grains', 'valued.grain') }} as is_leader_grain,
    valued.form_ids,
    valued.sort_no
from valued
-- The condition stands inside an equality: beside it, DuckDB would compare every pair of rows.
left join {{ ref('int_figure_policies') }} as policies
    on
        case when valued.metric_id in ('M01', 'M02', 'M03', 'M05', 'M07', 'M08', 'M09') then valued.month end
        = policies.month
        and policies.place_code
        = case when valued.grain = 'city' then '3607' else valued.unit_code end
left join {{ ref('int_series_reach') }} as series
    on
        valued.month = series.month
        and valued.place_code = series.unit_code
        and valued.metric_id = series.metric_id
        and valued.variant = series.variant
left join {{ ref('standard_staffing') }} as standards
    on
        valued.metric_id = 'M22'
        and standards.is_published_default
        and {{ holds_on('standards', 'valued.ends_on') }}
