-- The rectification list: per month, unit and problem what is open or was mended just now. A problem stays
-- open until evidence closes it: a figure on the right side, or one that says nothing is left (not applicable
-- though reported). Silence closes nothing. Open again soon after it was closed it counts as reopened.
with problems as (
    select
        months.month,
        months.ends_on,
        year(months.starts_on) * 12 + month(months.starts_on) as month_no,
        problems.*,
        coalesce(problems.variant, '') as problem_variant,
        coalesce(problems.slice, '') as problem_slice,
        units.unit_code,
        units.unit_name,
        units.sort_no as unit_no
    from {{ ref('dim_month') }} as months
    inner join {{ ref('standard_rectification') }} as problems
        on {{ holds_on('problems', 'months.ends_on') }}
    inner join {{ ref('dim_unit') }} as units on not units.is_city
),

-- Pupils and registers still unsettled at the month's end.
open_records as (
    select
        months.month,
        records.unit_code,
        records.rule_id,
        count(*) as record_count
    from {{ ref('dim_month') }} as months
    inner join {{ ref('int_concealment_records') }} as records
        on
            months.ends_on >= records.found_on
            and (records.settled_on is null or months.ends_on < records.settled_on)
    group by months.month, records.unit_code, records.rule_id
),

observed as (
    select
        problems.*,
        case
            when problems.source_kind = 'rule' then problems.source_id
            else figures.figure_id
        end as own_evidence,
        case
            when problems.source_kind = 'rule' then cast(coalesce(records.record_count, 0) as decimal(18, 6))
            else figures.value
        end as own_value,
        figures.numerator as own_numerator,
        figures.denominator as own_denominator,
        case
            when problems.source_kind = 'rule' then coalesce(records.record_count, 0) > problems.threshold
            when figures.status = 'not_applicable' and figures.received_count > 0 then false
            when figures.status <> 'ok' or figures.status is null then null
            when figures.denominator is null and problems.direction = 'down'
                then figures.value > problems.threshold
            when figures.denominator is null then figures.value < problems.threshold
            when problems.direction = 'down'
                then figures.numerator > problems.threshold * figures.denominator
            else figures.numerator < problems.threshold * figures.denominator
        end as is_wrong
    from problems
    left join open_records as records
        on
            problems.month = records.month
            and problems.unit_code = records.unit_code
            and problems.source_id = records.rule_id
    -- Metrics and rules share no id. A condition on the left side alone would make DuckDB compare every pair.
    left join {{ ref('fct_figures') }} as figures
        on
            problems.month = figures.month
            and problems.unit_code = figures.unit_code
            and figures.school_code is null
            and problems.source_id = figures.metric_id
            and problems.problem_variant = figures.variant
            and problems.problem_slice = figures.slice
),

-- What was seen last holds until something else is seen.
seen as (
    select
        *,
        count(is_wrong) over (partition by unit_code, problem_id order by month) as sighting
    from observed
),

held as (
    select
        *,
        coalesce(
            max(cast(is_wrong as integer)) over (partition by unit_code, problem_id, sighting), 0
        ) = 1 as is_open,
        max(case when is_wrong is not null then month end)
            over (partition by unit_code, problem_id, sighting) as seen_in,
        max(case when is_wrong is not null then own_evidence end)
            over (partition by unit_code, problem_id, sighting) as evidence,
        max(case when is_wrong is not null then own_value end)
            over (partition by unit_code, problem_id, sighting) as value,
        max(case when is_wrong is not null then own_numerator end)
            over (partition by unit_code, problem_id, sighting) as numerator,
        max(case when is_wrong is not null then own_denominator end)
            over (partition by unit_code, problem_id, sighting) as denominator
    from seen
),

stepped as (
    select
        *,
        coalesce(lag(is_open) over (partition by unit_code, problem_id order by month), false) as was_open,
        max(case when is_open then month_no end) over (
            partition by unit_code, problem_id
            order by month
            rows between unbounded preceding and 1 preceding
        ) as last_open_no
    from held
),

numbered as (
    select
        *,
        sum(case when is_open and not was_open then 1 else 0 end)
            over (partition by unit_code, problem_id order by month) as run_no
    from stepped
),

runs as (
    select
        *,
        min(case when is_open then month end)
            over (partition by unit_code, problem_id, run_no) as first_found,
        min(case when is_open then ends_on end)
            over (partition by unit_code, problem_id, run_no) as first_ends_on,
        sum(case when is_open then 1 else 0 end)
            over (partition by unit_code, problem_id, run_no order by month) as period_count
    from numbered
),

dated as (
    select
        runs.*,
        {{ add_days('runs.first_ends_on', 'runs.days_to_mend') }} as due_on,
        cast(parameters.value as integer) as reopened_within
    from runs
    left join {{ ref('int_parameters') }} as parameters
        on
            parameters.parameter = 'reopened_within'
            and {{ holds_on('parameters', 'runs.ends_on') }}
    where runs.is_open or runs.was_open
)

select
    dated.month,
    dated.unit_code,
    dated.unit_name,
    dated.unit_no,
    dated.problem_id,
    dated.class_code,
    classes.sort_no as class_no,
    dated.sort_no,
    dated.name_zh as problem_name,
    dated.source_kind,
    dated.source_id,
    dated.problem_variant as variant,
    dated.problem_slice as slice,
    dated.first_found,
    cast(dated.period_count as bigint) as period_count,
    dated.value,
    dated.numerator,
    dated.denominator,
    dated.threshold,
    dated.direction,
    dated.responsible,
    dated.due_on,
    case
        when not dated.is_open then 'closed'
        when dated.ends_on > dated.due_on then 'overdue'
        else 'mending'
    end as status,
    dated.evidence,
    dated.seen_in,
    case
        when not dated.is_open then 'closed'
        when dated.was_open then 'ongoing'
        when dated.month_no - dated.last_open_no - 1 <= dated.reopened_within then 'reopened'
        else 'new'
    end as change_code,
    dated.shown_as,
    bands.band_code,
    bands.label as band_label,
    {{ known_at() }} as known_at
from dated
inner join {{ ref('code_item') }} as classes
    on classes.list_name = 'problem_class' and dated.class_code = classes.code
left join {{ ref('standard_band') }} as bands
    on
        dated.shown_as = 'banded'
        and bands.band_set = 'overdue'
        and dated.value >= bands.count_from
        and (bands.count_to is null or dated.value <= bands.count_to)
        and {{ holds_on('bands', 'dated.ends_on') }}
