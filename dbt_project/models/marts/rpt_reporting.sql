-- How each unit reported what fell due in the month's semester by its end, form by form and period by
-- period.
select
    months.month,
    expected.unit_code,
    units.unit_name,
    units.sort_no,
    expected.form_id,
    forms.name_zh as form_name,
    expected.period,
    expected.due_on,
    expected.lock_on,
    count(*) as expected_count,
    cast(sum(case when expected.is_received then 1 else 0 end) as bigint) as received_count,
    cast(sum(case when expected.is_on_time then 1 else 0 end) as bigint) as on_time_count,
    cast(sum(case when expected.is_first_pass then 1 else 0 end) as bigint) as first_pass_count,
    cast(sum(expected.resubmission_count) as bigint) as resubmission_count,
    cast(sum(expected.late_correction_count) as bigint) as late_correction_count,
    sum(case when expected.is_received then 1 else 0 end) = 0 as is_silent
from {{ ref('dim_month') }} as months
inner join {{ ref('fct_expected_submissions') }} as expected
    on months.semester = expected.due_semester and months.ends_on >= expected.due_on
inner join {{ ref('dim_unit') }} as units on expected.unit_code = units.unit_code
inner join {{ ref('code_form') }} as forms on expected.form_id = forms.form_id
group by
    months.month, expected.unit_code, units.unit_name, units.sort_no, expected.form_id, forms.name_zh,
    expected.period, expected.due_on, expected.lock_on
