-- Month by month the schools whose case registers are asked for, and whether they speak. A month that is over
-- needs its own register and follow-ups; while it runs, those of the last period that fell due will do.
with asked as (
    select
        months.month,
        months.as_of_on,
        forms.form_id,
        case
            when months.as_of_on < months.ends_on then coalesce(max(periods.period), '')
            else months.month
        end as from_period
    from {{ ref('dim_month') }} as months
    inner join {{ ref('code_form') }} as forms on forms.form_id in ('F04', 'F05')
    left join {{ ref('int_form_periods') }} as periods
        on
            forms.form_id = periods.form_id
            and months.month >= periods.period
            and periods.due_on < cast({{ known_at() }} as date)
    group by months.month, months.as_of_on, months.ends_on, forms.form_id
),

received as (
    select
        asked.month,
        effective.scope_code as school_code,
        max(effective.unit_code) as unit_code,
        max(case when asked.form_id = 'F04' then 1 else 0 end) = 1 as is_register_received,
        max(case when asked.form_id = 'F05' then 1 else 0 end) = 1 as is_followup_received
    from asked
    inner join {{ ref('int_submissions__effective') }} as effective
        on
            asked.form_id = effective.form_id
            and effective.period between asked.from_period and asked.month
    group by asked.month, effective.scope_code
),

expected as (
    select
        months.month,
        expected.scope_code as school_code,
        expected.unit_code
    from {{ ref('dim_month') }} as months
    inner join {{ ref('int_expected_scopes') }} as expected
        on expected.form_id = 'F04' and months.month = expected.period
)

select
    coalesce(expected.month, received.month) as month,
    coalesce(expected.school_code, received.school_code) as school_code,
    coalesce(expected.unit_code, received.unit_code) as unit_code,
    coalesce(received.is_register_received, false) as is_register_received,
    coalesce(received.is_register_received and received.is_followup_received, false) as is_both_received
from expected
full outer join received
    on expected.month = received.month and expected.school_code = received.school_code
