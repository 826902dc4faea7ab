-- The four levels of a place add up to its pupils with a level (M08), exactly, in both variants.
select
    month,
    unit_code,
    variant,
    sum(numerator) as levels,
    max(denominator) as pupils
from {{ ref('fct_figures') }}
where metric_id = 'M08' and status = 'ok'
group by month, unit_code, variant
having sum(numerator) <> max(denominator) or min(denominator) <> max(denominator)
