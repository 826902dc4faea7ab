-- What registers of activities say against rosters, units and each other: X11 somebody of the psychology
-- staff on a list and on no roster · X12 counties that are none of the twenty · X18 one activity, or one
-- number, registered twice · X19 a list or award of no registered activity · X20 a training above the school
-- without a list.
with activities as (
    select * from {{ ref('int_activity_rows') }}
),

people as (
    select
        'F11P' as sheet_id,
        rows_of_list.submission_id,
        effective.period,
        effective.unit_code,
        rows_of_list.sheet,
        rows_of_list.row_number,
        rows_of_list.activity_id,
        rows_of_list.staff_token,
        rows_of_list.attendee_role,
        rows_of_list.explain_code
    from {{ ref('stg_f11_attendance') }} as rows_of_list
    inner join {{ ref('int_submissions__effective') }} as effective
        on effective.form_id = 'F11' and rows_of_list.submission_id = effective.submission_id
    union all
    select
        'F11A' as sheet_id,
        awards.submission_id,
        effective.period,
        effective.unit_code,
        awards.sheet,
        awards.row_number,
        awards.activity_id,
        awards.staff_token,
        cast(null as string) as attendee_role,
        awards.explain_code
    from {{ ref('stg_f11_award') }} as awards
    inner join {{ ref('int_submissions__effective') }} as effective
        on effective.form_id = 'F11' and awards.submission_id = effective.submission_id
),

rostered_units as (
    select distinct unit_code
    from {{ ref('int_submissions__effective') }}
    where form_id = 'F07'
),

rostered as (
    select distinct staff_token
    from {{ ref('int_staff_rows') }}
),

listed as (
    select distinct activity_id
    from people
    where sheet_id = 'F11P'
),

-- Of the codes in a list, those that are one of the twenty; what is over is none, or stands twice.
foreign_counties as (
    select
        activities.submission_id,
        activities.row_number,
        length(activities.county_codes) - length(replace(activities.county_codes, ';', '')) + 1
        - count(units.unit_code) as foreign_count
    from activities
    left join {{ ref('dim_unit') }} as units
        on units.is_county_level and {{ list_has('activities.county_codes', 'units.unit_code') }}
    where activities.county_codes is not null
    group by activities.submission_id, activities.row_number, activities.county_codes
)

select
    'X11' as rule_id,
    people.submission_id,
    people.period,
    people.unit_code,
    people.sheet,
    people.row_number,
    'staff_token' as column_name,
    people.explain_code is not null as is_explained,
    people.activity_id as subject,
    people.staff_token as value_words,
    cast(null as string) as reason,
    cast(null as string) as other_unit_code
from people
inner join rostered_units on people.unit_code = rostered_units.unit_code
left join rostered on people.staff_token = rostered.staff_token
where people.attendee_role in ('psych_teacher', 'researcher') and rostered.staff_token is null
union all
select
    'X12' as rule_id,
    activities.submission_id,
    activities.period,
    activities.unit_code,
    activities.sheet,
    activities.row_number,
    'county_codes' as column_name,
    false as is_explained,
    activities.activity_id as subject,
    cast(foreign_counties.foreign_count as string) || '个单位' as value_words,
    cast(null as string) as reason,
    cast(null as string) as other_unit_code
from activities
inner join foreign_counties
    on
        activities.submission_id = foreign_counties.submission_id
        and activities.row_number = foreign_counties.row_number
where foreign_counties.foreign_count > 0
union all
select
    'X18' as rule_id,
    submission_id,
    period,
    unit_code,
    sheet,
    row_number,
    case standing when 'same_issue' then 'issue_no' when 'same_number' then 'activity_id' else 'title' end
        as column_name,
    standing = 'counts' as is_explained,
    activity_id as subject,
    cast(null as string) as value_words,
    case standing
        when 'same_issue' then '周签第' || cast(issue_no as string) || '期在' || counted_as || '已经登记'
        when 'same_number' then '同一活动编号在以后月份的表里又登记了一次'
        else '起止日期、名称、层级都相同的活动'
    end as reason,
    other_unit_code
from activities
where
    standing in ('same_issue', 'same_number', 'other_organiser')
    or (standing = 'counts' and other_unit_code is not null)
union all
select
    'X19' as rule_id,
    people.submission_id,
    people.period,
    people.unit_code,
    people.sheet,
    people.row_number,
    'activity_id' as column_name,
    false as is_explained,
    people.activity_id as subject,
    people.staff_token as value_words,
    case people.sheet_id when 'F11A' then '获奖名单' else '参加名单' end as reason,
    cast(null as string) as other_unit_code
from people
left join activities on people.activity_id = activities.activity_id
where activities.activity_id is null
union all
select
    'X20' as rule_id,
    activities.submission_id,
    activities.period,
    activities.unit_code,
    activities.sheet,
    activities.row_number,
    'activity_id' as column_name,
    activities.explain_code is not null as is_explained,
    activities.activity_id as subject,
    cast(null as string) as value_words,
    cast(null as string) as reason,
    cast(null as string) as other_unit_code
from activities
left join listed on activities.activity_id = listed.activity_id
where
    activities.standing = 'counts'
    and activities.activity_type in ('training', 'lecture', 'study_tour')
    and activities.activity_level <> 'school'
    and listed.activity_id is null
