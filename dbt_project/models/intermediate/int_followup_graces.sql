-- The last day on which a follow-up due on a day is still in time, for each grace in force at any time.
with graces as (
    select distinct
        level_code,
        counts_vacations,
        grace_days
    from {{ ref('int_followup_clocks') }}
)

select
    days.day as due_on,
    graces.level_code,
    graces.grace_days,
    case
        when graces.counts_vacations or graces.grace_days = 0
            then {{ add_days('days.day', 'graces.grace_days') }}
        else ends.day
    end as last_on
from {{ ref('int_days') }} as days
cross join graces
left join {{ ref('int_days') }} as ends
    on
        not graces.counts_vacations
        and ends.is_school_day
        and days.school_no + graces.grace_days = ends.school_no
