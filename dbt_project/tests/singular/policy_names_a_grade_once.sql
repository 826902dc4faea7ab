-- A grade of a unit is in scope under one policy row only, or its pupils would be due twice.
select
    one.semester,
    one.unit_code,
    one.stage_code,
    one.policy_version,
    other.policy_version as other_version
from {{ ref('int_screening_policies') }} as one
inner join {{ ref('int_screening_policies') }} as other
    on
        one.semester = other.semester
        and one.unit_code = other.unit_code
        and one.stage_code = other.stage_code
        and one.grade_sort_min <= other.grade_sort_max
        and one.grade_sort_max >= other.grade_sort_min
        and (
            one.policy_version <> other.policy_version
            or one.grade_sort_min <> other.grade_sort_min
            or one.grade_sort_max <> other.grade_sort_max
        )
