-- X01: more pupils in a round's rows than the school has enrolled in that grade and sex. The enrolment
-- compared is the latest of the school year up to the round's semester; a school without one is not
-- compared.
with screened as (
    select
        submission_id,
        round_id,
        semester,
        school_year,
        school_code,
        grade_code,
        sex,
        count(distinct pupil_token) as pupil_count,
        min(sheet) as sheet,
        min(row_number) as row_number
    from {{ ref('int_screening_rows') }}
    group by submission_id, round_id, semester, school_year, school_code, grade_code, sex
),

compared as (
    select
        screened.submission_id,
        screened.school_code,
        max(enrolment.semester) as semester
    from screened
    inner join {{ ref('int_enrolment__effective') }} as enrolment
        on
            screened.school_code = enrolment.school_code
            and screened.semester >= enrolment.semester
            and screened.school_year = substr(enrolment.semester, 1, 9)
    group by screened.submission_id, screened.school_code
),

enrolled as (
    select
        semester,
        school_code,
        grade_code,
        sex,
        sum(enrolled_count) as enrolled_count
    from {{ ref('int_enrolment__effective') }}
    group by semester, school_code, grade_code, sex
)

select
    'X01' as rule_id,
    screened.submission_id,
    screened.round_id as period,
    screened.school_code,
    screened.sheet,
    screened.row_number,
    screened.grade_code,
    screened.sex,
    screened.pupil_count,
    coalesce(enrolled.enrolled_count, 0) as enrolled_count
from screened
inner join compared
    on screened.submission_id = compared.submission_id and screened.school_code = compared.school_code
left join enrolled
    on
        compared.semester = enrolled.semester
        and screened.school_code = enrolled.school_code
        and screened.grade_code = enrolled.grade_code
        and screened.sex = enrolled.sex
where screened.pupil_count > coalesce(enrolled.enrolled_count, 0)
