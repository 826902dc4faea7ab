-- When each form's period is due and locked in each unit; the city's own register is due from 3607. A
-- deadline is when a submission is late, a lock when a change counts as a correction: two things.
with semester_forms as (
    select
        forms.form_id,
        semesters.semester as period,
        units.unit_code,
        semesters.semester,
        semesters.starts_on as anchored_on
    from {{ ref('code_form') }} as forms
    cross join {{ ref('calendar_semester') }} as semesters
    inner join {{ ref('dim_unit') }} as units
        on units.is_city = (forms.scope_kind = 'city')
    where forms.period_kind = 'semester'
),

round_forms as (
    select
        forms.form_id,
        rounds.round_id as period,
        rounds.unit_code,
        rounds.semester,
        rounds.window_end as anchored_on
    from {{ ref('code_form') }} as forms
    cross join {{ ref('int_screening_rounds') }} as rounds
    where forms.period_kind = 'round'
),

months as (
    select
        {{ month_label('day') }} as period,
        min(day) as starts_on,
        max(day) as ends_on
    from {{ ref('calendar_working_day') }}
    group by {{ month_label('day') }}
),

month_forms as (
    select
        forms.form_id,
        months.period,
        units.unit_code,
        {{ semester_of_period('months.period') }} as semester,
        months.ends_on as anchored_on
    from {{ ref('code_form') }} as forms
    inner join months on {{ holds_on('forms', 'months.starts_on') }}
    inner join {{ ref('dim_unit') }} as units on not units.is_city
    where forms.period_kind = 'month'
),

quarter_forms as (
    select
        forms.form_id,
        {{ quarter_label('months.ends_on') }} as period,
        units.unit_code,
        {{ semester_of('months.starts_on') }} as semester,
        months.ends_on as anchored_on
    from {{ ref('code_form') }} as forms
    inner join months
        on month(months.ends_on) in (3, 6, 9, 12) and {{ holds_on('forms', 'months.starts_on') }}
    inner join {{ ref('dim_unit') }} as units on not units.is_city
    where forms.period_kind = 'quarter'
),

periods as (
    select * from semester_forms
    union all
    select * from quarter_forms
    union all
    select * from round_forms
    union all
    select * from month_forms
)

select
    periods.form_id,
    periods.period,
    periods.unit_code,
    periods.semester,
    {{ add_days('periods.anchored_on', 'deadlines.due_days') }} as due_on,
    {{ add_days('periods.anchored_on', 'deadlines.lock_days') }} as lock_on
from periods
inner join {{ ref('standard_deadline') }} as deadlines
    on
        periods.form_id = deadlines.form_id
        and {{ holds_on('deadlines', 'periods.anchored_on') }}
