-- Receipts that may count for their scope, in order, what repeats the content before it left out. The first
-- counts whenever it came; one after the lock is a correction and is held until adopted (is_held), or was
-- declined. The last that counts is the effective one.
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

changed as (
    select
        *,
        row_number() over (
            partition by form_id, period, scope_code
            order by received_at, revision, file_sha256, submission_id
        ) as version_no
    from standing
    where previous_digest is null or previous_digest <> content_digest
)

select
    submission_id,
    form_id,
    period,
    semester,
    unit_code,
    scope_code,
    received_at,
    revision,
    file_sha256,
    content_digest,
    is_nil,
    lock_on,
    version_no,
    version_no = 1 or not needs_leave as is_counted,
    version_no > 1 and needs_leave and not is_declined as is_held,
    version_no > 1 and needs_leave and is_declined as is_declined
from changed
