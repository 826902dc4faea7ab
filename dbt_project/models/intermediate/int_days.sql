-- Every day of the calendar, numbered the two ways clocks count: working days, and days outside the school
-- vacations.
with vacation_days as (
    select distinct days.day
    from {{ ref('calendar_working_day') }} as days
    inner join {{ ref('calendar_vacation') }} as vacations
        on days.day between vacations.starts_on and vacations.ends_on
)

select
    days.day,
    days.is_working_day,
    vacation_days.day is null as is_school_day,
    sum(case when days.is_working_day then 1 else 0 end) over (order by days.day) as working_no,
    sum(case when vacation_days.day is null then 1 else 0 end) over (order by days.day) as school_no
from {{ ref('calendar_working_day') }} as days
left join vacation_days on days.day = vacation_days.day
