-- The work calendar: what begins, runs and falls due, one row an event. Seasons, screening windows, vacations
-- and the due dates of forms each have a seed of their own; here they stand side by side. An event that all
-- units share stands once; where units differ in their dates, it stands for each of them.
with dues as (
    select
        periods.form_id,
        periods.period,
        periods.due_on,
        count(*) as unit_count,
        sum(count(*)) over (partition by periods.form_id, periods.period) as all_count
    from {{ ref('int_form_periods') }} as periods
    group by periods.form_id, periods.period, periods.due_on
),

windows as (
    select
        rounds.round_id,
        rounds.window_start,
        rounds.window_end,
        count(*) as unit_count,
        sum(count(*)) over (partition by rounds.round_id) as all_count
    from {{ ref('int_screening_rounds') }} as rounds
    group by rounds.round_id, rounds.window_start, rounds.window_end
),

events as (
    select
        spans.kind,
        spans.work_id as subject,
        spans.title_zh as title,
        cast(null as string) as period,
        spans.starts_on,
        spans.ends_on,
        spans.who_zh as who,
        spans.form_id
    from {{ ref('int_work_spans') }} as spans
    union all
    select
        'vacation' as kind,
        vacations.name_zh as subject,
        vacations.name_zh as title,
        cast(null as string) as period,
        vacations.starts_on,
        vacations.ends_on,
        cast(null as string) as who,
        cast(null as string) as form_id
    from {{ ref('calendar_vacation') }} as vacations
    union all
    select
        'screening_window' as kind,
        windows.round_id as subject,
        forms.name_zh as title,
        windows.round_id as period,
        windows.window_start as starts_on,
        windows.window_end as ends_on,
        forms.submitter_zh as who,
        forms.form_id
    from windows
    inner join {{ ref('code_form') }} as forms on forms.form_id = 'F02'
    where windows.unit_count = windows.all_count
    union all
    select
        'screening_window' as kind,
        windows.round_id || ' ' || rounds.unit_code as subject,
        forms.name_zh as title,
        windows.round_id as period,
        windows.window_start as starts_on,
        windows.window_end as ends_on,
        units.unit_name as who,
        forms.form_id
    from windows
    inner join {{ ref('int_screening_rounds') }} as rounds
        on
            windows.round_id = rounds.round_id
            and windows.window_start = rounds.window_start
            and windows.window_end = rounds.window_end
    inner join {{ ref('dim_unit') }} as units on rounds.unit_code = units.unit_code
    inner join {{ ref('code_form') }} as forms on forms.form_id = 'F02'
    where windows.unit_count < windows.all_count
    union all
    select
        'deadline' as kind,
        dues.form_id || ' ' || dues.period as subject,
        forms.name_zh as title,
        dues.period,
        dues.due_on as starts_on,
        dues.due_on as ends_on,
        forms.submitter_zh as who,
        dues.form_id
    from dues
    inner join {{ ref('code_form') }} as forms on dues.form_id = forms.form_id
    where dues.unit_count = dues.all_count
    union all
    select
        'deadline' as kind,
        dues.form_id || ' ' || dues.period || ' ' || periods.unit_code as subject,
        forms.name_zh as title,
        dues.period,
        dues.due_on as starts_on,
        dues.due_on as ends_on,
        units.unit_name as who,
        dues.form_id
    from dues
    inner join {{ ref('int_form_periods') }} as periods
        on
            dues.form_id = periods.form_id
            and dues.period = periods.period
            and dues.due_on = periods.due_on
    inner join {{ ref('dim_unit') }} as units on periods.unit_code = units.unit_code
    inner join {{ ref('code_form') }} as forms on dues.form_id = forms.form_id
    where dues.unit_count < dues.all_count
)

select
    kind,
    subject,
    title,
    period,
    starts_on,
    ends_on,
    who,
    form_id
from events
