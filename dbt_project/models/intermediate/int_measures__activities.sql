-- M33 to M37 and M45 as parts, where they are sums: a row a month, unit, period and slice. A part is added
-- only to a metric that counts the same thing; what a register does not mention has not taken place.
with wanted as (
    select
        windows.*,
        slices.slice
    from {{ ref('int_activity_windows') }} as windows
    inner join {{ ref('code_metric') }} as metrics
        on windows.metric_id = metrics.metric_id and windows.variant = metrics.variant
    inner join {{ ref('int_figure_slices') }} as slices on metrics.slice_kind = slices.slice_kind
    where
        windows.metric_id || windows.measure in (
            'M33a', 'M33b', 'M33d', 'M34a', 'M36a', 'M36b', 'M36d', 'M37a', 'M37c', 'M45a',
            'M45b'
        )
),

keyed as (
    select
        scope_code as unit_code,
        period,
        true as is_received
    from {{ ref('int_submissions__effective') }}
    where form_id = 'F13'
    union all
    select
        scope_code as unit_code,
        period,
        false as is_received
    from {{ ref('int_expected_scopes') }}
    where form_id = 'F13'
),

variants as (
    select distinct variant
    from {{ ref('code_metric') }}
    where metric_id = 'M35' and variant in ('am', 'ay', 'at', 'by')
),

lists as (
    select
        months.month,
        months.semester,
        keyed.unit_code,
        keyed.period,
        {{ period_starts_on('keyed.period') }} as starts_on,
        cast(substr(months.school_year, 1, 4) || '-09-01' as date) as year_starts_on,
        months.ends_on,
        max(keyed.is_received) as is_received
    from {{ ref('dim_month') }} as months
    inner join keyed on {{ period_starts_on('keyed.period') }} <= months.ends_on
    group by
        months.month, months.semester, months.school_year, months.ends_on, keyed.unit_code, keyed.period
),

pieces as (
    select
        lists.month,
        lists.unit_code,
        lists.period,
        lists.is_received,
        variants.variant,
        sum(
            case
                when
                    items.is_accepted
                    and (variants.variant <> 'am' or items.sent_month = lists.month)
                    then 1
                else 0
            end
        ) as accepted_count,
        sum(case when items.bulletin_id is not null then 1 else 0 end) as sent_count
    from lists
    cross join variants
    left join {{ ref('standard_series') }} as series
        on
            series.metric_id = 'M35'
            and variants.variant = series.variant
            and {{ holds_on('series', 'lists.ends_on') }}
    left join {{ ref('int_bulletin_items') }} as items
        on
            lists.unit_code = items.unit_code
            and lists.period = items.period
            and items.sent_month <= lists.month
    where
        (variants.variant = 'am' and lists.period = lists.semester)
        or (variants.variant in ('ay', 'by') and lists.starts_on >= lists.year_starts_on)
        or (variants.variant = 'at' and lists.starts_on >= series.starts_on)
    group by lists.month, lists.unit_code, lists.period, lists.is_received, variants.variant
),

trained as (
    select
        month,
        unit_code,
        school_code,
        is_expected,
        is_received,
        sum(case when hours >= hours_wanted then 1 else 0 end) as reached_count,
        count(staff_token) as teacher_count
    from {{ ref('int_teacher_hours') }}
    group by month, unit_code, school_code, is_expected, is_received
)

select
    wanted.month,
    wanted.unit_code,
    cast(null as string) as school_code,
    wanted.metric_id,
    wanted.variant,
    wanted.slice,
    true as is_expected,
    wanted.is_received,
    case when wanted.is_received then coalesce(parts.amount, 0) end as numerator,
    case
        when wanted.is_received and wanted.metric_id || wanted.measure = 'M33d'
            then coalesce(wholes.amount, 0)
    end as denominator
from wanted
left join {{ ref('int_activity_parts') }} as parts
    on
        wanted.unit_code = parts.unit_code
        and wanted.period = parts.period
        and wanted.metric_id = parts.metric_id
        and wanted.measure = parts.measure
        and wanted.slice = parts.slice
        and wanted.count_basis = parts.count_basis
left join {{ ref('int_activity_parts') }} as wholes
    on
        wanted.unit_code = wholes.unit_code
        and wanted.period = wholes.period
        and wanted.metric_id = wholes.metric_id
        and wanted.count_basis = wholes.count_basis
        and wholes.measure = 'a'
        and wholes.slice = ''
union all
select
    month,
    unit_code,
    cast(null as string) as school_code,
    'M35' as metric_id,
    variant,
    '' as slice,
    true as is_expected,
    is_received,
    accepted_count as numerator,
    case when variant = 'by' then sent_count end as denominator
from pieces
union all
select
    month,
    unit_code,
    school_code,
    'M36' as metric_id,
    'e' as variant,
    '' as slice,
    is_expected,
    is_received,
    reached_count as numerator,
    teacher_count as denominator
from trained
