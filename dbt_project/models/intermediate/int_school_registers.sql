-- The rows of every register of schools that counts: one register a period, the last accepted one.
with changed as (
    select
        submission_id,
        period,
        semester,
        received_at,
        revision,
        file_sha256,
        content_digest,
        needs_leave,
        lag(content_digest) over (
            partition by period order by received_at, revision, file_sha256, submission_id
        ) as previous_digest
    from {{ ref('int_scope_receipts') }}
    where form_id = 'F00' and is_accepted and not is_rival
),

numbered as (
    select
        *,
        row_number() over (
            partition by period order by received_at, revision, file_sha256, submission_id
        ) as version_no
    from changed
    where previous_digest is null or previous_digest <> content_digest
),

ranked as (
    select
        submission_id,
        period,
        row_number() over (
            partition by period order by received_at desc, revision desc, file_sha256 desc, submission_id desc
        ) as recency
    from numbered
    -- The same rule as in int_receipt_holds, which rests on this register.
    where version_no = 1 or not needs_leave
)

select
    ranked.period,
    schools.submission_id,
    schools.sheet,
    schools.row_number,
    schools.school_code,
    schools.school_name,
    schools.unit_code,
    schools.category,
    schools.stages,
    schools.opened_on,
    coalesce(
        schools.closed_on,
        case when schools.merged_into is not null then semesters.starts_on end
    ) as closed_on,
    schools.merged_into
from ranked
inner join {{ ref('stg_f00_school') }} as schools on ranked.submission_id = schools.submission_id
left join {{ ref('calendar_semester') }} as semesters on ranked.period = semesters.semester
where ranked.recency = 1
