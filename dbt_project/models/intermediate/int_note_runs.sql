-- The unbroken run of each series of weekly notes at a month's end: weeks with a note, back to the first week
-- that had neither note nor pause; a paused week neither breaks nor counts. The run must reach the last week
-- that was over; the week still running counts once its note is out and breaks nothing until then.
with months as (
    select
        month,
        as_of_on,
        {{ add_days(week_starts_on(add_days('as_of_on', 1)), -7) }} as last_week_on
    from {{ ref('dim_month') }}
),

held as (
    select
        months.month,
        months.last_week_on,
        weeks.series,
        weeks.week_on,
        weeks.first_on,
        weeks.is_posted,
        max(weeks.week_on) over (partition by months.month, weeks.series) as newest_week_on,
        row_number() over (
            partition by months.month, weeks.series order by weeks.week_on desc
        ) as place
    from months
    inner join {{ ref('int_note_weeks') }} as weeks
        on coalesce(weeks.first_on, weeks.week_on) <= months.as_of_on
),

anchored as (
    select
        *,
        greatest(newest_week_on, last_week_on) as anchor_on
    from held
)

select
    month,
    series,
    max(last_week_on) as last_week_on,
    min(case when is_posted then first_on end) as first_ever_on,
    max(case when is_posted then week_on end) as newest_posted_week_on,
    sum(
        case
            when is_posted and {{ days_between('week_on', 'anchor_on') }} = 7 * (place - 1) then 1 else 0
        end
    ) as streak_weeks,
    min(
        case when is_posted and {{ days_between('week_on', 'anchor_on') }} = 7 * (place - 1) then first_on end
    ) as run_started_on,
    sum(case when is_posted then 1 else 0 end) as posted_weeks,
    case
        when max(newest_week_on) < max(last_week_on)
            then {{ add_days('max(newest_week_on)', 7) }}
    end as missed_week_on
from anchored
group by month, series
