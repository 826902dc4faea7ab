-- The city's two series of weekly notes at each month's end: how many weeks without a gap, since when, and
-- the last number. A run that has ended is 0 weeks long and names the week that was missed.
with series as (
    select
        code as series_code,
        label as series_name,
        sort_no
    from {{ ref('code_item') }}
    where list_name = 'activity_type' and code in ('mind_note', 'family_note')
)

select
    figures.month,
    series.series_code,
    series.series_name,
    cast(series.sort_no as integer) as sort_no,
    figures.status,
    figures.is_partial,
    cast(figures.numerator as integer) as streak_weeks,
    case when figures.status = 'ok' then runs.run_started_on end as run_started_on,
    case when figures.status = 'ok' then runs.first_ever_on end as first_posted_on,
    case when figures.status = 'ok' then readers.last_posted_on end as last_posted_on,
    case when figures.status = 'ok' then cast(readers.last_issue_no as integer) end as last_issue_no,
    case when figures.status = 'ok' then cast(runs.posted_weeks as integer) end as posted_weeks,
    case when figures.status = 'ok' then runs.missed_week_on end as missed_week_on
from {{ ref('fct_figures') }} as figures
inner join series on figures.slice = series.series_code
left join {{ ref('int_note_runs') }} as runs
    on figures.month = runs.month and series.series_code = runs.series
left join {{ ref('int_note_views') }} as readers
    on figures.month = readers.month and series.series_code = readers.series
where figures.metric_id = 'M35' and figures.variant = 'c'
