-- For each form, period and scope the one submission that counts: the last accepted by (received_at,
-- revision, file hash). A receipt that repeats the content before it is no receipt at all.
with standing as (
    select
        receipts.*,
        lag(receipts.content_digest) over (
            partition by receipts.form_id, receipts.period, receipts.scope_code
            order by receipts.received_at, receipts.revision, receipts.file_sha256, receipts.submission_id
        ) as previous_digest
    from {{ ref('int_scope_receipts') }} as receipts
    inner join {{ ref('int_receipt_standings') }} as standings
        on
            receipts.submission_id = standings.submission_id
            and receipts.scope_code = standings.scope_code
    where
        receipts.is_accepted
        and not receipts.is_rival
        and standings.standing = 'ok'
),

ranked as (
    select
        *,
        row_number() over (
            partition by form_id, period, scope_code
            order by received_at desc, revision desc, file_sha256 desc, submission_id desc
        ) as recency
    from standing
    where previous_digest is null or previous_digest <> content_digest
)

select
    form_id,
    period,
    scope_code,
    unit_code,
    semester,
    submission_id,
    received_at,
    revision,
    is_nil
from ranked
where recency = 1
