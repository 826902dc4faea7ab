-- The latest word of each end of a leg over all months' slips that count, in the order of the archive's way;
-- the end before it on that way, and the pupil it named, stand beside it, for they must agree.
with told as (
    select
        transfers.*,
        effective.period,
        effective.unit_code as told_by,
        coalesce(transfers.sent_on, transfers.arrived_on) as happened_on,
        2 * cast(transfers.leg_no as integer)
        - case when transfers.side = 'sender' then 1 else 0 end as place_no,
        row_number() over (
            partition by transfers.transfer_id, transfers.leg_no, transfers.side
            order by effective.period desc, effective.received_at desc, transfers.submission_id desc
        ) as recency
    from {{ ref('stg_f06_transfer') }} as transfers
    inner join {{ ref('int_submissions__effective') }} as effective
        on effective.form_id = 'F06' and transfers.submission_id = effective.submission_id
)

select
    transfer_id,
    leg_no,
    side,
    place_no,
    pupil_token,
    reason,
    from_school,
    from_unit,
    to_unit,
    to_school,
    seal_no,
    pieces,
    sent_on,
    arrived_on,
    happened_on,
    seal_intact,
    explain_code,
    period,
    told_by,
    submission_id,
    sheet,
    row_number,
    lag(place_no) over (partition by transfer_id order by place_no) as place_before,
    lag(pupil_token) over (partition by transfer_id order by place_no) as token_before
from told
where recency = 1
