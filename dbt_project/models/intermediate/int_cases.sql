-- A case as the last register that names it has it: a later register corrects earlier ones throughout.
with ranked as (
    select
        *,
        row_number() over (partition by school_code, case_id order by period desc) as recency
    from {{ ref('int_case_rows') }}
)

select
    school_code,
    case_id,
    unit_code,
    pupil_token,
    opened_on,
    entry_source,
    plan_on,
    owner_token,
    ack_principal_on,
    ack_psych_on,
    ack_homeroom_on,
    parent_contact_on,
    explain_code,
    period as last_period,
    submission_id,
    sheet,
    row_number
from ranked
where recency = 1
