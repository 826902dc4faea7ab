-- The custody ledger: one row a transfer and leg, both ends joined from the latest word of each side. A leg
-- nobody told, although a later one was, stands here too (is_missing). `anchor_on` is the day it is known
-- from; is_sender_heard says whether the sender has spoken for the month of that day, or its time is up.
with legs as (
    select
        transfers.*,
        routes.code as leg_no,
        transfers.to_unit = 'outside' and routes.code = '2' as is_posted_out,
        case when routes.code = '3' then transfers.to_unit else transfers.from_unit end as sender_unit,
        case
            when routes.code = '1' then transfers.from_unit
            when transfers.to_unit <> 'outside' then transfers.to_unit
        end as receiver_unit
    from {{ ref('int_transfers') }} as transfers
    inner join {{ ref('code_item') }} as routes
        on
            routes.list_name = 'leg_no'
            and (routes.code <> '2' or transfers.from_unit <> transfers.to_unit)
            and (routes.code <> '3' or transfers.to_unit <> 'outside')
            and transfers.last_leg_no >= routes.code
),

later_ends as (
    select
        legs.transfer_id,
        legs.leg_no,
        min(ends.happened_on) as happened_on
    from legs
    inner join {{ ref('int_transfer_ends') }} as ends
        on legs.transfer_id = ends.transfer_id and legs.leg_no < ends.leg_no
    group by legs.transfer_id, legs.leg_no
),

joined as (
    select
        legs.*,
        senders.sent_on,
        receivers.arrived_on,
        receivers.seal_intact,
        coalesce(receivers.pupil_token <> receivers.token_before, false) as is_receiver_mismatch,
        coalesce(senders.pupil_token <> senders.token_before, false) as is_sender_mismatch,
        senders.transfer_id is not null as is_sent_told,
        receivers.transfer_id is not null as is_received_told,
        coalesce(senders.sent_on, receivers.arrived_on, later_ends.happened_on) as anchor_on,
        coalesce(receivers.arrived_on, later_ends.happened_on) as heard_of_on
    from legs
    left join {{ ref('int_transfer_ends') }} as senders
        on
            legs.transfer_id = senders.transfer_id
            and legs.leg_no = senders.leg_no
            and senders.side = 'sender'
    left join {{ ref('int_transfer_ends') }} as receivers
        on
            legs.transfer_id = receivers.transfer_id
            and legs.leg_no = receivers.leg_no
            and receivers.side = 'receiver'
    left join later_ends on legs.transfer_id = later_ends.transfer_id and legs.leg_no = later_ends.leg_no
)

select
    joined.transfer_id,
    joined.leg_no,
    joined.reason,
    joined.from_school,
    joined.from_unit,
    joined.to_unit,
    joined.sender_unit,
    joined.receiver_unit,
    joined.sent_on,
    joined.arrived_on,
    case
        when joined.sent_on <= joined.arrived_on
            then cast(arrivals.working_no - departures.working_no as integer)
    end as working_days,
    joined.anchor_on,
    joined.heard_of_on,
    joined.seal_intact,
    joined.is_sender_mismatch,
    joined.is_receiver_mismatch,
    joined.is_posted_out,
    joined.is_sent_told,
    joined.is_received_told,
    not joined.is_sent_told and not joined.is_received_told as is_missing,
    slips.submission_id is not null or periods.due_on is null
    or periods.due_on < cast({{ known_at() }} as date) as is_sender_heard
from joined
left join {{ ref('int_days') }} as departures on joined.sent_on = departures.day
left join {{ ref('int_days') }} as arrivals on joined.arrived_on = arrivals.day
left join {{ ref('int_submissions__effective') }} as slips
    on
        slips.form_id = 'F06'
        and joined.sender_unit = slips.scope_code
        and {{ month_label('joined.heard_of_on') }} = slips.period
left join {{ ref('int_form_periods') }} as periods
    on
        periods.form_id = 'F06'
        and joined.sender_unit = periods.unit_code
        and {{ month_label('joined.heard_of_on') }} = periods.period
