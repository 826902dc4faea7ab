-- Every receipt of a scope, numbered: what repeats the word before it is no version. A version is kept for
-- ever; its outcome says what became of it: it counts, was replaced by a later one, is held, declined,
-- withdrawn or returned, or waits for its school to enter the register. Strangers' files are numbered apart.
with receipts as (
    select
        receipts.submission_id,
        receipts.form_id,
        receipts.period,
        receipts.semester,
        receipts.unit_code,
        receipts.scope_code,
        receipts.file_name,
        receipts.file_sha256,
        receipts.received_at,
        receipts.revision,
        receipts.is_accepted,
        receipts.is_rival,
        receipts.is_withdrawn,
        receipts.is_nil,
        receipts.rows_accepted,
        receipts.must_fix_count,
        standings.standing,
        standings.school_name,
        case when receipts.is_accepted then receipts.content_digest else receipts.file_sha256 end as content
    from {{ ref('int_scope_receipts') }} as receipts
    inner join {{ ref('int_receipt_standings') }} as standings
        on
            receipts.submission_id = standings.submission_id
            and receipts.scope_code = standings.scope_code
),

followed as (
    select
        *,
        lag(content) over (
            partition by form_id, period, scope_code, unit_code, is_accepted, is_rival
            order by received_at, revision, file_sha256, submission_id
        ) as content_before
    from receipts
),

numbered as (
    select
        *,
        row_number() over (
            partition by form_id, period, scope_code, unit_code
            order by received_at, revision, file_sha256, submission_id
        ) as version_no,
        row_number() over (
            partition by form_id, period, scope_code, unit_code
            order by received_at desc, revision desc, file_sha256 desc, submission_id desc
        ) as recency
    from followed
    where content_before is null or content_before <> content
)

select
    numbered.submission_id,
    numbered.form_id,
    numbered.period,
    numbered.semester,
    numbered.unit_code,
    numbered.scope_code,
    numbered.school_name,
    numbered.file_name,
    numbered.received_at,
    numbered.revision,
    numbered.is_nil,
    numbered.rows_accepted,
    numbered.must_fix_count,
    numbered.standing,
    numbered.recency = 1 as is_latest,
    cast(numbered.version_no as integer) as version_no,
    case
        when effective.submission_id = numbered.submission_id then 'counts'
        when numbered.is_withdrawn then 'withdrawn'
        when numbered.standing = 'unknown' then 'waiting'
        when numbered.standing <> 'ok' or not numbered.is_accepted then 'returned'
        when holds.is_declined then 'declined'
        when holds.is_held then 'held'
        when
            numbered.is_rival
            and (
                effective.received_at is null
                or effective.received_at < numbered.received_at
                or (effective.received_at = numbered.received_at and effective.revision < numbered.revision)
            )
            then 'held'
        else 'replaced'
    end as outcome
from numbered
left join {{ ref('int_submissions__effective') }} as effective
    on
        numbered.form_id = effective.form_id
        and numbered.period = effective.period
        and numbered.scope_code = effective.scope_code
left join {{ ref('int_receipt_holds') }} as holds
    on
        numbered.submission_id = holds.submission_id
        and numbered.scope_code = holds.scope_code
