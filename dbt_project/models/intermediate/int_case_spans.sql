-- A case from the day it was opened in spans of one level and one status: [from_on, until_on).
with cuts as (
    select
        school_code,
        case_id,
        opened_on as from_on
    from {{ ref('int_cases') }}
    where opened_on <= {{ last_complete_day() }}
    union distinct
    select
        levels.school_code,
        levels.case_id,
        levels.from_on
    from {{ ref('int_case_levels') }} as levels
    inner join {{ ref('int_cases') }} as cases
        on levels.school_code = cases.school_code and levels.case_id = cases.case_id
    where levels.from_on > cases.opened_on
    union distinct
    select
        statuses.school_code,
        statuses.case_id,
        statuses.from_on
    from {{ ref('int_case_statuses') }} as statuses
    inner join {{ ref('int_cases') }} as cases
        on statuses.school_code = cases.school_code and statuses.case_id = cases.case_id
    where statuses.from_on > cases.opened_on
),

spans as (
    select
        *,
        lead(from_on) over (partition by school_code, case_id order by from_on) as until_on
    from cuts
)

select
    spans.school_code,
    spans.case_id,
    spans.from_on,
    spans.until_on,
    levels.level_code,
    statuses.status,
    statuses.is_closed,
    statuses.is_paused,
    coalesce(levels.level_code in ('mild', 'moderate', 'severe'), false)
    and not statuses.is_closed
    and not statuses.is_paused as is_running,
    coalesce(levels.level_code in ('moderate', 'severe'), false)
    and not statuses.is_closed as is_serious
from spans
inner join {{ ref('int_case_statuses') }} as statuses
    on
        spans.school_code = statuses.school_code
        and spans.case_id = statuses.case_id
        and spans.from_on >= statuses.from_on
        and (statuses.until_on is null or spans.from_on < statuses.until_on)
left join {{ ref('int_case_levels') }} as levels
    on
        spans.school_code = levels.school_code
        and spans.case_id = levels.case_id
        and spans.from_on >= levels.from_on
        and (levels.until_on is null or spans.from_on < levels.until_on)
