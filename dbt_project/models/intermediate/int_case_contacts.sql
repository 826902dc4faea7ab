-- Days on which a case was really reached, from its opening on; several contacts on a day are one. Each day
-- knows its neighbours, so that the first or last one in a range is found without sorting again.
with days as (
    select distinct
        events.school_code,
        events.case_id,
        events.event_on as contact_on
    from {{ ref('int_followup_events') }} as events
    inner join {{ ref('int_cases') }} as cases
        on events.school_code = cases.school_code and events.case_id = cases.case_id
    where
        events.is_contact
        and events.event_on >= cases.opened_on
        and events.event_on <= {{ last_complete_day() }}
)

select
    school_code,
    case_id,
    contact_on,
    lag(contact_on) over (partition by school_code, case_id order by contact_on) as previous_on,
    lead(contact_on) over (partition by school_code, case_id order by contact_on) as next_on
from days
