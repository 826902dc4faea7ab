-- M15 and M16, a row a school · M31-b, a row a school with a room or with visits told, and one of a unit
-- of which nothing has come · M32, a row a unit and line. A line is a code: numbers of lines are never added.
with referrals as (
    select
        months.month,
        items.school_code,
        sum(case when items.is_answered then 1 else 0 end) as numerator,
        count(*) as denominator
    from {{ ref('int_referral_items') }} as items
    inner join {{ ref('dim_month') }} as months
        on
            substr({{ semester_of('items.due_on') }}, 1, 9) = months.school_year
            and items.due_on <= months.as_of_on
    group by months.month, items.school_code
),

returns as (
    select
        months.month,
        items.school_code,
        sum(case when items.is_followed then 1 else 0 end) as numerator,
        count(*) as denominator
    from {{ ref('int_return_items') }} as items
    inner join {{ ref('dim_month') }} as months
        on
            substr({{ semester_of('items.due_on') }}, 1, 9) = months.school_year
            and items.due_on <= months.as_of_on
    where not items.is_void
    group by months.month, items.school_code
),

-- Where visits can be expected: a room in use at the month's end, or visits told of.
rooms as (
    select distinct
        latest.month,
        schools.unit_code,
        latest.scope_code as school_code
    from {{ ref('int_latest_reports') }} as latest
    inner join {{ ref('dim_month') }} as months on latest.month = months.month
    inner join {{ ref('stg_f09_room') }} as rooms
        on
            latest.submission_id = rooms.submission_id
            and latest.scope_code = rooms.school_code
            and months.ends_on >= rooms.opened_on
            and (rooms.closed_on is null or months.ends_on <= rooms.closed_on)
    inner join {{ ref('int_school_semesters') }} as schools
        on latest.scope_code = schools.school_code and months.semester = schools.semester
    where latest.form_id = 'F09'
),

visited_schools as (
    select
        month,
        unit_code,
        school_code
    from rooms
    union distinct
    select
        month,
        unit_code,
        school_code
    from {{ ref('int_room_visits') }}
),

pupils as (
    select
        latest.month,
        latest.scope_code as school_code,
        sum(enrolled.enrolled_count) as pupil_count
    from {{ ref('int_latest_reports') }} as latest
    inner join {{ ref('int_enrolment__effective') }} as enrolled
        on
            latest.semester = enrolled.semester
            and latest.scope_code = enrolled.school_code
    where latest.form_id = 'F01' and enrolled.stage_code <> 'preschool'
    group by latest.month, latest.scope_code
),

-- Units that owe the form this semester, or have sent it.
tellers as (
    select
        reports.month,
        reports.unit_code,
        max(case when reports.is_received then 1 else 0 end) = 1 as is_received
    from {{ ref('int_unit_reports') }} as reports
    inner join {{ ref('dim_month') }} as months
        on
            reports.month = months.month
            and months.semester = {{ semester_of('reports.starts_on') }}
    where reports.form_id = 'F10' and (reports.is_owed or reports.is_received)
    group by reports.month, reports.unit_code
),

reports as (
    select
        month,
        unit_code,
        submission_id,
        is_received
    from {{ ref('int_unit_reports') }}
    where form_id = 'F10' and is_current and (is_owed or is_received)
),

lines as (
    select code as line_code
    from {{ ref('code_item') }}
    where list_name = 'line_code'
),

-- Of a unit that reported only its own lines; of a silent one all, since nobody knows which it has.
calls as (
    select
        reports.month,
        reports.unit_code,
        '' as slice,
        reports.is_received,
        coalesce(sum(hotlines.calls_n), 0) as calls_count,
        coalesce(sum(hotlines.answered_n), 0) as answered_count,
        coalesce(sum(hotlines.handed_n), 0) as handed_count,
        coalesce(sum(hotlines.closed_n), 0) as closed_count
    from reports
    left join {{ ref('stg_f10_hotline') }} as hotlines on reports.submission_id = hotlines.submission_id
    group by reports.month, reports.unit_code, reports.is_received
    union all
    select
        reports.month,
        reports.unit_code,
        lines.line_code as slice,
        reports.is_received,
        coalesce(hotlines.calls_n, 0) as calls_count,
        coalesce(hotlines.answered_n, 0) as answered_count,
        coalesce(hotlines.handed_n, 0) as handed_count,
        coalesce(hotlines.closed_n, 0) as closed_count
    from reports
    cross join lines
    left join {{ ref('stg_f10_hotline') }} as hotlines
        on
            reports.submission_id = hotlines.submission_id
            and lines.line_code = hotlines.line_code
    where hotlines.line_code is not null or not reports.is_received
),

variants as (
    select 'a' as variant
    union all
    select 'b' as variant
    union all
    select 'c' as variant
    union all
    select 'd' as variant
    union all
    select 'f' as variant
)

select
    schools.month,
    schools.unit_code,
    schools.school_code,
    'M15' as metric_id,
    '' as variant,
    '' as slice,
    true as is_expected,
    schools.is_both_received as is_received,
    cast(coalesce(referrals.numerator, 0) as decimal(18, 2)) as numerator,
    cast(coalesce(referrals.denominator, 0) as decimal(18, 2)) as denominator
from {{ ref('int_case_reporting') }} as schools
left join referrals on schools.month = referrals.month and schools.school_code = referrals.school_code
union all
select
    schools.month,
    schools.unit_code,
    schools.school_code,
    'M16' as metric_id,
    '' as variant,
    '' as slice,
    true as is_expected,
    schools.is_both_received as is_received,
    coalesce(returns.numerator, 0) as numerator,
    coalesce(returns.denominator, 0) as denominator
from {{ ref('int_case_reporting') }} as schools
left join returns on schools.month = returns.month and schools.school_code = returns.school_code
union all
-- Per thousand pupils: visits a thousandfold over pupils, so that both stay whole numbers.
select
    schools.month,
    schools.unit_code,
    schools.school_code,
    'M31' as metric_id,
    'b' as variant,
    '' as slice,
    true as is_expected,
    visits.school_code is not null and pupils.school_code is not null as is_received,
    coalesce(visits.visits_n, 0) * 1000 as numerator,
    coalesce(pupils.pupil_count, 0) as denominator
from visited_schools as schools
left join {{ ref('int_room_visits') }} as visits
    on schools.month = visits.month and schools.school_code = visits.school_code
left join pupils on schools.month = pupils.month and schools.school_code = pupils.school_code
union all
select
    tellers.month,
    tellers.unit_code,
    cast(null as string) as school_code,
    'M31' as metric_id,
    'b' as variant,
    '' as slice,
    true as is_expected,
    false as is_received,
    0 as numerator,
    0 as denominator
from tellers
left join visited_schools
    on tellers.month = visited_schools.month and tellers.unit_code = visited_schools.unit_code
where not tellers.is_received and visited_schools.school_code is null
union all
select
    calls.month,
    calls.unit_code,
    cast(null as string) as school_code,
    'M32' as metric_id,
    variants.variant,
    calls.slice,
    true as is_expected,
    calls.is_received,
    case variants.variant
        when 'a' then calls.calls_count
        when 'c' then calls.handed_count
        when 'd' then calls.closed_count
        else calls.answered_count
    end as numerator,
    case when variants.variant = 'f' then calls.calls_count end as denominator
from calls
cross join variants
