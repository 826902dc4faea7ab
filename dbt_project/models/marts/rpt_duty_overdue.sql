-- Duties that fell due and are not settled: overdue, or said to be done without a number of evidence. What
-- M28-a leaves out of its numerator, item by item; the overdue ones are M28-b.
select
    month,
    unit_code,
    duty_id,
    duty_source,
    title,
    due_on,
    judged_on,
    duty_status,
    case when is_overdue then 'overdue' else 'no_evidence' end as problem,
    days_overdue,
    done_on,
    unfinished_reason,
    is_explained,
    submission_id,
    sheet,
    cast(row_number as bigint) as row_number
from {{ ref('fct_duties') }}
where is_overdue or is_unproved
