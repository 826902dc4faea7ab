-- What is taken off a county's score: records of concealment found in the school year up to the month, by
-- rule, and the points of the step their number falls into. The highest step is the cap.
with counted as (
    select
        months.month,
        months.ends_on,
        records.unit_code,
        records.rule_id,
        count(*) as record_count
    from {{ ref('dim_month') }} as months
    inner join {{ ref('int_concealment_records') }} as records
        on
            months.ends_on >= records.found_on
            and months.school_year = substr({{ semester_of('records.found_on') }}, 1, 9)
    inner join {{ ref('dim_unit') }} as units
        on records.unit_code = units.unit_code and units.is_county_level
    group by months.month, months.ends_on, records.unit_code, records.rule_id
)

select
    counted.month,
    counted.unit_code,
    counted.rule_id,
    counted.record_count,
    steps.label as band_label,
    steps.points,
    steps.is_banded,
    steps.sort_no
from counted
inner join {{ ref('standard_deduction') }} as steps
    on
        counted.rule_id = steps.rule_id
        and counted.record_count >= steps.count_from
        and (steps.count_to is null or counted.record_count <= steps.count_to)
        and {{ holds_on('steps', 'counted.ends_on') }}
