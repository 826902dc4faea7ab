-- Who is to be reminded of what, and on which days: one row a unit, form, period and step of the ladder,
-- as long as something of it is missing. Which day it is, only the night knows.
with scopes as (
    select
        unit_code,
        form_id,
        period,
        due_on,
        is_received,
        has_receipt and not is_received as is_returned
    from {{ ref('fct_expected_submissions') }}
    union all
    select
        unit_code,
        form_id,
        period,
        due_on,
        is_received,
        false as is_returned
    from {{ ref('int_owed_ahead') }}
),

owed as (
    select
        unit_code,
        form_id,
        period,
        due_on,
        count(*) as expected_count,
        cast(sum(case when is_received then 1 else 0 end) as bigint) as received_count,
        cast(sum(case when is_received then 0 else 1 end) as bigint) as missing_count,
        cast(sum(case when is_returned then 1 else 0 end) as bigint) as returned_count
    from scopes
    group by unit_code, form_id, period, due_on
)

select
    owed.unit_code,
    units.unit_name,
    units.sort_no,
    owed.form_id,
    forms.name_zh as form_name,
    owed.period,
    owed.due_on,
    steps.step_code,
    steps.step_label,
    {{ add_days('owed.due_on', 'steps.first_day') }} as send_from,
    {{ add_days('owed.due_on', 'steps.last_day') }} as send_until,
    steps.is_copied_to_leaders,
    owed.expected_count,
    owed.received_count,
    owed.missing_count,
    owed.returned_count
from owed
inner join {{ ref('standard_reminder') }} as steps on {{ holds_on('steps', 'owed.due_on') }}
inner join {{ ref('dim_unit') }} as units on owed.unit_code = units.unit_code
inner join {{ ref('code_form') }} as forms on owed.form_id = forms.form_id
where owed.missing_count > 0
