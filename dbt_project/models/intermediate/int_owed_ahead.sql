-- What will be owed after the last period the warehouse speaks of: for reminders, which are needed most when
-- nothing comes in and the knowledge clock stands still. Until a register or roster says otherwise, whoever
-- owed a form's last period owes the next ones. No figure reads this.
with last_periods as (
    select
        form_id,
        unit_code,
        max(period) as period
    from {{ ref('fct_expected_submissions') }}
    group by form_id, unit_code
)

select
    ahead.form_id,
    ahead.period,
    ahead.unit_code,
    expected.scope_code,
    ahead.due_on,
    effective.submission_id is not null as is_received
from {{ ref('int_form_periods') }} as ahead
inner join last_periods
    on
        ahead.form_id = last_periods.form_id
        and ahead.unit_code = last_periods.unit_code
        and ahead.period > last_periods.period
inner join {{ ref('fct_expected_submissions') }} as expected
    on
        last_periods.form_id = expected.form_id
        and last_periods.unit_code = expected.unit_code
        and last_periods.period = expected.period
left join {{ ref('int_submissions__effective') }} as effective
    on
        ahead.form_id = effective.form_id
        and ahead.period = effective.period
        and expected.scope_code = effective.scope_code
where ahead.due_on <= {{ add_months('cast(' ~ known_at() ~ ' as date)', 12) }}
