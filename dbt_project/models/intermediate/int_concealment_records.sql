-- Records that show something was kept back, one row each: X04 a pupil flagged without a case (settled when
-- a case is opened after all), X98 a register suddenly empty. Cases as such are no fault.
with flagged as (
    select
        cases.submission_id,
        cases.form_id,
        cases.period,
        cases.school_code,
        cases.sheet,
        cases.row_number,
        cases.subject as pupil_token,
        cast(cases.limit_words as date) as due_on
    from {{ ref('int_cross__cases') }} as cases
    where cases.rule_id = 'X04'
),

openings as (
    select
        cases.pupil_token,
        spans.from_on
    from {{ ref('int_cases') }} as cases
    inner join {{ ref('int_case_spans') }} as spans
        on cases.school_code = spans.school_code and cases.case_id = spans.case_id
    where not spans.is_closed
),

settled as (
    select
        flagged.submission_id,
        flagged.school_code,
        flagged.sheet,
        flagged.row_number,
        min(openings.from_on) as settled_on
    from flagged
    inner join openings
        on flagged.pupil_token = openings.pupil_token and flagged.due_on < openings.from_on
    group by flagged.submission_id, flagged.school_code, flagged.sheet, flagged.row_number
),

found as (
    select
        'X04' as rule_id,
        flagged.submission_id,
        flagged.form_id,
        flagged.period,
        flagged.school_code,
        flagged.sheet,
        flagged.row_number,
        flagged.due_on as found_on,
        settled.settled_on
    from flagged
    left join settled
        on
            flagged.submission_id = settled.submission_id
            and flagged.school_code = settled.school_code
            and flagged.sheet = settled.sheet
            and flagged.row_number = settled.row_number
    union all
    select
        registers.rule_id,
        registers.submission_id,
        registers.form_id,
        registers.period,
        registers.school_code,
        registers.sheet,
        registers.row_number,
        {{ period_starts_on('registers.period') }} as found_on,
        cast(null as date) as settled_on
    from {{ ref('int_cross__registers') }} as registers
    where registers.rule_id = 'X98'
)

select
    found.*,
    schools.unit_code
from found
inner join {{ ref('dim_school') }} as schools on found.school_code = schools.school_code
