-- Rows of the case registers that count, one a month, school and case.
select
    effective.period,
    effective.unit_code,
    cases.submission_id,
    cases.sheet,
    cases.row_number,
    cases.school_code,
    cases.case_id,
    cases.pupil_token,
    cases.opened_on,
    cases.entry_source,
    cases.level as level_code,
    cases.level_on,
    cases.plan_on,
    cases.owner_token,
    cases.ack_principal_on,
    cases.ack_psych_on,
    cases.ack_homeroom_on,
    cases.parent_contact_on,
    cases.status,
    cases.status_on,
    cases.explain_code
from {{ ref('stg_f04_case') }} as cases
inner join {{ ref('int_submissions__effective') }} as effective
    on
        effective.form_id = 'F04'
        and cases.submission_id = effective.submission_id
        and cases.school_code = effective.scope_code
