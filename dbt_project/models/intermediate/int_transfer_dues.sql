-- Archives that should be on their way, as known independently of whoever sends them, and how far they have
-- come by a month's end: a row a school and origin. `cases` are pupils of the case register who have left,
-- once the grace has ended (the stages count those who changed school in mid-course); `graduates` the
-- archives that the spring's enrolment counts in the last grade of schools without the next stage.
with grace as (
    select
        seasons.*,
        cast(parameters.value as integer) as grace_days
    from {{ ref('int_transfer_seasons') }} as seasons
    inner join {{ ref('int_parameters') }} as parameters
        on
            parameters.parameter = 'transfer_grace_days'
            and {{ holds_on('parameters', 'seasons.as_of_on') }}
),

gone as (
    select
        grace.month,
        grace.as_of_on,
        grace.grace_days,
        statuses.school_code,
        cases.pupil_token,
        statuses.status,
        statuses.from_on as left_on,
        row_number() over (
            partition by grace.month, cases.pupil_token
            order by statuses.from_on desc, statuses.school_code desc, statuses.case_id desc
        ) as choice
    from grace
    inner join {{ ref('int_case_statuses') }} as statuses
        on
            statuses.status in ('transferred_out', 'graduated')
            and grace.year_from <= statuses.from_on
            and grace.as_of_on >= {{ add_days('statuses.from_on', 'grace.grace_days') }}
            and (statuses.until_on is null or grace.as_of_on < statuses.until_on)
    inner join {{ ref('int_cases') }} as cases
        on statuses.school_code = cases.school_code and statuses.case_id = cases.case_id
),

followed as (
    select
        gone.month,
        gone.school_code,
        gone.pupil_token,
        gone.status,
        gone.as_of_on,
        min(transfers.school_sent_on) as school_sent_on,
        min(transfers.county_received_on) as county_received_on,
        min(transfers.county_forwarded_on) as county_forwarded_on,
        min(transfers.done_on) as done_on
    from gone
    left join {{ ref('int_transfers') }} as transfers
        on
            gone.pupil_token = transfers.pupil_token
            and gone.school_code = transfers.from_school
            and transfers.school_sent_on >= {{ add_days('gone.left_on', '-gone.grace_days') }}
    where gone.choice = 1
    group by gone.month, gone.school_code, gone.pupil_token, gone.status, gone.as_of_on
),

of_cases as (
    select
        month,
        school_code,
        sum(case when done_on <= as_of_on then 1 else 0 end) as done_count,
        count(*) as due_count,
        sum(case when status = 'transferred_out' then 1 else 0 end) as moved_due,
        sum(case when status = 'transferred_out' and school_sent_on <= as_of_on then 1 else 0 end)
            as moved_sent,
        sum(case when status = 'transferred_out' and county_received_on <= as_of_on then 1 else 0 end)
            as moved_received,
        sum(case when status = 'transferred_out' and county_forwarded_on <= as_of_on then 1 else 0 end)
            as moved_forwarded,
        sum(case when status = 'transferred_out' and done_on <= as_of_on then 1 else 0 end) as moved_done
    from followed
    group by month, school_code
),

leaving as (
    select
        schools.semester,
        schools.school_code,
        schools.unit_code,
        {{ list_has('schools.stages', "'primary'") }} and not {{ list_has('schools.stages', "'junior'") }}
            as ends_at_six,
        {{ list_has('schools.stages', "'junior'") }} and not {{ list_has('schools.stages', "'senior'") }}
            as ends_at_nine
    from {{ ref('int_school_semesters') }} as schools
    where schools.is_open_on_census
),

cohorts as (
    select
        leaving.semester,
        leaving.school_code,
        leaving.unit_code,
        max(case when reports.submission_id is not null then 1 else 0 end) = 1 as is_received,
        sum(
            case
                when leaving.ends_at_six and enrolment.grade_code = '6' then enrolment.archived_count
                when leaving.ends_at_nine and enrolment.grade_code = '9' then enrolment.archived_count
                else 0
            end
        ) as due_count
    from leaving
    left join {{ ref('int_submissions__effective') }} as reports
        on
            reports.form_id = 'F01'
            and leaving.school_code = reports.scope_code
            and leaving.semester = reports.period
    left join {{ ref('int_enrolment__effective') }} as enrolment
        on leaving.semester = enrolment.semester and leaving.school_code = enrolment.school_code
    where leaving.ends_at_six or leaving.ends_at_nine
    group by leaving.semester, leaving.school_code, leaving.unit_code
),

graduated as (
    select
        grace.month,
        transfers.from_school as school_code,
        count(distinct transfers.pupil_token) as sent_count,
        count(distinct case
            when transfers.county_received_on <= grace.as_of_on then transfers.pupil_token
        end) as received_count,
        count(distinct case
            when transfers.county_forwarded_on <= grace.as_of_on then transfers.pupil_token
        end) as forwarded_count,
        count(distinct case when transfers.done_on <= grace.as_of_on then transfers.pupil_token end)
            as done_count
    from grace
    inner join {{ ref('int_transfers') }} as transfers
        on
            transfers.reason = 'graduation'
            and transfers.school_sent_on
            between {{ add_days('grace.year_from', '-grace.grace_days') }} and grace.as_of_on
    group by grace.month, transfers.from_school
)

select
    'cases' as origin,
    reports.month,
    reports.unit_code,
    reports.school_code,
    coalesce(slips.is_expected, false) as is_expected,
    reports.is_register_received and coalesce(slips.is_received, false) as is_received,
    coalesce(of_cases.due_count, 0) as due_count,
    coalesce(of_cases.done_count, 0) as done_count,
    coalesce(of_cases.moved_due, 0) as stage_due,
    coalesce(of_cases.moved_sent, 0) as stage_sent,
    coalesce(of_cases.moved_received, 0) as stage_received,
    coalesce(of_cases.moved_forwarded, 0) as stage_forwarded,
    coalesce(of_cases.moved_done, 0) as stage_done
from {{ ref('int_case_reporting') }} as reports
left join {{ ref('int_transfer_reporting') }} as slips
    on reports.month = slips.month and reports.unit_code = slips.unit_code
left join of_cases on reports.month = of_cases.month and reports.school_code = of_cases.school_code
union all
select
    'graduates' as origin,
    seasons.month,
    cohorts.unit_code,
    cohorts.school_code,
    coalesce(slips.is_expected, false) as is_expected,
    cohorts.is_received and coalesce(slips.is_received, false) as is_received,
    cohorts.due_count,
    coalesce(graduated.done_count, 0) as done_count,
    cohorts.due_count as stage_due,
    coalesce(graduated.sent_count, 0) as stage_sent,
    coalesce(graduated.received_count, 0) as stage_received,
    coalesce(graduated.forwarded_count, 0) as stage_forwarded,
    coalesce(graduated.done_count, 0) as stage_done
from {{ ref('int_transfer_seasons') }} as seasons
inner join cohorts on seasons.spring_semester = cohorts.semester
left join {{ ref('int_transfer_reporting') }} as slips
    on seasons.month = slips.month and cohorts.unit_code = slips.unit_code
left join graduated on seasons.month = graduated.month and cohorts.school_code = graduated.school_code
