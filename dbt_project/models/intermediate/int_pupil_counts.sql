-- Pupils of like state counted together, before months are laid over them: the step that keeps the
-- warehouse small however many pupils there are. Schools that send sums alone join here.
select
    basis,
    span,
    part,
    from_month,
    until_month,
    school_code,
    stage_code,
    grade_sort,
    is_covered,
    is_attempted,
    is_refused,
    worst_rank,
    latest_rank,
    count(*) as pupil_count
from {{ ref('int_pupil_states') }}
group by
    basis, span, part, from_month, until_month, school_code, stage_code, grade_sort,
    is_covered, is_attempted, is_refused, worst_rank, latest_rank
union all
select
    basis,
    span,
    part,
    from_month,
    until_month,
    school_code,
    stage_code,
    grade_sort,
    is_covered,
    is_attempted,
    is_refused,
    worst_rank,
    latest_rank,
    pupil_count
from {{ ref('int_aggregate_counts') }}
