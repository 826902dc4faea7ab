-- Archives gone astray, listed for the units of both ends: gone out and not come in (orphans), come in
-- without having been sent (ghosts), broken seals, other pupils, legs left out. In the transfer season both
-- ends are told, also of what has been on its way longer than a leg may take; after it the unit that can
-- clear it. By number of the slip: no pupil is in it.
with slow as (
    select
        seasons.month,
        legs.transfer_id,
        legs.leg_no,
        'slow' as anomaly_code,
        legs.receiver_unit as unit_code,
        legs.sender_unit as other_unit_code,
        legs.sent_on,
        cast(null as date) as arrived_on,
        legs.sent_on as since_on,
        seasons.as_of_on
    from {{ ref('int_transfer_seasons') }} as seasons
    inner join {{ ref('fct_transfer_legs') }} as legs
        on
            seasons.is_in_season
            and seasons.as_of_on >= legs.sent_on
            and not legs.is_posted_out
            and (legs.arrived_on is null or seasons.as_of_on < legs.arrived_on)
    inner join {{ ref('int_working_clocks') }} as clocks
        on clocks.clock = 'transfer_leg_days' and legs.sent_on = clocks.day
    left join {{ ref('int_transfer_anomalies') }} as anomalies
        on
            anomalies.anomaly_code = 'not_received'
            and seasons.month = anomalies.month
            and legs.transfer_id = anomalies.transfer_id
            and legs.leg_no = anomalies.leg_no
    where clocks.due_on < seasons.as_of_on and anomalies.transfer_id is null
),

everything as (
    select
        month,
        transfer_id,
        leg_no,
        anomaly_code,
        unit_code,
        other_unit_code,
        sent_on,
        arrived_on,
        since_on,
        as_of_on
    from {{ ref('int_transfer_anomalies') }}
    union all
    select * from slow
),

listed as (
    select
        everything.month,
        everything.unit_code,
        everything.other_unit_code,
        true as is_to_clear,
        everything.transfer_id,
        everything.leg_no,
        everything.anomaly_code,
        everything.sent_on,
        everything.arrived_on,
        everything.since_on,
        everything.as_of_on
    from everything
    union all
    select
        everything.month,
        everything.other_unit_code as unit_code,
        everything.unit_code as other_unit_code,
        false as is_to_clear,
        everything.transfer_id,
        everything.leg_no,
        everything.anomaly_code,
        everything.sent_on,
        everything.arrived_on,
        everything.since_on,
        everything.as_of_on
    from everything
    inner join {{ ref('int_transfer_seasons') }} as seasons
        on everything.month = seasons.month and seasons.is_in_season
    where everything.other_unit_code <> everything.unit_code
)

select
    listed.month,
    listed.unit_code,
    others.unit_name as other_unit_name,
    listed.is_to_clear,
    listed.anomaly_code,
    kinds.label as anomaly_label,
    listed.transfer_id,
    listed.leg_no,
    legs.label as leg_label,
    listed.sent_on,
    listed.arrived_on,
    listed.since_on,
    cast({{ days_between('listed.since_on', add_days('listed.as_of_on', 1)) }} as integer) as days
from listed
inner join {{ ref('code_item') }} as kinds
    on kinds.list_name in ('transfer_anomaly', 'transfer_delay') and listed.anomaly_code = kinds.code
inner join {{ ref('code_item') }} as legs on legs.list_name = 'leg_no' and listed.leg_no = legs.code
left join {{ ref('dim_unit') }} as others on listed.other_unit_code = others.unit_code
