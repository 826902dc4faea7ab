-- What fell due in the month's semester by its end and does not count yet: 未报 nothing came, 退回 what came
-- was turned back or is held.
select
    months.month,
    expected.unit_code,
    expected.form_id,
    expected.period,
    expected.scope_code,
    expected.scope_name,
    expected.due_on,
    case when expected.has_receipt then '退回' else '未报' end as status
from {{ ref('dim_month') }} as months
inner join {{ ref('fct_expected_submissions') }} as expected
    on months.semester = expected.due_semester and months.ends_on >= expected.due_on
where not expected.is_received
