-- Every suggestion told so far, as a month sees it: for the fact sheet, the scorecard and the list of what
-- is to be put right.
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
    proposer_count,
    signed_count,
    attitude,
    result,
    is_of_year,
    is_due,
    is_on_time,
    is_fully_signed,
    days_overdue,
    is_explained,
    submission_id,
    sheet,
    cast(row_number as bigint) as row_number
from {{ ref('fct_suggestions') }}
