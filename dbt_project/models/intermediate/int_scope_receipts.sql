-- One row a receipt and scope, as known. What was withdrawn counts for nothing. Rivals: accepted files of one
-- batch that speak for the same scope with equal revision and different content; none of them counts until
-- one is chosen, or a new one is sent. After the lock a receipt needs leave, unless it is adopted or the lock
-- is lifted; whether it is a correction at all is seen in int_receipt_holds.
with receipts as (
    select
        scopes.submission_id,
        scopes.batch_id,
        scopes.received_at,
        scopes.form_id,
        scopes.period,
        scopes.unit_code,
        scopes.scope_code,
        scopes.revision,
        scopes.rows_accepted,
        scopes.is_nil,
        scopes.must_fix_count,
        scopes.content_digest,
        submissions.file_name,
        submissions.file_sha256,
        {{ semester_of_period('scopes.period') }} as semester,
        (scopes.rows_accepted > 0 or scopes.is_nil)
        and not coalesce(decisions.is_withdrawn, false)
        and not coalesce(decisions.is_returned, false) as is_accepted,
        coalesce(decisions.is_withdrawn, false) as is_withdrawn,
        coalesce(decisions.is_adopted, false) as is_adopted,
        coalesce(decisions.is_declined, false) as is_declined
    from {{ ref('stg_submission_scopes') }} as scopes
    inner join {{ ref('stg_submissions') }} as submissions
        on scopes.submission_id = submissions.submission_id
    left join {{ ref('int_receipt_decisions') }} as decisions
        on
            scopes.submission_id = decisions.submission_id
            and scopes.scope_code = decisions.scope_code
    where
        scopes.received_at <= {{ known_at() }}
        and scopes.period is not null
),

batches as (
    select
        batch_id,
        form_id,
        period,
        unit_code,
        scope_code,
        revision,
        count(*) as rival_count
    from receipts
    where is_accepted
    group by batch_id, form_id, period, unit_code, scope_code, revision
    having min(content_digest) <> max(content_digest)
),

unlocked as (
    select distinct
        receipts.submission_id,
        receipts.scope_code
    from receipts
    inner join {{ ref('int_decisions') }} as unlocks
        on
            unlocks.kind = 'unlock'
            and receipts.form_id = unlocks.form_id
            and receipts.period = unlocks.period
            and unlocks.scope_code in (receipts.scope_code, receipts.unit_code, '3607')
            -- Days as text, since the value of another kind of decision is no day.
            and cast(cast(receipts.received_at as date) as string) <= unlocks.value
)

select
    receipts.*,
    batches.rival_count is not null as is_rival,
    coalesce(batches.rival_count, 0) as rival_count,
    periods.lock_on,
    coalesce(not ({{ is_received_by('receipts.received_at', 'periods.lock_on') }}), false)
    and not receipts.is_adopted
    and (unlocked.submission_id is null or receipts.is_declined) as needs_leave
from receipts
left join batches
    on
        receipts.is_accepted
        and receipts.batch_id = batches.batch_id
        and receipts.form_id = batches.form_id
        and receipts.period = batches.period
        and coalesce(receipts.unit_code, '') = coalesce(batches.unit_code, '')
        and receipts.scope_code = batches.scope_code
        and receipts.revision = batches.revision
left join {{ ref('int_form_periods') }} as periods
    on
        receipts.form_id = periods.form_id
        and receipts.period = periods.period
        and receipts.unit_code = periods.unit_code
left join unlocked
    on
        receipts.submission_id = unlocked.submission_id
        and receipts.scope_code = unlocked.scope_code
