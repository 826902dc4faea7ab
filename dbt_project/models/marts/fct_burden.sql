-- What the forms of the semester so far cost a unit to fill, in estimated minutes: those of each form for
-- every scope and period owed that has begun by the month's end. Beside it the unit's schools that owe any.
select
    months.month,
    expected.unit_code,
    sum(forms.minutes) as minute_count,
    count(distinct case when expected.scope_code <> expected.unit_code then expected.scope_code end)
        as school_count,
    count(*) as report_count,
    count(distinct expected.form_id) as form_count
from {{ ref('dim_month') }} as months
inner join {{ ref('int_expected_scopes') }} as expected
    on
        months.semester = expected.semester
        and months.ends_on >= {{ period_starts_on('expected.period') }}
inner join {{ ref('code_form') }} as forms on expected.form_id = forms.form_id
where expected.unit_code <> '3607'
group by months.month, expected.unit_code
