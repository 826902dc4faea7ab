-- M19: how long a leg takes, in working days, over the legs of the transfer year received by a month's end; a
-- leg belongs to the unit that receives it. Median: the middle leg, or the mean of the two middle ones. P90:
-- the shortest time within which at least nine legs in ten had come. Without a leg there is nothing to state.
with legs as (
    select
        seasons.month,
        seasons.year_from,
        legs.leg_no as slice,
        legs.receiver_unit,
        legs.working_days
    from {{ ref('int_transfer_seasons') }} as seasons
    inner join {{ ref('fct_transfer_legs') }} as legs
        on
            legs.working_days is not null
            and legs.arrived_on between seasons.year_from and seasons.as_of_on
),

placed as (
    select
        month,
        'unit' as grain,
        receiver_unit as place_code,
        slice,
        working_days
    from legs
    union all
    select
        month,
        'city' as grain,
        '3607' as place_code,
        slice,
        working_days
    from legs
),

ranked as (
    select
        *,
        row_number() over (
            partition by month, place_code, slice order by working_days
        ) as place_no,
        count(*) over (partition by month, place_code, slice) as leg_count
    from placed
),

stated as (
    select
        month,
        place_code,
        slice,
        avg(
            case when 2 * place_no between leg_count and leg_count + 2 then cast(working_days as double) end
        ) as median_days,
        min(case when 10 * place_no >= 9 * leg_count then working_days end) as p90_days
    from ranked
    group by month, place_code, slice
),

reports as (
    select
        reports.month,
        reports.unit_code,
        reports.is_received
    from {{ ref('int_unit_reports') }} as reports
    inner join {{ ref('int_transfer_seasons') }} as seasons
        on reports.month = seasons.month and reports.starts_on >= seasons.year_from
    where reports.form_id = 'F06' and (reports.is_owed or reports.is_received)
),

heard as (
    select
        month,
        'unit' as grain,
        unit_code as place_code,
        count(*) as expected_count,
        sum(case when is_received then 1 else 0 end) as received_count
    from reports
    group by month, unit_code
    union all
    select
        month,
        'city' as grain,
        '3607' as place_code,
        count(*) as expected_count,
        sum(case when is_received then 1 else 0 end) as received_count
    from reports
    group by month
),

metrics as (
    select
        metrics.metric_id,
        metrics.variant,
        slices.slice
    from {{ ref('code_metric') }} as metrics
    inner join {{ ref('int_figure_slices') }} as slices on metrics.slice_kind = slices.slice_kind
    where metrics.metric_id = 'M19'
)

select
    heard.month,
    heard.grain,
    heard.place_code,
    metrics.metric_id,
    metrics.variant,
    metrics.slice,
    heard.place_code as unit_code,
    cast(
        case when metrics.variant = 'a' then stated.median_days else stated.p90_days end as decimal(18, 2)
    ) as numerator,
    cast(null as decimal(18, 2)) as denominator,
    cast(
        case when heard.received_count > 0 and stated.p90_days is null then 0 else heard.expected_count end
        as bigint
    ) as expected_count,
    cast(case when stated.p90_days is null then 0 else heard.received_count end as bigint) as received_count
from heard
cross join metrics
left join stated
    on
        heard.month = stated.month
        and heard.place_code = stated.place_code
        and metrics.slice = stated.slice
