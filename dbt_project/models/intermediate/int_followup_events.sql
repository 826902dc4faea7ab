-- Rows of the follow-up forms that count. A real contact reached the pupil or the family in a way that the
-- parameter names; one that found nobody (失联) is none.
select
    effective.period,
    effective.unit_code,
    events.submission_id,
    events.sheet,
    events.row_number,
    events.school_code,
    events.case_id,
    events.event_on,
    events.contact_source,
    events.mode,
    events.by_token,
    events.outcome,
    events.new_level,
    events.feedback_on,
    events.explain_code,
    events.outcome <> 'lost'
    and {{ list_has('contacts.value', 'events.mode') }} as is_contact,
    events.outcome <> 'lost'
    and {{ list_has('interviews.value', 'events.mode') }} as is_interview
from {{ ref('stg_f05_followup') }} as events
inner join {{ ref('int_submissions__effective') }} as effective
    on
        effective.form_id = 'F05'
        and events.submission_id = effective.submission_id
        and events.school_code = effective.scope_code
left join {{ ref('int_parameters') }} as contacts
    on contacts.parameter = 'followup_contact_modes' and {{ holds_on('contacts', 'events.event_on') }}
left join {{ ref('int_parameters') }} as interviews
    on interviews.parameter = 'review_interview_modes' and {{ holds_on('interviews', 'events.event_on') }}
