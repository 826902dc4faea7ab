-- One row a form, period and scope that is owed, and how it came: on time, right at once, sent again,
-- corrected after the lock. Receipts belong to the knowledge clock, so all that are known count. A school
-- without a platform answers for its screening detail (F02) with the sums (F03).
with receipts as (
    select
        receipts.*,
        lag(
            case when receipts.is_accepted then receipts.content_digest else receipts.file_sha256 end
        ) over (
            partition by receipts.form_id, receipts.period, receipts.scope_code
            order by receipts.received_at, receipts.revision, receipts.file_sha256, receipts.submission_id
        ) as previous_content,
        case when receipts.is_accepted then receipts.content_digest else receipts.file_sha256 end as content,
        row_number() over (
            partition by receipts.form_id, receipts.period, receipts.scope_code
            order by receipts.received_at, receipts.revision, receipts.file_sha256, receipts.submission_id
        ) as receipt_no
    from {{ ref('int_scope_receipts') }} as receipts
    inner join {{ ref('int_receipt_standings') }} as standings
        on
            receipts.submission_id = standings.submission_id
            and receipts.scope_code = standings.scope_code
    where standings.standing = 'ok'
),

histories as (
    select
        expected.form_id,
        expected.period,
        expected.scope_code,
        min(case when receipts.is_accepted and not receipts.is_rival then receipts.received_at end)
            as first_accepted_at,
        max(
            case
                when receipts.receipt_no = 1 and receipts.must_fix_count = 0 and not receipts.is_rival then 1
                else 0
            end
        ) = 1 as is_first_pass,
        sum(
            case
                when receipts.receipt_no > 1 and receipts.content <> receipts.previous_content then 1 else 0
            end
        ) as resubmission_count,
        sum(
            case
                when
                    receipts.receipt_no > 1
                    and receipts.is_accepted
                    and receipts.content <> receipts.previous_content
                    and not ({{ is_received_by('receipts.received_at', 'expected.lock_on') }})
                    then 1
                else 0
            end
        ) as late_correction_count
    from {{ ref('int_expected_scopes') }} as expected
    inner join receipts
        on
            expected.form_id = case when receipts.form_id = 'F03' then 'F02' else receipts.form_id end
            and expected.period = receipts.period
            and expected.scope_code = receipts.scope_code
    group by expected.form_id, expected.period, expected.scope_code
)

select
    expected.form_id,
    expected.period,
    expected.semester,
    expected.due_semester,
    expected.unit_code,
    expected.scope_code,
    expected.scope_name,
    expected.due_on,
    expected.lock_on,
    histories.scope_code is not null as has_receipt,
    histories.first_accepted_at is not null as is_received,
    coalesce({{ is_received_by('histories.first_accepted_at', 'expected.due_on') }}, false) as is_on_time,
    coalesce(histories.is_first_pass, false) as is_first_pass,
    coalesce(histories.resubmission_count, 0) as resubmission_count,
    coalesce(histories.late_correction_count, 0) as late_correction_count
from {{ ref('int_expected_scopes') }} as expected
left join histories
    on
        expected.form_id = histories.form_id
        and expected.period = histories.period
        and expected.scope_code = histories.scope_code
