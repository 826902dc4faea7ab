-- Screening sums (F03) in the shape of pupils counted by state, from the month the testing ended. Sums cannot
-- tell who was tested twice, so of several instruments in a round the one with most valid tests stands, and a
-- later round only once it has more than those before it.
with spans as (
    select
        'year' as basis,
        rows.school_year as span,
        rows.*
    from {{ ref('int_aggregate_rows') }} as rows
    where not rows.has_detail_this_year
    union all
    select
        'window' as basis,
        rows.semester as span,
        rows.*
    from {{ ref('int_aggregate_rows') }} as rows
    inner join {{ ref('calendar_semester') }} as semesters on rows.semester = semesters.semester
    inner join {{ ref('int_parameters') }} as parameters
        on
            parameters.parameter = 'on_time_window_months'
            and {{ holds_on('parameters', 'semesters.starts_on') }}
    where
        not rows.has_detail_this_year
        and rows.ended_on >= semesters.starts_on
        and rows.ended_on < {{ add_months('semesters.starts_on', 'parameters.value') }}
),

rounds as (
    select
        *,
        row_number() over (
            partition by basis, span, school_code, grade_code, sex, period
            order by valid_count desc, tested_count desc, instrument asc, row_number asc
        ) as choice
    from spans
),

growing as (
    select
        *,
        max(valid_count) over (
            partition by basis, span, school_code, grade_code, sex order by ended_on, period
            rows between unbounded preceding and 1 preceding
        ) as most_before
    from rounds
    where choice = 1
),

standing as (
    select
        *,
        {{ month_label('ended_on') }} as from_month,
        lead({{ month_label('ended_on') }}) over (
            partition by basis, span, school_code, grade_code, sex order by ended_on, period
        ) as until_month
    from growing
    where most_before is null or valid_count > most_before
),

states as (
    select
        standing.*,
        true as is_covered,
        true as is_attempted,
        false as is_refused,
        levels.rank as level_rank,
        case levels.level_code
            when 'normal' then standing.normal_count
            when 'mild' then standing.mild_count
            when 'moderate' then standing.moderate_count
            else standing.severe_count
        end as pupil_count
    from standing
    cross join {{ ref('code_risk_level') }} as levels
    union all
    select
        standing.*,
        false as is_covered,
        true as is_attempted,
        false as is_refused,
        null as level_rank,
        standing.tested_count - standing.valid_count as pupil_count
    from standing
    union all
    select
        standing.*,
        false as is_covered,
        false as is_attempted,
        true as is_refused,
        null as level_rank,
        coalesce(standing.refused_count, 0) as pupil_count
    from standing
)

select
    basis,
    span,
    '' as part,
    from_month,
    until_month,
    school_code,
    stage_code,
    grade_sort,
    is_covered,
    is_attempted,
    is_refused,
    level_rank as worst_rank,
    level_rank as latest_rank,
    sum(pupil_count) as pupil_count
from states
where pupil_count > 0
group by
    basis, span, from_month, until_month, school_code, stage_code, grade_sort,
    is_covered, is_attempted, is_refused, level_rank
