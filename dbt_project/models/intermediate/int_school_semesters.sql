-- A school in a semester: name, unit and stages from the register in force then (the last one sent for that
-- semester or before it; before the first register, the first), dates of opening and closing as last known.
with candidates as (
    select
        semesters.semester,
        semesters.census_on,
        registers.school_code,
        registers.school_name,
        registers.unit_code,
        registers.category,
        registers.stages,
        row_number() over (
            partition by semesters.semester, registers.school_code
            order by
                case when registers.period <= semesters.semester then 0 else 1 end,
                case when registers.period <= semesters.semester then registers.period end desc,
                registers.period
        ) as choice
    from {{ ref('int_school_registers') }} as registers
    cross join {{ ref('calendar_semester') }} as semesters
)

select
    candidates.semester,
    candidates.census_on,
    candidates.school_code,
    candidates.school_name,
    candidates.unit_code,
    candidates.category,
    candidates.stages,
    schools.opened_on,
    schools.closed_on,
    schools.merged_into,
    coalesce(candidates.category = '51' or candidates.stages = 'special', false) as is_special,
    coalesce(schools.opened_on <= candidates.census_on, true)
    and coalesce(schools.closed_on >= candidates.census_on, true) as is_open_on_census,
    coalesce(schools.closed_on < candidates.census_on, false) as is_closed_before_census
from candidates
inner join {{ ref('dim_school') }} as schools on candidates.school_code = schools.school_code
where candidates.choice = 1
