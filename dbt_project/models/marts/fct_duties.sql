-- Duties as a month sees them: those of the latest list, and those of earlier lists that it leaves out.
-- What was done counts by the month's end; that something was not done is known up to the end of the
-- quarter reported, no further. Counted: what fell due in the reported calendar year, and what was open when
-- it began.
with told as (
    {{ told_by_units('F14', 'stg_f14_duty', 'duty_id') }}
),

dated as (
    select
        told.*,
        months.as_of_on,
        {{ judged_on('months.as_of_on', 'told.report_starts_on') }} as judged_on,
        cast(substr(told.report_period, 1, 4) || '-01-01' as date) as year_starts_on,
        coalesce(told.done_on <= months.as_of_on, false) as is_done
    from told
    inner join {{ ref('dim_month') }} as months on told.month = months.month
    where told.recency = 1
),

judged as (
    select
        *,
        due_on <= judged_on
        and (due_on >= year_starts_on or not is_done or done_on >= year_starts_on) as is_due
    from dated
)

select
    month,
    unit_code,
    duty_id,
    duty_source,
    title,
    due_on,
    judged_on,
    duty_status,
    done_on,
    evidence_no,
    unfinished_reason,
    is_due,
    is_due and is_done and evidence_no is not null as is_closed,
    is_due and is_done and evidence_no is null as is_unproved,
    is_due and not is_done as is_overdue,
    case
        when is_due and not is_done
            then cast({{ days_between('due_on', add_days('judged_on', 1)) }} as integer)
    end as days_overdue,
    not is_on_list and done_on is null as is_vanished,
    explain_code is not null as is_explained,
    report_period,
    report_submission_id,
    told_in,
    submission_id,
    sheet,
    row_number
from judged
