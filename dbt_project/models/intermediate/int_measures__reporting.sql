-- M42 as parts: a row a month, unit, form and variant, over what fell due in the month's semester by its
-- end. The city's own register (F00) stands on its own slice, so that the units add up to the city.
with due as (
    select
        months.month,
        expected.unit_code,
        expected.form_id,
        forms.scope_kind = 'city' as is_city_form,
        expected.has_receipt,
        expected.is_on_time,
        expected.is_first_pass,
        expected.resubmission_count,
        expected.late_correction_count
    from {{ ref('dim_month') }} as months
    inner join {{ ref('fct_expected_submissions') }} as expected
        on months.semester = expected.due_semester and months.ends_on >= expected.due_on
    inner join {{ ref('code_form') }} as forms on expected.form_id = forms.form_id
),

sliced as (
    select
        due.*,
        due.form_id as slice
    from due
    union all
    select
        due.*,
        '' as slice
    from due
    where not due.is_city_form
)

select
    month,
    unit_code,
    null as school_code,
    'M42' as metric_id,
    'a' as variant,
    slice,
    true as is_expected,
    true as is_received,
    case when is_on_time then 1 else 0 end as numerator,
    1 as denominator
from sliced
union all
select
    month,
    unit_code,
    null as school_code,
    'M42' as metric_id,
    'b' as variant,
    slice,
    true as is_expected,
    has_receipt as is_received,
    case when is_first_pass then 1 else 0 end as numerator,
    1 as denominator
from sliced
union all
select
    month,
    unit_code,
    null as school_code,
    'M42' as metric_id,
    'c' as variant,
    slice,
    true as is_expected,
    has_receipt as is_received,
    resubmission_count as numerator,
    null as denominator
from sliced
union all
select
    month,
    unit_code,
    null as school_code,
    'M42' as metric_id,
    'd' as variant,
    slice,
    true as is_expected,
    has_receipt as is_received,
    late_correction_count as numerator,
    null as denominator
from sliced
