-- M12, M13, M14 and M17 as parts: a row a school, metric and slice, for every school that owes a register or
-- sent one, so that a school without cases speaks with a zero and a silent one not at all.
with slices as (
    select
        'M13' as metric_id,
        slice
    from {{ ref('int_figure_slices') }}
    where slice_kind in ('none', 'case_level')
    union all
    select
        'M14' as metric_id,
        slice
    from {{ ref('int_figure_slices') }}
    where slice_kind in ('none', 'case_level', 'overdue_age')
    union all
    select
        metric_id,
        '' as slice
    from {{ ref('code_metric') }}
    where metric_id in ('M12', 'M17')
),

-- Grouping sets give the slices and, as '', the whole.
counted as (
    select
        'M13' as metric_id,
        month,
        school_code,
        coalesce(level_code, '') as slice,
        sum(case when is_on_time then 1 else 0 end) as numerator,
        count(*) as denominator
    from {{ ref('fct_followup_items') }}
    where is_due
    group by grouping sets ((month, school_code, level_code), (month, school_code))
    union all
    select
        'M14' as metric_id,
        month,
        school_code,
        coalesce(level_code, overdue_age, '') as slice,
        count(*) as numerator,
        null as denominator
    from {{ ref('fct_cases') }}
    where is_counted_overdue
    group by
        grouping sets (
            (month, school_code, level_code), (month, school_code, overdue_age), (month, school_code)
        )
    union all
    select
        'M12' as metric_id,
        month,
        school_code,
        '' as slice,
        sum(case when is_plan_on_time then 1 else 0 end) as numerator,
        count(*) as denominator
    from {{ ref('fct_cases') }}
    where is_counted_plan
    group by month, school_code
    union all
    select
        'M17' as metric_id,
        month,
        school_code,
        '' as slice,
        sum(case when is_acknowledged then 1 else 0 end) as numerator,
        count(*) as denominator
    from {{ ref('fct_cases') }}
    where is_counted_ack
    group by month, school_code
)

select
    schools.month,
    schools.unit_code,
    schools.school_code,
    slices.metric_id,
    '' as variant,
    slices.slice,
    true as is_expected,
    case
        when slices.metric_id in ('M13', 'M14') then schools.is_both_received
        else schools.is_register_received
    end as is_received,
    coalesce(counted.numerator, 0) as numerator,
    case when slices.metric_id <> 'M14' then coalesce(counted.denominator, 0) end as denominator
from {{ ref('int_case_reporting') }} as schools
cross join slices
left join counted
    on
        slices.metric_id = counted.metric_id
        and slices.slice = counted.slice
        and schools.month = counted.month
        and schools.school_code = counted.school_code
