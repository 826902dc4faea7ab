-- X95: a sum (F03) of a grade that has detail (F02) in the same round; the sum is left out.
select
    'X95' as rule_id,
    submission_id,
    period,
    school_code,
    sheet,
    row_number,
    grade_code,
    sex
from {{ ref('int_aggregate_rows') }}
where has_detail
