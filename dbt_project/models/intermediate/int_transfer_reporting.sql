-- Month by month the units whose transfer slips are asked for, and whether they speak. A month that is over
-- needs its own; while it runs, those of the last month that fell due will do.
with due as (
    select
        months.month,
        periods.unit_code,
        max(periods.period) as from_period
    from {{ ref('dim_month') }} as months
    inner join {{ ref('int_form_periods') }} as periods
        on
            periods.form_id = 'F06'
            and months.month >= periods.period
            and periods.due_on < cast({{ known_at() }} as date)
    group by months.month, periods.unit_code
)

select
    reports.month,
    reports.unit_code,
    max(case when reports.is_owed or reports.is_received then 1 else 0 end) = 1 as is_expected,
    max(case when reports.is_received then 1 else 0 end) = 1 as is_received
from {{ ref('int_unit_reports') }} as reports
inner join {{ ref('dim_month') }} as months on reports.month = months.month
left join due on reports.month = due.month and reports.unit_code = due.unit_code
where
    reports.form_id = 'F06'
    and reports.period
    >= case when months.as_of_on < months.ends_on then coalesce(due.from_period, '') else reports.month end
group by reports.month, reports.unit_code
