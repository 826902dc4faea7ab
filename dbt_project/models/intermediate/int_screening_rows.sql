-- Rows of the screening forms that count, placed in a stage and a school year. Scored under consent, or
-- begun and not finished (有效：否), is an attempt; one dated outside the school year of its round is none of
-- that year. A row without a date (a refusal, a test not finished) is dated by its round's first day.
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
),

dated as (
    select
        placed.*,
        coalesce(placed.test_date, rounds.window_start, semesters.starts_on) as event_date
    from placed
    inner join {{ ref('calendar_semester') }} as semesters on placed.semester = semesters.semester
    left join {{ ref('int_screening_rounds') }} as rounds
        on placed.round_id = rounds.round_id and placed.unit_code = rounds.unit_code
)

select
    submission_id,
    sheet,
    row_number,
    round_id,
    semester,
    school_year,
    school_code,
    stage_code,
    grade as grade_code,
    grade_sort,
    sex,
    pupil_token,
    instrument,
    instrument_version,
    norm_set,
    score_scale,
    event_date,
    attempt_no,
    validity_score,
    total_score,
    sub_01,
    sub_02,
    sub_03,
    sub_04,
    sub_05,
    sub_06,
    sub_07,
    sub_08,
    sub_09,
    sub_10,
    coalesce(crisis_flag, false) as has_crisis,
    level as submitted_level,
    explain_code,
    consent = 'refused' as is_refusal,
    coalesce(
        consent = 'agreed'
        and not is_held
        and (coalesce(total_score, validity_score, sub_01) is not null or not is_valid)
        and event_date >= cast(substr(school_year, 1, 4) || '-09-01' as date)
        and event_date <= cast(substr(school_year, 6, 4) || '-08-31' as date),
        false
    ) as is_attempt
from dated
