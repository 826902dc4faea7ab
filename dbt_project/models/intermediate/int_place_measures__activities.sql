-- What of M33 to M37 cannot be added up, as it stands in each place: persons, counties and schools counted
-- once, homeroom teachers trained, runs of weekly notes and their readers. Of persons known by number alone
-- the largest number told is a lower bound.
with windows as (
    select
        'unit' as grain,
        windows.unit_code as place_code,
        windows.*
    from {{ ref('int_activity_windows') }} as windows
    where {{ list_has('windows.grains', "'unit'") }}
    union all
    select
        'city' as grain,
        '3607' as place_code,
        windows.*
    from {{ ref('int_activity_windows') }} as windows
),

reports as (
    select
        month,
        grain,
        place_code,
        metric_id,
        variant,
        measure,
        count_basis,
        count(*) as expected_count,
        sum(case when is_received then 1 else 0 end) as received_count
    from windows
    where metric_id || measure in ('M33c', 'M34b', 'M34c', 'M34d', 'M34e', 'M36c', 'M37b', 'M37d')
    group by month, grain, place_code, metric_id, variant, measure, count_basis
),

counts as (
    select
        windows.month,
        windows.grain,
        windows.place_code,
        windows.metric_id,
        windows.variant,
        members.slice,
        greatest(count(distinct members.member), coalesce(max(members.told_count), 0)) as member_count
    from windows
    inner join {{ ref('int_activity_members') }} as members
        on
            windows.unit_code = members.unit_code
            and windows.period = members.period
            and windows.metric_id = members.metric_id
            and windows.measure = members.measure
            and windows.count_basis = members.count_basis
    where windows.is_received
    group by
        windows.month, windows.grain, windows.place_code, windows.metric_id, windows.variant, members.slice
),

own_registers as (
    select
        months.month,
        count(*) as expected_count,
        sum(case when reports.is_received then 1 else 0 end) as received_count
    from {{ ref('dim_month') }} as months
    inner join {{ ref('int_unit_reports') }} as reports
        on
            months.month = reports.month
            and reports.form_id = 'F11'
            and (reports.is_owed or reports.is_received)
    inner join {{ ref('dim_unit') }} as units
        on reports.unit_code = units.unit_code and not units.is_county_level
    inner join {{ ref('standard_series') }} as series
        on
            series.metric_id = 'M35'
            and series.variant = 'dt'
            and {{ holds_on('series', 'months.ends_on') }}
            and reports.starts_on >= series.starts_on
    group by months.month
),

-- A series that never began has neither a run nor readers.
notes as (
    select
        own_registers.month,
        slices.slice,
        own_registers.received_count,
        runs.streak_weeks,
        readers.views_count,
        case
            when own_registers.received_count > 0 and runs.first_ever_on is null then 0
            else own_registers.expected_count
        end as expected_count
    from own_registers
    inner join {{ ref('int_figure_slices') }} as slices on slices.slice_kind = 'weekly_series'
    left join {{ ref('int_note_runs') }} as runs
        on own_registers.month = runs.month and slices.slice = runs.series
    left join {{ ref('int_note_views') }} as readers
        on own_registers.month = readers.month and slices.slice = readers.series
),

placed as (
    select
        reports.month,
        reports.grain,
        reports.place_code,
        reports.metric_id,
        reports.variant,
        slices.slice,
        coalesce(counts.member_count, 0) as numerator,
        cast(null as bigint) as denominator,
        reports.expected_count,
        reports.received_count
    from reports
    inner join {{ ref('code_metric') }} as metrics
        on reports.metric_id = metrics.metric_id and reports.variant = metrics.variant
    inner join {{ ref('int_figure_slices') }} as slices on metrics.slice_kind = slices.slice_kind
    left join counts
        on
            reports.month = counts.month
            and reports.grain = counts.grain
            and reports.place_code = counts.place_code
            and reports.metric_id = counts.metric_id
            and reports.variant = counts.variant
            and slices.slice = counts.slice
    union all
    select
        month,
        grain,
        place_code,
        'M36' as metric_id,
        'f' as variant,
        '' as slice,
        trained_count as numerator,
        homeroom_count as denominator,
        expected_count,
        received_count
    from {{ ref('int_homeroom_training') }}
    union all
    select
        month,
        'city' as grain,
        '3607' as place_code,
        'M35' as metric_id,
        'c' as variant,
        slice,
        streak_weeks as numerator,
        cast(null as bigint) as denominator,
        expected_count,
        received_count
    from notes
    union all
    select
        month,
        'city' as grain,
        '3607' as place_code,
        'M35' as metric_id,
        'dt' as variant,
        slice,
        coalesce(views_count, 0) as numerator,
        cast(null as bigint) as denominator,
        expected_count,
        received_count
    from notes
    union all
    select
        month,
        'city' as grain,
        '3607' as place_code,
        'M35' as metric_id,
        'dt' as variant,
        '' as slice,
        sum(coalesce(views_count, 0)) as numerator,
        cast(null as bigint) as denominator,
        max(expected_count) as expected_count,
        max(received_count) as received_count
    from notes
    group by month
)

select
    month,
    grain,
    place_code,
    metric_id,
    variant,
    slice,
    place_code as unit_code,
    cast(numerator as decimal(18, 2)) as numerator,
    cast(denominator as decimal(18, 2)) as denominator,
    cast(expected_count as bigint) as expected_count,
    cast(received_count as bigint) as received_count
from placed
