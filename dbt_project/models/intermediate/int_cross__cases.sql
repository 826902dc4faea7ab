-- What case registers say against other forms, at the row of the case's last register: X03 found by
-- screening, yet no test says so · X06 an owner not in post · X94 a level moved and no follow-up records it.
-- At the test: X04, a pupil flagged without a case.
with open_spans as (
    select
        cases.pupil_token,
        spans.from_on,
        spans.until_on
    from {{ ref('int_cases') }} as cases
    inner join {{ ref('int_case_spans') }} as spans
        on cases.school_code = spans.school_code and cases.case_id = spans.case_id
    where not spans.is_closed
),

tested_schools as (
    select distinct
        school_code,
        school_year
    from {{ ref('fct_screening_tests') }}
),

flagged_pupils as (
    select distinct pupil_token from {{ ref('fct_review_items') }}
),

followups as (
    select distinct
        scope_code as school_code,
        period
    from {{ ref('int_submissions__effective') }}
    where form_id = 'F05'
),

rostered_schools as (
    select distinct scope_code as school_code from {{ ref('int_submissions__effective') }}
    where form_id = 'F07'
),

named as (
    select
        staff_token,
        max(semester) as semester
    from {{ ref('int_staff_rows') }}
    group by staff_token
),

in_post as (
    select distinct staff.staff_token
    from {{ ref('int_staff_rows') }} as staff
    inner join named on staff.staff_token = named.staff_token and staff.semester = named.semester
    where
        staff.valid_from <= {{ last_complete_day() }}
        and (staff.valid_to is null or staff.valid_to >= {{ last_complete_day() }})
),

moves as (
    select
        school_code,
        case_id,
        from_on,
        level_code,
        lag(level_code) over (partition by school_code, case_id order by from_on) as level_before
    from {{ ref('int_case_levels') }}
),

move_rows as (
    select
        *,
        row_number() over (
            partition by school_code, case_id, level_on order by period desc
        ) as recency
    from {{ ref('int_case_rows') }}
),

recorded as (
    select distinct
        moves.school_code,
        moves.case_id,
        moves.from_on
    from moves
    inner join {{ ref('int_followup_events') }} as events
        on
            moves.school_code = events.school_code
            and moves.case_id = events.case_id
            and moves.level_code = events.new_level
    inner join {{ ref('int_parameters') }} as parameters
        on
            parameters.parameter = 'level_record_days'
            and {{ holds_on('parameters', 'moves.from_on') }}
            and abs({{ days_between('moves.from_on', 'events.event_on') }})
            <= cast(parameters.value as integer)
)

select
    'X03' as rule_id,
    cases.submission_id,
    'F04' as form_id,
    cases.last_period as period,
    cases.school_code,
    cases.sheet,
    cases.row_number,
    'entry_source' as column_name,
    cases.explain_code is not null as is_explained,
    cases.case_id as subject,
    cast(null as string) as reason,
    levels.label as value_words,
    cast(null as string) as limit_words,
    cast(null as string) as other_school_code
from {{ ref('int_current_cases') }} as cases
inner join {{ ref('code_risk_level') }} as levels on cases.level_code = levels.level_code
inner join tested_schools
    on
        cases.school_code = tested_schools.school_code
        and substr({{ semester_of('cases.opened_on') }}, 1, 9) = tested_schools.school_year
left join flagged_pupils on cases.pupil_token = flagged_pupils.pupil_token
where
    cases.entry_source = 'screening'
    and cases.level_code in ('moderate', 'severe')
    and not cases.is_closed
    and flagged_pupils.pupil_token is null
union all
select
    'X04' as rule_id,
    items.submission_id,
    'F02' as form_id,
    items.round_id as period,
    items.school_code,
    items.sheet,
    items.row_number,
    'pupil_token' as column_name,
    false as is_explained,
    items.pupil_token as subject,
    cast(null as string) as reason,
    cast(items.test_date as string) as value_words,
    cast(clocks.due_on as string) as limit_words,
    cast(null as string) as other_school_code
from {{ ref('fct_review_items') }} as items
inner join {{ ref('int_working_clocks') }} as clocks
    on clocks.clock = 'case_opening_days' and items.test_date = clocks.day
inner join {{ ref('code_form') }} as forms on forms.form_id = 'F04' and items.test_date >= forms.valid_from
inner join {{ ref('int_latest_registers') }} as registers
    on
        items.school_code = registers.school_code
        and registers.period >= {{ month_label('clocks.due_on') }}
left join open_spans
    on
        items.pupil_token = open_spans.pupil_token
        and clocks.due_on >= open_spans.from_on
        and (open_spans.until_on is null or items.test_date < open_spans.until_on)
where clocks.due_on <= {{ last_complete_day() }} and open_spans.pupil_token is null
union all
select
    'X06' as rule_id,
    cases.submission_id,
    'F04' as form_id,
    cases.last_period as period,
    cases.school_code,
    cases.sheet,
    cases.row_number,
    'owner_token' as column_name,
    cases.explain_code is not null as is_explained,
    cases.case_id as subject,
    '责任人' as reason,
    cases.owner_token as value_words,
    cast({{ last_complete_day() }} as string) as limit_words,
    cast(null as string) as other_school_code
from {{ ref('int_current_cases') }} as cases
inner join rostered_schools on cases.school_code = rostered_schools.school_code
left join in_post on cases.owner_token = in_post.staff_token
where cases.owner_token is not null and not cases.is_closed and in_post.staff_token is null
union all
select
    'X94' as rule_id,
    move_rows.submission_id,
    'F04' as form_id,
    move_rows.period,
    moves.school_code,
    move_rows.sheet,
    move_rows.row_number,
    'level' as column_name,
    move_rows.explain_code is not null as is_explained,
    moves.case_id as subject,
    '台账于' || cast(moves.from_on as string) || '调为' || levels.label || '，前后数日内没有相应的随访记录'
        as reason,
    cast(null as string) as value_words,
    cast(null as string) as limit_words,
    cast(null as string) as other_school_code
from moves
inner join {{ ref('code_risk_level') }} as levels on moves.level_code = levels.level_code
inner join move_rows
    on
        move_rows.recency = 1
        and moves.school_code = move_rows.school_code
        and moves.case_id = move_rows.case_id
        and moves.from_on = move_rows.level_on
inner join {{ ref('int_parameters') }} as parameters
    on
        parameters.parameter = 'level_record_days'
        and {{ holds_on('parameters', 'moves.from_on') }}
        and {{ add_days('moves.from_on', 'parameters.value') }} <= {{ last_complete_day() }}
inner join followups
    on
        moves.school_code = followups.school_code
        and {{ month_label(add_days('moves.from_on', 'parameters.value')) }} = followups.period
left join recorded
    on
        moves.school_code = recorded.school_code
        and moves.case_id = recorded.case_id
        and moves.from_on = recorded.from_on
where moves.level_before is not null and recorded.case_id is null
