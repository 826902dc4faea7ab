-- A round's window in every unit: one named for the unit beats the one for all (*).
with candidates as (
    select
        rounds.round_id,
        rounds.semester,
        units.unit_code,
        rounds.window_start,
        rounds.window_end,
        row_number() over (
            partition by rounds.round_id, units.unit_code
            order by case when rounds.unit_code = '*' then 1 else 0 end
        ) as choice
    from {{ ref('calendar_screening_round') }} as rounds
    inner join {{ ref('code_reporting_unit') }} as units on rounds.unit_code in ('*', units.unit_code)
)

select
    round_id,
    semester,
    substr(semester, 1, 9) as school_year,
    unit_code,
    window_start,
    window_end
from candidates
where choice = 1
