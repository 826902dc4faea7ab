-- One row a receipt and scope, as known. Rivals: accepted files of one batch that speak for the same
-- scope with equal revision and different content; none of them counts until one is sent again.
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
        (scopes.rows_accepted > 0 or scopes.is_nil) as is_accepted
    from {{ ref('stg_submission_scopes') }} as scopes
    inner join {{ ref('stg_submissions') }} as submissions
        on scopes.submission_id = submissions.submission_id
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
)

select
    receipts.*,
    batches.rival_count is not null as is_rival,
    coalesce(batches.rival_count, 0) as rival_count
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
