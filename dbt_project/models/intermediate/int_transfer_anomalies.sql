-- What is wrong with a leg at a month's end, one row a leg and kind. `unit_code` is where it is counted: the
-- unit that can clear it, because its end is not told, else where the damage or the other pupil was seen;
-- `other_unit_code` is the far end's. Only a broken seal is past mending: it counts until its year ends.
with seen as (
    select
        seasons.month,
        seasons.as_of_on,
        seasons.year_from,
        legs.*,
        {{ days_between('legs.sent_on', 'seasons.as_of_on') }} as days_out
    from {{ ref('int_transfer_seasons') }} as seasons
    inner join {{ ref('fct_transfer_legs') }} as legs on seasons.as_of_on >= legs.anchor_on
    where
        not legs.is_sent_told
        or not legs.is_received_told
        or legs.arrived_on > seasons.as_of_on
        or not legs.seal_intact
        or legs.is_sender_mismatch
        or legs.is_receiver_mismatch
),

limits as (
    select
        seen.*,
        lost.value as lost_days
    from seen
    inner join {{ ref('int_parameters') }} as lost
        on lost.parameter = 'transfer_lost_days' and {{ holds_on('lost', 'seen.as_of_on') }}
)

select
    month,
    transfer_id,
    leg_no,
    'not_received' as anomaly_code,
    receiver_unit as unit_code,
    sender_unit as other_unit_code,
    sent_on,
    cast(null as date) as arrived_on,
    sent_on as since_on,
    as_of_on
from limits
where
    sent_on <= as_of_on
    and not is_posted_out
    and (arrived_on is null or arrived_on > as_of_on)
    and days_out > cast(lost_days as integer)
union all
select
    month,
    transfer_id,
    leg_no,
    'not_sent' as anomaly_code,
    sender_unit as unit_code,
    receiver_unit as other_unit_code,
    cast(null as date) as sent_on,
    arrived_on,
    arrived_on as since_on,
    as_of_on
from limits
where arrived_on <= as_of_on and not is_sent_told and is_sender_heard
union all
select
    month,
    transfer_id,
    leg_no,
    'seal_broken' as anomaly_code,
    receiver_unit as unit_code,
    sender_unit as other_unit_code,
    sent_on,
    arrived_on,
    arrived_on as since_on,
    as_of_on
from limits
where not seal_intact and arrived_on between year_from and as_of_on
union all
select
    month,
    transfer_id,
    leg_no,
    'token_mismatch' as anomaly_code,
    case when is_receiver_mismatch then receiver_unit else sender_unit end as unit_code,
    case when is_receiver_mismatch then sender_unit else receiver_unit end as other_unit_code,
    sent_on,
    arrived_on,
    case when is_receiver_mismatch then arrived_on else sent_on end as since_on,
    as_of_on
from limits
where
    (is_receiver_mismatch and arrived_on <= as_of_on)
    or (is_sender_mismatch and not is_receiver_mismatch and sent_on <= as_of_on)
union all
select
    month,
    transfer_id,
    leg_no,
    'leg_missing' as anomaly_code,
    sender_unit as unit_code,
    receiver_unit as other_unit_code,
    cast(null as date) as sent_on,
    cast(null as date) as arrived_on,
    anchor_on as since_on,
    as_of_on
from limits
where is_missing and is_sender_heard
