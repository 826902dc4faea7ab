-- Referrals of cases, and what came back: the day of feedback told in the referral's own row, or the first
-- feedback of a medical institution recorded for the case afterwards. A record of feedback does not name its
-- institution, so it answers every referral of the case before it.
with referrals as (
    select
        events.submission_id,
        events.row_number,
        events.unit_code,
        events.school_code,
        events.case_id,
        events.event_on,
        events.feedback_on,
        {{ add_days('events.event_on', 'parameters.value') }} as due_on
    from {{ ref('int_followup_events') }} as events
    inner join {{ ref('int_cases') }} as cases
        on events.school_code = cases.school_code and events.case_id = cases.case_id
    inner join {{ ref('int_parameters') }} as parameters
        on
            parameters.parameter = 'referral_feedback_days'
            and {{ holds_on('parameters', 'events.event_on') }}
    where events.mode = 'referral' and events.event_on >= cases.opened_on
),

answers as (
    select
        school_code,
        case_id,
        coalesce(feedback_on, event_on) as answered_on
    from {{ ref('int_followup_events') }}
    where mode = 'medical_feedback' and outcome <> 'lost'
),

answered as (
    select
        referrals.submission_id,
        referrals.row_number,
        min(answers.answered_on) as answered_on
    from referrals
    inner join answers
        on
            referrals.school_code = answers.school_code
            and referrals.case_id = answers.case_id
            and referrals.event_on <= answers.answered_on
    group by referrals.submission_id, referrals.row_number
),

judged as (
    select
        referrals.*,
        least(
            coalesce(referrals.feedback_on, answered.answered_on),
            coalesce(answered.answered_on, referrals.feedback_on)
        ) as answered_on
    from referrals
    left join answered
        on
            referrals.submission_id = answered.submission_id
            and referrals.row_number = answered.row_number
)

select
    submission_id,
    row_number,
    unit_code,
    school_code,
    case_id,
    event_on,
    due_on,
    answered_on,
    coalesce(answered_on <= due_on, false) as is_answered
from judged
