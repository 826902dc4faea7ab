-- Cases by level at a month's end, by unit and for the city: running, paused, opened and closed in the month.
-- Cases are counted, not pupils; only of schools whose register has come. Where none has, there is no count.
with schools as (
    select
        month,
        unit_code,
        count(*) as expected_count,
        sum(case when is_register_received then 1 else 0 end) as received_count
    from {{ ref('int_case_reporting') }}
    group by month, unit_code
),

counted as (
    select
        month,
        unit_code,
        level_code,
        sum(case when is_running then 1 else 0 end) as running_count,
        sum(case when is_paused then 1 else 0 end) as paused_count,
        sum(case when is_opened_in_month then 1 else 0 end) as opened_in_month,
        sum(case when is_closed_in_month then 1 else 0 end) as closed_in_month
    from {{ ref('fct_cases') }}
    where is_register_received
    group by month, unit_code, level_code
),

units as (
    select
        schools.month,
        schools.unit_code,
        levels.level_code,
        schools.expected_count,
        schools.received_count,
        coalesce(counted.running_count, 0) as running_count,
        coalesce(counted.paused_count, 0) as paused_count,
        coalesce(counted.opened_in_month, 0) as opened_in_month,
        coalesce(counted.closed_in_month, 0) as closed_in_month
    from schools
    cross join {{ ref('code_risk_level') }} as levels
    left join counted
        on
            schools.month = counted.month
            and schools.unit_code = counted.unit_code
            and levels.level_code = counted.level_code
),

places as (
    select * from units
    union all
    select
        month,
        '3607' as unit_code,
        level_code,
        sum(expected_count) as expected_count,
        sum(received_count) as received_count,
        sum(running_count) as running_count,
        sum(paused_count) as paused_count,
        sum(opened_in_month) as opened_in_month,
        sum(closed_in_month) as closed_in_month
    from units
    group by month, level_code
)

select
    month,
    unit_code,
    level_code,
    cast(case when received_count > 0 then running_count end as bigint) as running_count,
    cast(case when received_count > 0 then paused_count end as bigint) as paused_count,
    cast(case when received_count > 0 then opened_in_month end as bigint) as opened_in_month,
    cast(case when received_count > 0 then closed_in_month end as bigint) as closed_in_month,
    cast(received_count as bigint) as received_count,
    cast(expected_count as bigint) as expected_count
from places
