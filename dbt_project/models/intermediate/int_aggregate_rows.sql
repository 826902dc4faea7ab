-- Rows of the screening sums (F03) of schools without a platform that count, placed in a stage and a school
-- year. Sums stand only where there is no detail: not in a round whose grade has rows (that is asked about,
-- X95), nor in a school year in which it has any, or its pupils would count twice.
with detail as (
    select
        school_year,
        school_code,
        grade_code,
        round_id
    from {{ ref('int_screening_rows') }}
    group by school_year, school_code, grade_code, round_id
),

years as (
    select distinct
        school_year,
        school_code,
        grade_code
    from detail
)

select
    rows.submission_id,
    rows.sheet,
    rows.row_number,
    effective.period,
    effective.semester,
    substr(effective.semester, 1, 9) as school_year,
    effective.unit_code,
    rows.school_code,
    case when schools.is_special then 'special' else grades.stage_code end as stage_code,
    rows.grade as grade_code,
    grades.sort_no as grade_sort,
    rows.sex,
    rows.instrument,
    rows.tested_n as tested_count,
    rows.valid_n as valid_count,
    rows.refused_n as refused_count,
    rows.normal_n as normal_count,
    rows.mild_n as mild_count,
    rows.moderate_n as moderate_count,
    rows.severe_n as severe_count,
    rows.ended_on,
    rows.explain_code,
    detail.round_id is not null as has_detail,
    years.school_code is not null as has_detail_this_year
from {{ ref('stg_f03_aggregate') }} as rows
inner join {{ ref('int_submissions__effective') }} as effective
    on
        effective.form_id = 'F03'
        and rows.submission_id = effective.submission_id
        and rows.school_code = effective.scope_code
inner join {{ ref('int_school_semesters') }} as schools
    on rows.school_code = schools.school_code and effective.semester = schools.semester
inner join {{ ref('code_grade') }} as grades on rows.grade = grades.grade_code
left join detail
    on
        rows.school_code = detail.school_code
        and rows.grade = detail.grade_code
        and effective.period = detail.round_id
left join years
    on
        rows.school_code = years.school_code
        and rows.grade = years.grade_code
        and substr(effective.semester, 1, 9) = years.school_year
