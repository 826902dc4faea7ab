-- Rows of the screening forms that count, placed in a stage and a school year. A test dated outside the
-- school year of its round is no attempt of that year.
with placed as (
    select
        rows.*,
        effective.semester,
        substr(effective.semester, 1, 9) as school_year,
        effective.unit_code,
        case when schools.is_special then 'special' else grades.stage_code end as stage_code,
        grades.sort_no as grade_sort
    from {{ ref('stg_f02_screening') }} as rows
    inner join {{ ref('int_submissions__effective') }} as effective
        on
            effective.form_id = 'F02'
            and rows.submission_id = effective.submission_id
            and rows.school_code = effective.scope_code
    inner join {{ ref('int_school_semesters') }} as schools
        on rows.school_code = schools.school_code and effective.semester = schools.semester
    inner join {{ ref('code_grade') }} as grades on rows.grade = grades.grade_code
)

select
    placed.submission_id,
    placed.sheet,
    placed.row_number,
    placed.round_id,
    placed.semester,
    placed.school_year,
    placed.school_code,
    placed.stage_code,
    placed.grade as grade_code,
    placed.grade_sort,
    placed.sex,
    placed.pupil_token,
    placed.instrument,
    placed.instrument_version,
    placed.norm_set,
    placed.score_scale,
    placed.test_date,
    placed.attempt_no,
    placed.validity_score,
    placed.total_score,
    {%- for n in range(1, 11) %}
    placed.sub_{{ '%02d' | format(n) }},
    {%- endfor %}
    coalesce(placed.crisis_flag, false) as has_crisis,
    placed.level as submitted_level,
    placed.explain_code,
    coalesce(placed.test_date, rounds.window_start, semesters.starts_on) as event_date,
    placed.consent = 'refused' as is_refusal,
    coalesce(
        placed.consent = 'agreed'
        and not placed.is_held
        and coalesce(placed.total_score, placed.validity_score, placed.sub_01) is not null
        and placed.test_date >= cast(substr(placed.school_year, 1, 4) || '-09-01' as date)
        and placed.test_date <= cast(substr(placed.school_year, 6, 4) || '-08-31' as date),
        false
    ) as is_attempt
from placed
inner join {{ ref('calendar_semester') }} as semesters on placed.semester = semesters.semester
left join {{ ref('int_screening_rounds') }} as rounds
    on placed.round_id = rounds.round_id and placed.unit_code = rounds.unit_code
