-- What a pupil is at the end of every month in which something was reported of him or her, until the next.
-- One row a pupil, basis and month of change, so that months never multiply pupils. Three bases:
--   year    all attempts and refusals of the school year (M02, M03, M05, M08)
--   window  valid tests of the semester's on-time window (M07)
--   group   valid tests of one instrument, version, norm and stage (M09)
-- A pupil stands at the school of the latest valid test; without one, of the latest attempt, then refusal.
-- Nearly all pupils have one event a year: those are taken as they are, and only the others are looked at
-- month by month.
with attempts as (
    select
        tests.school_year,
        tests.semester,
        tests.pupil_token,
        tests.instrument_group,
        tests.test_date,
        tests.test_month,
        case when tests.is_valid then 3 else 2 end as standing,
        tests.attempt_no,
        tests.round_id,
        tests.school_code,
        tests.stage_code,
        tests.grade_sort,
        tests.level_rank,
        tests.is_valid,
        tests.is_valid
        and tests.test_date >= semesters.starts_on
        and tests.test_date
        < {{ add_months('semesters.starts_on', "coalesce(parameters.value, '0')") }} as is_in_window
    from {{ ref('fct_screening_tests') }} as tests
    inner join {{ ref('calendar_semester') }} as semesters on tests.semester = semesters.semester
    left join {{ ref('int_parameters') }} as parameters
        on
            parameters.parameter = 'on_time_window_months'
            and {{ holds_on('parameters', 'semesters.starts_on') }}
),

events as (
    select
        'year' as basis,
        school_year as span,
        '' as part,
        pupil_token,
        test_month as event_month,
        test_date as event_date,
        standing,
        attempt_no,
        round_id,
        school_code,
        stage_code,
        grade_sort,
        level_rank
    from attempts
    union all
    select
        'year' as basis,
        school_year as span,
        '' as part,
        pupil_token,
        {{ month_label('event_date') }} as event_month,
        event_date,
        1 as standing,
        attempt_no,
        round_id,
        school_code,
        stage_code,
        grade_sort,
        null as level_rank
    from {{ ref('int_screening_rows') }}
    where is_refusal
    union all
    select
        'window' as basis,
        semester as span,
        '' as part,
        pupil_token,
        test_month as event_month,
        test_date as event_date,
        standing,
        attempt_no,
        round_id,
        school_code,
        stage_code,
        grade_sort,
        level_rank
    from attempts
    where is_in_window
    union all
    select
        'group' as basis,
        school_year as span,
        instrument_group as part,
        pupil_token,
        test_month as event_month,
        test_date as event_date,
        standing,
        attempt_no,
        round_id,
        school_code,
        stage_code,
        grade_sort,
        level_rank
    from attempts
    where is_valid and level_rank is not null
),

pupils as (
    select
        basis,
        span,
        part,
        pupil_token,
        count(*) as event_count,
        max(event_month) as event_month,
        max(standing) as standing,
        max(school_code) as school_code,
        max(stage_code) as stage_code,
        max(grade_sort) as grade_sort,
        max(level_rank) as level_rank
    from events
    group by basis, span, part, pupil_token
),

repeated as (
    select events.*
    from events
    inner join pupils
        on
            events.basis = pupils.basis
            and events.span = pupils.span
            and events.part = pupils.part
            and events.pupil_token = pupils.pupil_token
    where pupils.event_count > 1
),

moments as (
    select
        basis,
        span,
        part,
        pupil_token,
        event_month,
        lead(event_month) over (
            partition by basis, span, part, pupil_token order by event_month
        ) as until_month
    from (select distinct
        basis,
        span,
        part,
        pupil_token,
        event_month
    from repeated) as changes
),

seen as (
    select
        moments.basis,
        moments.span,
        moments.part,
        moments.pupil_token,
        moments.event_month,
        moments.until_month,
        repeated.standing,
        repeated.school_code,
        repeated.stage_code,
        repeated.grade_sort,
        max(repeated.level_rank) over (
            partition by moments.basis, moments.span, moments.part, moments.pupil_token, moments.event_month
        ) as worst_rank,
        max(repeated.level_rank) over (
            partition by
                moments.basis, moments.span, moments.part, moments.pupil_token, moments.event_month,
                repeated.round_id
        ) as latest_rank,
        row_number() over (
            partition by moments.basis, moments.span, moments.part, moments.pupil_token, moments.event_month
            order by
                repeated.standing desc, repeated.event_date desc, repeated.round_id desc,
                repeated.attempt_no desc, repeated.school_code asc, repeated.grade_sort asc
        ) as choice
    from moments
    inner join repeated
        on
            moments.basis = repeated.basis
            and moments.span = repeated.span
            and moments.part = repeated.part
            and moments.pupil_token = repeated.pupil_token
            and moments.event_month >= repeated.event_month
),

states as (
    select
        basis,
        span,
        part,
        pupil_token,
        event_month,
        until_month,
        school_code,
        stage_code,
        grade_sort,
        standing,
        worst_rank,
        latest_rank
    from seen
    where choice = 1
    union all
    select
        basis,
        span,
        part,
        pupil_token,
        event_month,
        null as until_month,
        school_code,
        stage_code,
        grade_sort,
        standing,
        level_rank as worst_rank,
        level_rank as latest_rank
    from pupils
    where event_count = 1
)

select
    basis,
    span,
    part,
    pupil_token,
    event_month as from_month,
    until_month,
    school_code,
    stage_code,
    grade_sort,
    standing = 3 as is_covered,
    standing >= 2 as is_attempted,
    standing = 1 as is_refused,
    worst_rank,
    latest_rank
from states
