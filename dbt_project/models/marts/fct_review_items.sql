-- One row a pupil and round whose valid test came out moderate or severe: from the first such test on, an
-- interview is owed within some working days, and a follow-up form of any of the pupil's cases must show it.
with flagged as (
    select
        school_year,
        round_id,
        pupil_token,
        test_date,
        school_code,
        submission_id,
        sheet,
        row_number,
        row_number() over (
            partition by school_year, round_id, pupil_token order by test_date, school_code, row_number
        ) as choice
    from {{ ref('fct_screening_tests') }}
    where is_valid and level_rank >= 2
),

interviews as (
    select distinct
        cases.pupil_token,
        events.event_on
    from {{ ref('int_followup_events') }} as events
    inner join {{ ref('int_cases') }} as cases
        on events.school_code = cases.school_code and events.case_id = cases.case_id
    where events.is_interview
)

select
    flagged.school_year,
    flagged.round_id,
    flagged.pupil_token,
    flagged.school_code,
    flagged.submission_id,
    flagged.sheet,
    flagged.row_number,
    flagged.test_date,
    clocks.due_on as review_due_on,
    min(interviews.event_on) as reviewed_on,
    min(interviews.event_on) is not null as is_reviewed_on_time
from flagged
inner join {{ ref('int_working_clocks') }} as clocks
    on clocks.clock = 'review_interview_days' and flagged.test_date = clocks.day
left join interviews
    on
        flagged.pupil_token = interviews.pupil_token
        and flagged.test_date <= interviews.event_on
        and clocks.due_on >= interviews.event_on
where flagged.choice = 1
group by
    flagged.school_year, flagged.round_id, flagged.pupil_token, flagged.school_code,
    flagged.submission_id, flagged.sheet, flagged.row_number, flagged.test_date, clocks.due_on
