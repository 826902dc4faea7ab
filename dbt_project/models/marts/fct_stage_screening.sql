-- Screening of a school's stage at a month's end, from 1 September on: due pupils of the autumn census and
-- the pupils in grades in scope that were covered, attempted or refused. M01, M02, M03, M05 and M08 add it
-- up.
with due as (
    select
        base.month,
        base.school_code,
        base.stage_code,
        sum(enrolment.due_count) as due_count
    from {{ ref('int_screening_base') }} as base
    inner join {{ ref('dim_month') }} as months on base.month = months.month
    inner join {{ ref('int_screening_policies') }} as policies
        on
            months.semester = policies.semester
            and base.unit_code = policies.unit_code
            and base.stage_code = policies.stage_code
    inner join {{ ref('int_enrolment__effective') }} as enrolment
        on
            months.autumn_semester = enrolment.semester
            and base.school_code = enrolment.school_code
            and base.stage_code = enrolment.stage_code
            and enrolment.grade_sort between policies.grade_sort_min and policies.grade_sort_max
    group by base.month, base.school_code, base.stage_code
),

screened as (
    select
        base.month,
        base.school_code,
        base.stage_code,
        counts.basis,
        sum(case when counts.is_covered then counts.pupil_count else 0 end) as covered_count,
        sum(case when counts.is_attempted then counts.pupil_count else 0 end) as attempted_count,
        sum(case when counts.is_refused then counts.pupil_count else 0 end) as refused_count,
        sum(case when counts.is_covered and counts.worst_rank = 0 then counts.pupil_count else 0 end)
            as worst_0,
        sum(case when counts.is_covered and counts.worst_rank = 1 then counts.pupil_count else 0 end)
            as worst_1,
        sum(case when counts.is_covered and counts.worst_rank = 2 then counts.pupil_count else 0 end)
            as worst_2,
        sum(case when counts.is_covered and counts.worst_rank = 3 then counts.pupil_count else 0 end)
            as worst_3,
        sum(case when counts.is_covered and counts.latest_rank = 0 then counts.pupil_count else 0 end)
            as latest_0,
        sum(case when counts.is_covered and counts.latest_rank = 1 then counts.pupil_count else 0 end)
            as latest_1,
        sum(case when counts.is_covered and counts.latest_rank = 2 then counts.pupil_count else 0 end)
            as latest_2,
        sum(case when counts.is_covered and counts.latest_rank = 3 then counts.pupil_count else 0 end)
            as latest_3
    from {{ ref('int_screening_base') }} as base
    inner join {{ ref('dim_month') }} as months on base.month = months.month
    inner join {{ ref('int_screening_policies') }} as policies
        on
            months.semester = policies.semester
            and base.unit_code = policies.unit_code
            and base.stage_code = policies.stage_code
    inner join {{ ref('int_pupil_counts') }} as counts
        on
            counts.basis in ('year', 'window')
            and counts.span = case when counts.basis = 'year' then months.school_year else months.semester end
            and base.school_code = counts.school_code
            and base.stage_code = counts.stage_code
            and counts.grade_sort between policies.grade_sort_min and policies.grade_sort_max
            and months.month >= counts.from_month
            and (counts.until_month is null or months.month < counts.until_month)
    group by base.month, base.school_code, base.stage_code, counts.basis
)

select
    base.month,
    base.school_code,
    base.unit_code,
    base.stage_code,
    base.policy_version,
    base.has_round,
    base.has_round_this_semester,
    base.is_enrolment_received,
    base.is_screening_received,
    base.is_detail_received,
    base.is_screening_received_this_semester,
    coalesce(due.due_count, 0) as due_count,
    coalesce(years.covered_count, 0) as covered_count,
    coalesce(years.attempted_count, 0) as attempted_count,
    coalesce(years.refused_count, 0) as refused_count,
    coalesce(windows.covered_count, 0) as covered_in_window_count,
    coalesce(years.worst_0, 0) as worst_0_count,
    coalesce(years.worst_1, 0) as worst_1_count,
    coalesce(years.worst_2, 0) as worst_2_count,
    coalesce(years.worst_3, 0) as worst_3_count,
    coalesce(years.latest_0, 0) as latest_0_count,
    coalesce(years.latest_1, 0) as latest_1_count,
    coalesce(years.latest_2, 0) as latest_2_count,
    coalesce(years.latest_3, 0) as latest_3_count
from {{ ref('int_screening_base') }} as base
left join due
    on base.month = due.month and base.school_code = due.school_code and base.stage_code = due.stage_code
left join screened as years
    on
        years.basis = 'year'
        and base.month = years.month
        and base.school_code = years.school_code
        and base.stage_code = years.stage_code
left join screened as windows
    on
        windows.basis = 'window'
        and base.month = windows.month
        and base.school_code = windows.school_code
        and base.stage_code = windows.stage_code
