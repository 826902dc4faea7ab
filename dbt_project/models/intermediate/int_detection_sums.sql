-- M09: pupils found mild or worse among the valid pupils of one comparable group (instrument, version,
-- norm, stage), by unit and for the city. Never added over groups.
with pupils as (
    select
        base.month,
        base.unit_code,
        counts.part as slice,
        sum(counts.pupil_count) as valid_count,
        sum(case when counts.worst_rank > 0 then counts.pupil_count else 0 end) as flagged_count
    from {{ ref('int_screening_base') }} as base
    inner join {{ ref('dim_month') }} as months on base.month = months.month
    inner join {{ ref('int_screening_policies') }} as policies
        on
            months.semester = policies.semester
            and base.unit_code = policies.unit_code
            and base.stage_code = policies.stage_code
    inner join {{ ref('int_pupil_counts') }} as counts
        on
            counts.basis = 'group'
            and months.school_year = counts.span
            and base.school_code = counts.school_code
            and base.stage_code = counts.stage_code
            and counts.grade_sort between policies.grade_sort_min and policies.grade_sort_max
            and months.month >= counts.from_month
            and (counts.until_month is null or months.month < counts.until_month)
    where base.is_screening_received
    group by base.month, base.unit_code, counts.part
)

select
    month,
    unit_code as place_code,
    slice,
    flagged_count as numerator,
    valid_count as denominator
from pupils
union all
select
    month,
    '3607' as place_code,
    slice,
    sum(flagged_count) as numerator,
    sum(valid_count) as denominator
from pupils
group by month, slice
