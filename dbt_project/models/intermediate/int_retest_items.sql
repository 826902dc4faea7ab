-- Pupils whose first attempt of a school year gave no valid result (void, or begun and not finished), with
-- the day by which a valid one was to follow. The first attempt is the lowest number of the first round;
-- where several instruments share it, one valid result is enough. Any valid result makes up for it,
-- whichever instrument and school it comes from, since it is what M02 counts.
with failed as (
    select distinct
        school_year,
        pupil_token
    from {{ ref('fct_screening_tests') }}
    where not is_valid
),

attempts as (
    select
        tests.school_year,
        tests.pupil_token,
        tests.school_code,
        tests.test_date,
        tests.is_valid,
        rank() over (
            partition by tests.school_year, tests.pupil_token
            order by tests.round_id, tests.attempt_no, tests.test_date
        ) as place
    from {{ ref('fct_screening_tests') }} as tests
    inner join failed
        on tests.school_year = failed.school_year and tests.pupil_token = failed.pupil_token
),

firsts as (
    select
        school_year,
        pupil_token,
        min(school_code) as school_code,
        min(test_date) as first_on
    from attempts
    where place = 1
    group by school_year, pupil_token
    having max(case when is_valid then 1 else 0 end) = 0
),

items as (
    select
        firsts.*,
        {{ add_days('firsts.first_on', 'parameters.value') }} as due_on
    from firsts
    inner join {{ ref('int_parameters') }} as parameters
        on parameters.parameter = 'retest_days' and {{ holds_on('parameters', 'firsts.first_on') }}
),

retested as (
    select
        items.school_year,
        items.pupil_token,
        min(attempts.test_date) as retested_on
    from items
    inner join attempts
        on
            items.school_year = attempts.school_year
            and items.pupil_token = attempts.pupil_token
            and attempts.is_valid
            and items.first_on <= attempts.test_date
            and items.due_on >= attempts.test_date
    group by items.school_year, items.pupil_token
)

select
    items.school_year,
    items.pupil_token,
    items.school_code,
    items.first_on,
    items.due_on,
    retested.retested_on,
    retested.retested_on is not null as is_retested
from items
left join retested
    on items.school_year = retested.school_year and items.pupil_token = retested.pupil_token
