-- What waits for the office's decision: the last held correction of a scope, where it differs from what
-- counts, and the last rivals, until something later counts. Unknown words and mails are not the warehouse's.
with ranked as (
    select
        *,
        row_number() over (partition by form_id, period, scope_code order by version_no desc) as recency
    from {{ ref('int_receipt_holds') }}
),

late as (
    select
        held.form_id,
        held.period,
        held.unit_code,
        held.scope_code,
        held.received_at as since,
        held.lock_on,
        held.submission_id as submission_ids,
        newer.file_name,
        newer.rows_accepted as row_count,
        older.rows_accepted as counted_row_count,
        cast(1 as bigint) as file_count
    from ranked as held
    inner join {{ ref('int_submissions__effective') }} as effective
        on
            held.form_id = effective.form_id
            and held.period = effective.period
            and held.scope_code = effective.scope_code
    inner join {{ ref('int_scope_receipts') }} as newer
        on
            held.submission_id = newer.submission_id
            and held.scope_code = newer.scope_code
    inner join {{ ref('int_scope_receipts') }} as older
        on
            effective.submission_id = older.submission_id
            and effective.scope_code = older.scope_code
    where held.recency = 1 and held.is_held and newer.content_digest <> older.content_digest
),

rivals as (
    select
        receipts.*,
        row_number() over (
            partition by
                receipts.batch_id, receipts.form_id, receipts.period, receipts.scope_code, receipts.revision
            order by receipts.submission_id
        ) as file_no
    from {{ ref('int_scope_receipts') }} as receipts
    inner join {{ ref('int_receipt_standings') }} as standings
        on
            receipts.submission_id = standings.submission_id
            and receipts.scope_code = standings.scope_code
    where receipts.is_rival and standings.standing = 'ok'
),

rival_groups as (
    select
        form_id,
        period,
        min(unit_code) as unit_code,
        scope_code,
        received_at,
        revision,
        {{ join_distinct('submission_id') }} as submission_ids,
        {{ join_distinct(
            "'第' || cast(file_no as string) || '份“' || file_name || '”' || cast(rows_accepted as string) || '行'",
            '，'
        ) }} as files,
        {{ join_distinct("'采用第' || cast(file_no as string) || '份'") }} as adoptions,
        count(*) as file_count,
        row_number() over (
            partition by form_id, period, scope_code order by received_at desc, revision desc
        ) as recency
    from rivals
    group by batch_id, form_id, period, scope_code, received_at, revision
)

select
    'late_correction' as kind,
    form_id,
    period,
    unit_code,
    scope_code,
    since,
    lock_on,
    submission_ids,
    file_name as files,
    row_count,
    counted_row_count,
    file_count,
    cast(null as string) as adoptions
from late
union all
select
    'rival' as kind,
    waiting.form_id,
    waiting.period,
    waiting.unit_code,
    waiting.scope_code,
    waiting.received_at as since,
    cast(null as date) as lock_on,
    waiting.submission_ids,
    waiting.files,
    cast(null as bigint) as row_count,
    cast(null as bigint) as counted_row_count,
    waiting.file_count,
    waiting.adoptions
from rival_groups as waiting
left join {{ ref('int_submissions__effective') }} as effective
    on
        waiting.form_id = effective.form_id
        and waiting.period = effective.period
        and waiting.scope_code = effective.scope_code
where
    waiting.recency = 1
    and (
        effective.received_at is null
        or effective.received_at < waiting.received_at
        or (effective.received_at = waiting.received_at and effective.revision < waiting.revision)
    )
