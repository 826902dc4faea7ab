select
    submission_id,
    batch_id,
    received_at,
    form_id,
    period,
    unit_code,
    scope_code,
    revision,
    rows_read,
    rows_accepted,
    rows_rejected,
    is_nil,
    is_declared,
    must_fix_count,
    content_digest
from {{ source('lake', 'submission_scopes') }}
