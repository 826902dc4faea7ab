-- M26 as parts: a row a month and unit (a to d, f), and a row a month and school (e). Plans are a measure of
-- their own (c): no row adds one to people hired. The province's plan is told by the city office alone, so a
-- share of it needs both reports.
with sums as (
    select
        reports.month,
        reports.unit_code,
        reports.is_expected,
        reports.is_received,
        sum(case when not posts.is_retraining then posts.plan_count else 0 end) as plan_count,
        sum(case when not posts.is_retraining then posts.hired_count else 0 end) as hired_count,
        sum(case when not posts.is_retraining then posts.hired_within_plan_count else 0 end)
            as hired_within_plan_count,
        sum(case when posts.is_retraining then posts.hired_count else 0 end) as retrained_count,
        sum(case when not posts.is_retraining then posts.province_plan_count end) as province_plan_count
    from {{ ref('int_recruitment_reports') }} as reports
    left join {{ ref('fct_recruitment') }} as posts
        on reports.month = posts.month and reports.unit_code = posts.unit_code
    group by reports.month, reports.unit_code, reports.is_expected, reports.is_received
),

province as (
    select
        month,
        max(province_plan_count) as province_plan_count
    from sums
    group by month
),

-- Teachers whose first twelve months were over in the year that ended with the month.
stayers as (
    select
        months.month,
        entries.last_school_code as school_code,
        sum(case when entries.last_on >= {{ add_months('entries.entered_on', 12) }} then 1 else 0 end)
            as stayed_count,
        count(*) as entered_count
    from {{ ref('dim_month') }} as months
    inner join {{ ref('int_staff_entries') }} as entries
        on
            {{ add_months('entries.entered_on', 12) }} <= months.as_of_on
            and {{ add_months('entries.entered_on', 12) }} > {{ add_months('months.as_of_on', -12) }}
    where
        entries.entry_channel in ('recruited', 'converted')
        and entries.post_code in ('ft_teacher', 'pt_teacher')
    group by months.month, entries.last_school_code
)

select
    month,
    unit_code,
    cast(null as string) as school_code,
    'M26' as metric_id,
    'a' as variant,
    '' as slice,
    is_expected,
    is_received,
    hired_within_plan_count as numerator,
    plan_count as denominator
from sums
union all
select
    month,
    unit_code,
    cast(null as string) as school_code,
    'M26' as metric_id,
    'b' as variant,
    '' as slice,
    is_expected,
    is_received,
    hired_count as numerator,
    null as denominator
from sums
union all
select
    month,
    unit_code,
    cast(null as string) as school_code,
    'M26' as metric_id,
    'c' as variant,
    '' as slice,
    is_expected,
    is_received,
    plan_count as numerator,
    null as denominator
from sums
union all
select
    month,
    unit_code,
    cast(null as string) as school_code,
    'M26' as metric_id,
    'd' as variant,
    '' as slice,
    is_expected,
    is_received,
    retrained_count as numerator,
    null as denominator
from sums
union all
select
    schools.month,
    schools.unit_code,
    schools.school_code,
    'M26' as metric_id,
    'e' as variant,
    '' as slice,
    true as is_expected,
    schools.is_staff_received as is_received,
    coalesce(stayers.stayed_count, 0) as numerator,
    coalesce(stayers.entered_count, 0) as denominator
from {{ ref('fct_school_staffing') }} as schools
left join stayers on schools.month = stayers.month and schools.school_code = stayers.school_code
union all
select
    sums.month,
    sums.unit_code,
    cast(null as string) as school_code,
    'M26' as metric_id,
    'f' as variant,
    '' as slice,
    sums.is_expected,
    sums.is_received and province.province_plan_count is not null as is_received,
    sums.hired_count as numerator,
    coalesce(sums.province_plan_count, 0) as denominator
from sums
inner join province on sums.month = province.month
