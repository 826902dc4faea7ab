-- The calendars must reach the knowledge clock, or the latest months would silently be missing.
select
    max(days.day) as last_day,
    max(semesters.ends_on) as last_semester_day
from {{ ref('calendar_working_day') }} as days
cross join {{ ref('calendar_semester') }} as semesters
having
    max(days.day) < cast({{ known_at() }} as date)
    or max(semesters.ends_on) < cast({{ known_at() }} as date)
