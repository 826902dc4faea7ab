-- Overdue cases one by one, by case number: for the county's own restricted copy alone. Only schools whose
-- register and follow-ups have come: of the others nobody knows.
select
    cases.month,
    cases.unit_code,
    cases.school_code,
    schools.school_name,
    cases.case_id,
    cases.level_code,
    cases.overdue_since,
    cases.days_overdue,
    cases.last_contact_on,
    cases.owner_token
from {{ ref('fct_cases') }} as cases
inner join {{ ref('dim_school') }} as schools on cases.school_code = schools.school_code
where cases.is_overdue and cases.is_both_received
