-- Unbroken runs of days of a case, [started_on, ended_on):
--   running  mild, moderate or severe, neither paused nor closed: follow-ups are owed
--   serious  moderate or severe and not closed (a pause does not end it): a plan and three posts that know
with flagged as (
    select
        'running' as kind,
        school_code,
        case_id,
        from_on,
        until_on
    from {{ ref('int_case_spans') }}
    where is_running
    union all
    select
        'serious' as kind,
        school_code,
        case_id,
        from_on,
        until_on
    from {{ ref('int_case_spans') }}
    where is_serious
),

followed as (
    select
        *,
        lag(until_on) over (partition by kind, school_code, case_id order by from_on) as ended_before
    from flagged
),

numbered as (
    select
        *,
        sum(case when ended_before = from_on then 0 else 1 end) over (
            partition by kind, school_code, case_id order by from_on
        ) as stretch_no
    from followed
)

select
    kind,
    school_code,
    case_id,
    min(from_on) as started_on,
    case when count(until_on) = count(*) then max(until_on) end as ended_on
from numbered
group by kind, school_code, case_id, stretch_no
