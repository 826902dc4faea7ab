-- Metrics stated place by place: the units' figures do not add up to the city's.
select
    metric_id,
    variant
from {{ ref('int_place_measures__archives') }}
union distinct
select
    metric_id,
    variant
from {{ ref('int_place_measures__activities') }}
union distinct
select
    metric_id,
    variant
from {{ ref('int_place_measures__services') }}
