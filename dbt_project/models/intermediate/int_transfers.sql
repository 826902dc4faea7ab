-- One row a transfer: whose archive, from where to where as its first end tells it, and when it reached each
-- stage at the latest. What a later stage tells has passed the earlier ones, whoever told nothing there. Out
-- of the city the way ends when the county posts the archive.
with firsts as (
    select
        *,
        row_number() over (partition by transfer_id order by place_no) as choice
    from {{ ref('int_transfer_ends') }}
),

days as (
    select
        ends.transfer_id,
        max(ends.leg_no) as last_leg_no,
        min(case when ends.leg_no = '1' then ends.sent_on end) as school_sent_on,
        min(case when ends.leg_no = '1' then ends.arrived_on end) as county_received_on,
        min(case when ends.leg_no <> '1' then ends.happened_on end) as county_forwarded_on,
        min(
            case
                when firsts.to_unit = 'outside' and ends.leg_no = '2' then ends.sent_on
                when ends.leg_no = '3' then ends.arrived_on
            end
        ) as done_on
    from {{ ref('int_transfer_ends') }} as ends
    inner join firsts on ends.transfer_id = firsts.transfer_id and firsts.choice = 1
    group by ends.transfer_id
)

select
    firsts.transfer_id,
    firsts.pupil_token,
    firsts.reason,
    firsts.from_school,
    firsts.from_unit,
    firsts.to_unit,
    days.last_leg_no,
    least(days.school_sent_on, days.county_received_on, days.county_forwarded_on, days.done_on)
        as school_sent_on,
    least(days.county_received_on, days.county_forwarded_on, days.done_on) as county_received_on,
    least(days.county_forwarded_on, days.done_on) as county_forwarded_on,
    days.done_on
from firsts
inner join days on firsts.transfer_id = days.transfer_id
where firsts.choice = 1
