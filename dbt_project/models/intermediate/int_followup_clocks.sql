-- When a follow-up is due whose clock starts on a day, by the level of that day: severe counts every day,
-- the others only days outside the vacations. The grace to come is named, not yet added.
with lengths as (
    select
        days.day,
        days.school_no,
        levels.level_code,
        levels.level_code = 'severe' as counts_vacations,
        cast(
            max(case when parameters.parameter like 'followup_interval%' then parameters.value end) as integer
        ) as interval_days,
        cast(
            max(case when parameters.parameter like 'followup_grace%' then parameters.value end) as integer
        ) as grace_days
    from {{ ref('int_days') }} as days
    cross join {{ ref('code_risk_level') }} as levels
    inner join {{ ref('int_parameters') }} as parameters
        on
            parameters.parameter in (
                'followup_interval_' || levels.level_code, 'followup_grace_' || levels.level_code
            )
            and {{ holds_on('parameters', 'days.day') }}
    group by days.day, days.school_no, levels.level_code
)

select
    lengths.day,
    lengths.level_code,
    lengths.counts_vacations,
    lengths.grace_days,
    case
        when lengths.counts_vacations then {{ add_days('lengths.day', 'lengths.interval_days') }}
        else ends.day
    end as due_on
from lengths
left join {{ ref('int_days') }} as ends
    on
        not lengths.counts_vacations
        and ends.is_school_day
        and lengths.school_no + lengths.interval_days = ends.school_no
where lengths.counts_vacations or ends.day is not null
