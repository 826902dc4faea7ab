-- Months from the first period anything was sent for to the month of the knowledge clock, not beyond.
-- Facts of a month are those dated up to as_of_on: its last day, or the last day that was over.
with days as (
    select
        day,
        {{ month_label('day') }} as month
    from {{ ref('calendar_working_day') }}
),

first_period as (
    select
        min(
            case
                when length(period) = 7 then period
                when substr(semester, 11, 1) = '1' then substr(semester, 1, 4) || '-09'
                else substr(semester, 6, 4) || '-02'
            end
        ) as month
    from {{ ref('int_scope_receipts') }}
    where is_accepted
),

months as (
    select
        days.month,
        min(days.day) as starts_on,
        max(days.day) as ends_on
    from days
    inner join first_period on days.month >= first_period.month
    where days.month <= {{ month_label('cast(' ~ known_at() ~ ' as date)') }}
    group by days.month
),

placed as (
    select
        month,
        starts_on,
        ends_on,
        {{ semester_of('starts_on') }} as semester
    from months
)

select
    month,
    starts_on,
    ends_on,
    least(ends_on, {{ last_complete_day() }}) as as_of_on,
    semester,
    substr(semester, 1, 9) as school_year,
    substr(semester, 1, 9) || '-1' as autumn_semester,
    case
        when substr(semester, 11, 1) = '2' then substr(semester, 1, 9) || '-1'
        else
            cast(cast(substr(semester, 1, 4) as integer) - 1 as string) || '-'
            || substr(semester, 1, 4) || '-2'
    end as previous_semester,
    {{ month_label(add_months('starts_on', -1)) }} as previous_month,
    {{ month_label(add_months('starts_on', -12)) }} as same_month_last_year
from placed
