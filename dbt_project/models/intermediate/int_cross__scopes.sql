-- X00 a scope that may not be used, X02 a screening that is due and has not come, X90 rivals held.
-- Each speaks of a whole scope; X00 and X90 stand until the submitter sends that scope again.
with latest as (
    select
        receipts.*,
        row_number() over (
            partition by receipts.form_id, receipts.period, receipts.unit_code, receipts.scope_code
            order by receipts.received_at desc, receipts.revision desc, receipts.file_sha256 desc
        ) as recency,
        max(case when receipts.is_rival then receipts.revision end) over (
            partition by receipts.batch_id, receipts.form_id, receipts.period, receipts.scope_code
        ) as rival_revision
    from {{ ref('int_scope_receipts') }} as receipts
    where receipts.is_accepted
),

barred as (
    select
        'X00' as rule_id,
        latest.submission_id,
        latest.form_id,
        latest.period,
        latest.unit_code,
        latest.scope_code,
        coalesce(standings.school_name, latest.scope_code) as scope_name,
        case standings.standing
            when 'unknown' then '名录中没有这所学校'
            when 'merged' then '该校已并入' || standings.merged_into
            when 'closed' then '该校已于' || cast(standings.closed_on as string) || '撤销'
            else
                '该校属于' || coalesce(units.name_zh, '其他单位') || '，不属于本报送单位'
        end as reason,
        cast(null as integer) as rival_count
    from latest
    inner join {{ ref('int_receipt_standings') }} as standings
        on
            latest.submission_id = standings.submission_id
            and latest.scope_code = standings.scope_code
    left join {{ ref('code_reporting_unit') }} as units
        on coalesce(standings.school_unit_code, latest.scope_code) = units.unit_code
    where latest.recency = 1 and standings.standing <> 'ok'
),

held as (
    select
        'X90' as rule_id,
        latest.submission_id,
        latest.form_id,
        latest.period,
        latest.unit_code,
        latest.scope_code,
        coalesce(standings.school_name, latest.scope_code) as scope_name,
        cast(null as string) as reason,
        latest.rival_count
    from latest
    inner join {{ ref('int_receipt_standings') }} as standings
        on
            latest.submission_id = standings.submission_id
            and latest.scope_code = standings.scope_code
    left join {{ ref('int_submissions__effective') }} as effective
        on
            latest.form_id = effective.form_id
            and latest.period = effective.period
            and latest.scope_code = effective.scope_code
    where
        latest.is_rival
        and latest.revision = latest.rival_revision
        and (
            effective.received_at is null
            or effective.received_at < latest.received_at
            or (effective.received_at = latest.received_at and effective.revision < latest.revision)
        )
),

missing as (
    select
        'X02' as rule_id,
        cast(null as string) as submission_id,
        form_id,
        period,
        unit_code,
        scope_code,
        scope_name,
        cast(null as string) as reason,
        cast(null as integer) as rival_count
    from {{ ref('fct_expected_submissions') }}
    where
        form_id = 'F02'
        and not is_received
        and due_on < cast({{ known_at() }} as date)
)

select * from barred
union all
select * from held
union all
select * from missing
