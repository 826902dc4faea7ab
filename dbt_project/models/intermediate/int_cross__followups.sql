-- What follow-ups say against the case register and the roster: X05 of a case that does not exist, before it
-- was opened or after it was closed · X06 by someone not in post that day · X94 a new level that the register
-- does not show. Nothing is asked before the register of that month has come.
with registered as (
    select
        scope_code as school_code,
        max(period) as last_period
    from {{ ref('int_submissions__effective') }}
    where form_id = 'F04'
    group by scope_code
),

events as (
    select events.*
    from {{ ref('int_followup_events') }} as events
    inner join registered
        on events.school_code = registered.school_code and events.period <= registered.last_period
),

rostered_schools as (
    select distinct scope_code as school_code from {{ ref('int_submissions__effective') }}
    where form_id = 'F07'
),

named as (
    select
        events.submission_id,
        events.row_number,
        max(staff.semester) as semester
    from {{ ref('int_followup_events') }} as events
    inner join {{ ref('int_staff_rows') }} as staff
        on
            events.by_token = staff.staff_token
            and {{ semester_of('events.event_on') }} >= staff.semester
    group by events.submission_id, events.row_number
),

in_post as (
    select distinct
        events.submission_id,
        events.row_number
    from {{ ref('int_followup_events') }} as events
    left join named
        on events.submission_id = named.submission_id and events.row_number = named.row_number
    inner join {{ ref('int_staff_rows') }} as staff
        on
            events.by_token = staff.staff_token
            and staff.semester >= coalesce(named.semester, '')
            and events.event_on >= staff.valid_from
            and (staff.valid_to is null or events.event_on <= staff.valid_to)
),

shown as (
    select distinct
        events.submission_id,
        events.row_number
    from events
    inner join {{ ref('int_parameters') }} as parameters
        on
            parameters.parameter = 'level_record_days'
            and {{ holds_on('parameters', 'events.event_on') }}
    inner join {{ ref('int_case_levels') }} as levels
        on
            events.school_code = levels.school_code
            and events.case_id = levels.case_id
            and events.new_level = levels.level_code
            and levels.from_on <= {{ add_days('events.event_on', 'parameters.value') }}
            and (
                levels.until_on is null
                or {{ add_days('levels.until_on', 'parameters.value') }} > events.event_on
            )
),

ends as (
    select
        school_code,
        case_id,
        from_on,
        until_on
    from {{ ref('int_case_spans') }}
    where is_closed
),

found as (
    select
        'X05' as rule_id,
        events.*,
        'case_id' as column_name,
        false as is_explained,
        case
            when cases.case_id is null then '个案台账中没有这个个案'
            when events.event_on < cases.opened_on
                then '早于纳入日期' || cast(cases.opened_on as string)
            else '个案已于' || cast(ends.from_on as string) || '结束'
        end as reason,
        cast(events.event_on as string) as value_words,
        cast(null as string) as limit_words
    from events
    left join {{ ref('int_cases') }} as cases
        on events.school_code = cases.school_code and events.case_id = cases.case_id
    left join ends
        on
            events.school_code = ends.school_code
            and events.case_id = ends.case_id
            and events.event_on > ends.from_on
            and (ends.until_on is null or events.event_on < ends.until_on)
    where cases.case_id is null or events.event_on < cases.opened_on or ends.case_id is not null
    union all
    select
        'X06' as rule_id,
        events.*,
        'by_token' as column_name,
        events.explain_code is not null as is_explained,
        '执行人' as reason,
        events.by_token as value_words,
        cast(events.event_on as string) as limit_words
    from {{ ref('int_followup_events') }} as events
    inner join rostered_schools on events.school_code = rostered_schools.school_code
    left join in_post
        on events.submission_id = in_post.submission_id and events.row_number = in_post.row_number
    where events.by_token is not null and in_post.row_number is null
    union all
    select
        'X94' as rule_id,
        events.*,
        'new_level' as column_name,
        events.explain_code is not null as is_explained,
        '随访于' || cast(events.event_on as string) || '记为调整到' || levels.label || '，台账没有显示'
            as reason,
        cast(null as string) as value_words,
        cast(null as string) as limit_words
    from events
    inner join {{ ref('code_risk_level') }} as levels on events.new_level = levels.level_code
    inner join {{ ref('int_cases') }} as cases
        on events.school_code = cases.school_code and events.case_id = cases.case_id
    left join shown
        on events.submission_id = shown.submission_id and events.row_number = shown.row_number
    where shown.row_number is null
)

select
    rule_id,
    submission_id,
    'F05' as form_id,
    period,
    school_code,
    sheet,
    row_number,
    column_name,
    is_explained,
    case_id as subject,
    min(reason) as reason,
    value_words,
    limit_words,
    cast(null as string) as other_school_code
from found
group by
    rule_id, submission_id, period, school_code, sheet, row_number, column_name, is_explained, case_id,
    value_words, limit_words
