-- Rows of the enrolment forms that count, one a school, teaching point, grade and sex; due pupils are those
-- in school less the approved exemptions (suspended, kept on the roll, exempted), refusals stay in.
select
    effective.semester,
    rows.school_code,
    rows.stage as stage_code,
    rows.grade as grade_code,
    grades.sort_no as grade_sort,
    rows.sex,
    rows.enrolled_n as enrolled_count,
    rows.enrolled_n
    - coalesce(rows.suspended_n, 0) - coalesce(rows.retained_n, 0) - coalesce(rows.exempt_n, 0) as due_count,
    coalesce(rows.archived_n, 0) as archived_count,
    rows.submission_id,
    rows.sheet,
    rows.row_number
from {{ ref('stg_f01_enrolment') }} as rows
inner join {{ ref('int_submissions__effective') }} as effective
    on
        effective.form_id = 'F01'
        and rows.submission_id = effective.submission_id
        and rows.school_code = effective.scope_code
inner join {{ ref('code_grade') }} as grades on rows.grade = grades.grade_code
