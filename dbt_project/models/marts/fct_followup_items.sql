-- One row a follow-up owed: whose, from when, until when, and whether the case was reached in time. It
-- belongs to the month of its last day and is due once that day is over. An item whose stretch ended before
-- its last day is void and not here.
select
    {{ month_label('items.last_on') }} as month,
    cases.unit_code,
    items.school_code,
    items.case_id,
    items.started_on,
    items.item_no,
    items.level_code,
    items.anchor_on,
    items.due_on,
    items.last_on,
    items.reached_on,
    items.is_over as is_due,
    items.is_on_time,
    items.is_over and not items.is_on_time as is_missed
from {{ ref('int_followup_items') }} as items
inner join {{ ref('int_cases') }} as cases
    on items.school_code = cases.school_code and items.case_id = cases.case_id
where not items.is_void
