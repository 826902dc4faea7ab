-- The calendars must reach the knowledge clock, or the latest months would silently be missing.
select
    max(day_rows.day) as last_calendar_on,
    max(semesters.ends_on) as last_semester_on
from {{ ref('calendar_working_day') }} as day_rows
cross join {{ ref('calendar_semester') }} as semesters
having
    max(day_rows.day) < cast({{ known_at() }} as date)
    or max(semesters.ends_on) < cast({{ known_at() }} as date)
