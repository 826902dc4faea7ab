-- For each form, period and scope the one submission that counts: the last that may by (received_at,
-- revision, file hash).
with ranked as (
    select
        *,
        row_number() over (
            partition by form_id, period, scope_code
            order by received_at desc, revision desc, file_sha256 desc, submission_id desc
        ) as recency
    from {{ ref('int_receipt_holds') }}
    where is_counted
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
