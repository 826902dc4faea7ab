-- M03 is never below M02: who was validly screened took part. A warning: the figures stand on their own.
{{ config(severity = 'warn') }}

select
    covered.figure_id,
    covered.numerator as covered_count,
    attempted.numerator as attempted_count
from {{ ref('fct_figures') }} as covered
inner join {{ ref('fct_figures') }} as attempted
    on
        covered.month = attempted.month
        and covered.unit_code = attempted.unit_code
        and coalesce(covered.school_code, '') = coalesce(attempted.school_code, '')
        and covered.slice = attempted.slice
where
    covered.metric_id = 'M02'
    and attempted.metric_id = 'M03'
    and attempted.numerator < covered.numerator
