-- Every deduction with the records behind it, one row a record: school, file, sheet and row, never a pupil's
-- code. The points belong to the rule as a whole and stand on each of its records.
select
    deductions.month,
    deductions.unit_code,
    units.unit_name,
    units.sort_no,
    deductions.rule_id,
    deductions.sort_no as rule_no,
    deductions.record_count,
    deductions.band_label,
    deductions.points,
    deductions.is_banded,
    records.school_code,
    schools.school_name,
    records.form_id,
    records.period,
    submissions.file_name,
    records.sheet,
    records.row_number,
    records.found_on
from {{ ref('int_deductions') }} as deductions
inner join {{ ref('dim_month') }} as months on deductions.month = months.month
inner join {{ ref('dim_unit') }} as units on deductions.unit_code = units.unit_code
inner join {{ ref('int_concealment_records') }} as records
    on
        deductions.unit_code = records.unit_code
        and deductions.rule_id = records.rule_id
        and months.ends_on >= records.found_on
        and months.school_year = substr({{ semester_of('records.found_on') }}, 1, 9)
inner join {{ ref('dim_school') }} as schools on records.school_code = schools.school_code
left join {{ ref('stg_submissions') }} as submissions
    on records.submission_id = submissions.submission_id
