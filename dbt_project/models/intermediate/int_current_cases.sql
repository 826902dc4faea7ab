-- Cases as they stand at the end of the last complete day: with their level, and whether they are closed.
select
    cases.school_code,
    cases.case_id,
    cases.pupil_token,
    cases.opened_on,
    cases.entry_source,
    cases.owner_token,
    cases.explain_code,
    cases.last_period,
    cases.submission_id,
    cases.sheet,
    cases.row_number,
    spans.level_code,
    spans.is_closed
from {{ ref('int_cases') }} as cases
inner join {{ ref('int_case_spans') }} as spans
    on
        cases.school_code = spans.school_code
        and cases.case_id = spans.case_id
        and spans.until_on is null
