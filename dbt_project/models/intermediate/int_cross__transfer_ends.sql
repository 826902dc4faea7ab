-- What the two ends of a leg say against each other, X08, at the row of the end that told: nobody at the
-- other end, a leg left out; and where the ends of two files disagree, at both their rows with what the other
-- told: another pupil, way, seal or number of pieces, days that run backwards.
with judged as (
    select
        ends.*,
        legs.is_sent_told,
        legs.is_received_told,
        legs.is_posted_out,
        legs.is_sender_heard,
        {{ days_between('legs.sent_on', last_complete_day()) }} as days_out,
        lost.value as lost_days,
        words.label as leg_words
    from {{ ref('int_transfer_ends') }} as ends
    inner join {{ ref('fct_transfer_legs') }} as legs
        on ends.transfer_id = legs.transfer_id and ends.leg_no = legs.leg_no
    inner join {{ ref('code_item') }} as words
        on words.list_name = 'leg_no' and ends.leg_no = words.code
    inner join {{ ref('int_parameters') }} as lost
        on
            lost.parameter = 'transfer_lost_days'
            and {{ holds_on('lost', last_complete_day()) }}
),

missing as (
    select
        legs.transfer_id,
        words.label as leg_words,
        legs.anchor_on,
        min(ends.place_no) as place_no
    from {{ ref('fct_transfer_legs') }} as legs
    inner join {{ ref('code_item') }} as words
        on words.list_name = 'leg_no' and legs.leg_no = words.code
    inner join {{ ref('int_transfer_ends') }} as ends
        on legs.transfer_id = ends.transfer_id and legs.leg_no < ends.leg_no
    where legs.is_missing and legs.is_sender_heard
    group by legs.transfer_id, words.label, legs.anchor_on
),

neighbours as (
    select
        later.transfer_id,
        later.place_no as own_place,
        earlier.place_no as other_place,
        true as is_later
    from judged as later
    inner join judged as earlier
        on later.transfer_id = earlier.transfer_id and later.place_before = earlier.place_no
    union all
    -- The earlier end is told too, unless it is the same file, which hears of it once.
    select
        earlier.transfer_id,
        earlier.place_no as own_place,
        later.place_no as other_place,
        false as is_later
    from judged as later
    inner join judged as earlier
        on later.transfer_id = earlier.transfer_id and later.place_before = earlier.place_no
    where earlier.submission_id <> later.submission_id
),

pairs as (
    select
        judged.*,
        neighbours.is_later,
        other.side as other_side,
        other.pupil_token as other_token,
        other.from_unit as other_from_unit,
        other.to_unit as other_to_unit,
        other.seal_no as other_seal,
        other.pieces as other_pieces,
        other.happened_on as other_on,
        case when judged.told_by = other.told_by then '本单位另一行' else tellers.unit_name end as other_words,
        coalesce(senders.unit_name, '市外') as other_from,
        coalesce(receivers.unit_name, '市外') as other_to
    from neighbours
    inner join judged
        on neighbours.transfer_id = judged.transfer_id and neighbours.own_place = judged.place_no
    inner join judged as other
        on neighbours.transfer_id = other.transfer_id and neighbours.other_place = other.place_no
    inner join {{ ref('dim_unit') }} as tellers on other.told_by = tellers.unit_code
    left join {{ ref('dim_unit') }} as senders on other.from_unit = senders.unit_code
    left join {{ ref('dim_unit') }} as receivers on other.to_unit = receivers.unit_code
),

told as (
    select
        judged.transfer_id,
        judged.place_no,
        'sent_on' as at_column,
        judged.leg_words || '一段' || cast(judged.sent_on as string) || '送出，超过'
        || judged.lost_days || '天没有接收方的报送' as contradiction
    from judged
    where
        judged.side = 'sender' and not judged.is_received_told and not judged.is_posted_out
        and judged.days_out > cast(judged.lost_days as integer)
    union all
    select
        judged.transfer_id,
        judged.place_no,
        'arrived_on' as at_column,
        judged.leg_words || '一段' || cast(judged.arrived_on as string) || '收到，没有送出方的报送' as contradiction
    from judged
    where judged.side = 'receiver' and not judged.is_sent_told and judged.is_sender_heard
    union all
    select
        pairs.transfer_id,
        pairs.place_no,
        'pupil_token' as at_column,
        pairs.leg_words || '一段的学生代码与' || pairs.other_words || '报的不同，对方报的是'
        || pairs.other_token as contradiction
    from pairs
    where pairs.pupil_token <> pairs.other_token
    union all
    select
        pairs.transfer_id,
        pairs.place_no,
        'to_unit' as at_column,
        pairs.leg_words || '一段的转出县或接收县与' || pairs.other_words || '报的不同，对方报的是由'
        || pairs.other_from || '转往' || pairs.other_to as contradiction
    from pairs
    where pairs.from_unit <> pairs.other_from_unit or pairs.to_unit <> pairs.other_to_unit
    union all
    select
        pairs.transfer_id,
        pairs.place_no,
        'seal_no' as at_column,
        pairs.leg_words || '一段的封条号或份数与' || pairs.other_words || '报的不同，对方报的是封条号'
        || pairs.other_seal || '、' || cast(pairs.other_pieces as string) || '份' as contradiction
    from pairs
    where pairs.seal_no <> pairs.other_seal or pairs.pieces <> pairs.other_pieces
    union all
    select
        pairs.transfer_id,
        pairs.place_no,
        case when pairs.side = 'sender' then 'sent_on' else 'arrived_on' end as at_column,
        pairs.leg_words || '一段' || case when pairs.side = 'sender' then '送出' else '收到' end
        || '于' || cast(pairs.happened_on as string) || case when pairs.is_later then '，早于' else '，晚于' end
        || pairs.other_words || '报的' || case when pairs.other_side = 'sender' then '送出' else '收到' end
        || cast(pairs.other_on as string) as contradiction
    from pairs
    where
        (pairs.is_later and pairs.happened_on < pairs.other_on)
        or (not pairs.is_later and pairs.happened_on > pairs.other_on)
    union all
    select
        judged.transfer_id,
        judged.place_no,
        'leg_no' as at_column,
        '没有' || missing.leg_words || '一段的报送' as contradiction
    from judged
    inner join missing
        on judged.transfer_id = missing.transfer_id and judged.place_no = missing.place_no
)

select
    'X08' as rule_id,
    ends.submission_id,
    'F06' as form_id,
    ends.period,
    ends.told_by as unit_code,
    ends.told_by as scope_code,
    ends.sheet,
    ends.row_number,
    told.at_column as column_name,
    ends.explain_code is not null as is_explained,
    '移交单' || told.transfer_id as subject,
    told.contradiction as reason
from told
inner join {{ ref('int_transfer_ends') }} as ends
    on told.transfer_id = ends.transfer_id and told.place_no = ends.place_no
