-- The weeks of the city's two series of notes: one row a series and ISO week in which a note went out or a
-- pause was told of. A number sent out twice counts by its first week; a week with a note is no pause.
with own as (
    select
        *,
        {{ week_starts_on('start_on') }} as week_on
    from {{ ref('int_activity_rows') }}
    where is_note and is_city_own
),

posted as (
    select
        activity_type as series,
        week_on,
        min(start_on) as first_on
    from own
    where standing = 'counts'
    group by activity_type, week_on
),

paused as (
    select distinct
        own.activity_type as series,
        {{ week_starts_on('days.day') }} as week_on
    from own
    inner join {{ ref('calendar_working_day') }} as days on days.day between own.start_on and own.end_on
    where own.standing = 'paused'
)

select
    coalesce(posted.series, paused.series) as series,
    coalesce(posted.week_on, paused.week_on) as week_on,
    posted.first_on,
    posted.week_on is not null as is_posted
from posted
full outer join paused on posted.series = paused.series and posted.week_on = paused.week_on
