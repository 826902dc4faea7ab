-- M01 to M08 as parts: a row a school, metric, variant and slice, flagged for whether the
-- school is expected and has reported, so that every grain above is a sum of the same rows.
with parts as (
    select
        month,
        unit_code,
        school_code,
        '' as slice,
        has_round,
        is_enrolment_received,
        is_enrolment_received and is_screening_received as is_both_received,
        due_count,
        covered_count,
        attempted_count,
        refused_count
    from {{ ref('fct_school_screening') }}
    union all
    select
        month,
        unit_code,
        school_code,
        stage_code as slice,
        has_round,
        is_enrolment_received,
        is_enrolment_received and is_screening_received as is_both_received,
        due_count,
        covered_count,
        attempted_count,
        refused_count
    from {{ ref('fct_stage_screening') }}
),

levels as (
    select
        stages.month,
        stages.unit_code,
        stages.school_code,
        levels.level_code as slice,
        max(stages.has_round) as is_expected,
        max(stages.is_screening_received) as is_received,
        sum(
            case levels.rank
                when 0 then stages.worst_0_count
                when 1 then stages.worst_1_count
                when 2 then stages.worst_2_count
                else stages.worst_3_count
            end
        ) as worst_count,
        sum(
            case levels.rank
                when 0 then stages.latest_0_count
                when 1 then stages.latest_1_count
                when 2 then stages.latest_2_count
                else stages.latest_3_count
            end
        ) as latest_count,
        sum(
            stages.worst_0_count + stages.worst_1_count + stages.worst_2_count + stages.worst_3_count
        ) as worst_total,
        sum(
            stages.latest_0_count + stages.latest_1_count + stages.latest_2_count + stages.latest_3_count
        ) as latest_total
    from {{ ref('fct_stage_screening') }} as stages
    cross join {{ ref('code_risk_level') }} as levels
    group by stages.month, stages.unit_code, stages.school_code, levels.level_code
),

retests as (
    select
        months.month,
        items.school_code,
        sum(case when items.is_retested then 1 else 0 end) as retested_count,
        count(*) as failed_count
    from {{ ref('int_retest_items') }} as items
    inner join {{ ref('dim_month') }} as months
        on items.school_year = months.school_year and items.due_on <= months.as_of_on
    group by months.month, items.school_code
)

select
    month,
    unit_code,
    school_code,
    'M01' as metric_id,
    '' as variant,
    slice,
    true as is_expected,
    is_enrolment_received as is_received,
    due_count as numerator,
    null as denominator
from parts
union all
select
    month,
    unit_code,
    school_code,
    'M02' as metric_id,
    '' as variant,
    slice,
    has_round as is_expected,
    is_both_received as is_received,
    covered_count as numerator,
    due_count as denominator
from parts
union all
select
    month,
    unit_code,
    school_code,
    'M03' as metric_id,
    '' as variant,
    slice,
    has_round as is_expected,
    is_both_received as is_received,
    attempted_count as numerator,
    due_count as denominator
from parts
union all
select
    month,
    unit_code,
    school_code,
    'M05' as metric_id,
    '' as variant,
    slice,
    has_round as is_expected,
    is_both_received as is_received,
    refused_count as numerator,
    due_count as denominator
from parts
union all
select
    month,
    unit_code,
    school_code,
    'M04' as metric_id,
    '' as variant,
    '' as slice,
    has_round as is_expected,
    is_detail_received as is_received,
    valid_test_count as numerator,
    judged_test_count as denominator
from {{ ref('fct_school_screening') }}
union all
select
    schools.month,
    schools.unit_code,
    schools.school_code,
    'M06' as metric_id,
    '' as variant,
    '' as slice,
    schools.has_round as is_expected,
    schools.is_detail_received as is_received,
    coalesce(retests.retested_count, 0) as numerator,
    coalesce(retests.failed_count, 0) as denominator
from {{ ref('fct_school_screening') }} as schools
left join retests on schools.month = retests.month and schools.school_code = retests.school_code
union all
select
    month,
    unit_code,
    school_code,
    'M07' as metric_id,
    '' as variant,
    '' as slice,
    has_round_this_semester and is_window_over as is_expected,
    is_enrolment_received and is_screening_received_this_semester as is_received,
    case when is_on_time then 1 else 0 end as numerator,
    case when is_due then 1 else 0 end as denominator
from {{ ref('fct_school_screening') }}
union all
select
    month,
    unit_code,
    school_code,
    'M08' as metric_id,
    'a' as variant,
    slice,
    is_expected,
    is_received,
    worst_count as numerator,
    worst_total as denominator
from levels
union all
select
    month,
    unit_code,
    school_code,
    'M08' as metric_id,
    'b' as variant,
    slice,
    is_expected,
    is_received,
    latest_count as numerator,
    latest_total as denominator
from levels
union all
select
    month,
    unit_code,
    school_code,
    'M09' as metric_id,
    '' as variant,
    '' as slice,
    has_round as is_expected,
    is_detail_received as is_received,
    null as numerator,
    null as denominator
from {{ ref('fct_school_screening') }}
