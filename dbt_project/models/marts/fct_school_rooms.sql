-- What each school's rooms come to at a month's end, one row a month and school that owes the form: rooms in
-- use and up to the standard, hours open and meant to be, and whether every line that must hang is on its
-- walls. Hours beyond those meant to be are not counted, so that one room makes up for no other.
with rooms as (
    select
        rooms.*,
        cast({{ parameter('room_open_hours_week', 'months.ends_on') }} as decimal(9, 2)) as planned_hours
    from {{ ref('fct_rooms') }} as rooms
    inner join {{ ref('dim_month') }} as months on rooms.month = months.month
    where rooms.is_in_use
),

sums as (
    select
        month,
        school_code,
        count(*) as room_count,
        sum(case when is_up_to_standard then 1 else 0 end) as standard_count,
        sum(cast(least(open_hours_week, planned_hours) as decimal(18, 2))) as open_hours,
        sum(cast(planned_hours as decimal(18, 2))) as planned_hours
    from rooms
    group by month, school_code
),

wanted as (
    select
        months.month,
        hotlines.code as line_code
    from {{ ref('dim_month') }} as months
    inner join {{ ref('int_parameters') }} as parameters
        on parameters.parameter = 'room_posted_lines' and {{ holds_on('parameters', 'months.ends_on') }}
    inner join {{ ref('code_item') }} as hotlines
        on hotlines.list_name = 'line_code' and {{ list_has('parameters.value', 'hotlines.code') }}
),

hung as (
    select
        rooms.month,
        rooms.school_code,
        wanted.line_code
    from rooms
    inner join wanted
        on rooms.month = wanted.month and {{ list_has('rooms.hotline_posted', 'wanted.line_code') }}
    group by rooms.month, rooms.school_code, wanted.line_code
),

hung_counts as (
    select
        month,
        school_code,
        count(*) as hung_count
    from hung
    group by month, school_code
),

wanted_counts as (
    select
        month,
        count(*) as wanted_count
    from wanted
    group by month
),

owed as (
    select distinct
        months.month,
        periods.unit_code
    from {{ ref('dim_month') }} as months
    inner join {{ ref('int_form_periods') }} as periods
        on periods.form_id = 'F09' and months.semester = periods.period
)

select
    schools.month,
    schools.school_code,
    schools.unit_code,
    owed.unit_code is not null or reports.scope_code is not null as is_expected,
    reports.scope_code is not null as is_room_received,
    reports.scope_code is not null and schools.is_staff_received as is_standard_known,
    coalesce(sums.room_count, 0) as room_count,
    coalesce(sums.standard_count, 0) as standard_count,
    coalesce(sums.open_hours, 0) as open_hours,
    coalesce(sums.planned_hours, 0) as planned_hours,
    coalesce(hung_counts.hung_count = wanted_counts.wanted_count, false) as has_all_lines
from {{ ref('fct_school_staffing') }} as schools
left join owed on schools.month = owed.month and schools.unit_code = owed.unit_code
left join {{ ref('int_latest_reports') }} as reports
    on
        reports.form_id = 'F09'
        and schools.month = reports.month
        and schools.school_code = reports.scope_code
left join sums on schools.month = sums.month and schools.school_code = sums.school_code
left join wanted_counts on schools.month = wanted_counts.month
left join hung_counts
    on schools.month = hung_counts.month and schools.school_code = hung_counts.school_code
