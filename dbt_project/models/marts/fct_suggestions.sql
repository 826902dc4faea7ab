-- Suggestions of deputies and proposals of members as a month sees them, from all lists so far. One is due
-- when it was answered, or its limit passed within the quarter reported; of the year are those that were
-- not answered before the reported calendar year.
with told as (
    {{ told_by_units('F14', 'stg_f14_suggestion', 'suggestion_id') }}
),

dated as (
    select
        told.*,
        months.as_of_on,
        {{ judged_on('months.as_of_on', 'told.report_starts_on') }} as judged_on,
        cast(substr(told.report_period, 1, 4) || '-01-01' as date) as year_starts_on,
        {{ add_months('told.assigned_on', parameter('suggestion_answer_months', 'told.assigned_on')) }}
            as answer_by_on,
        coalesce(told.answered_on <= months.as_of_on, false) as is_answered
    from told
    inner join {{ ref('dim_month') }} as months on told.month = months.month
    where told.recency = 1 and told.assigned_on <= months.as_of_on
),

judged as (
    select
        *,
        coalesce(answered_on >= year_starts_on, true) as is_of_year,
        is_answered or answer_by_on <= judged_on as is_due
    from dated
)

select
    month,
    unit_code,
    suggestion_id,
    suggestion_kind,
    session,
    suggestion_no,
    suggestion_title,
    class_code,
    assigned_on,
    answer_by_on,
    answered_on,
    disclosure,
    cast(proposer_n as bigint) as proposer_count,
    case when is_answered then cast(signed_n as bigint) end as signed_count,
    attitude,
    result,
    is_of_year,
    is_of_year and is_due as is_due,
    is_answered,
    is_answered and answered_on <= answer_by_on as is_on_time,
    is_answered and coalesce(signed_n, 0) >= proposer_n as is_fully_signed,
    case
        when is_due and not is_answered
            then cast({{ days_between('answer_by_on', add_days('judged_on', 1)) }} as integer)
    end as days_overdue,
    not is_on_list and answered_on is null as is_vanished,
    explain_code is not null as is_explained,
    report_period,
    report_submission_id,
    told_in,
    submission_id,
    sheet,
    row_number
from judged
