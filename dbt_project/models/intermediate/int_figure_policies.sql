-- Which version of a rule a place's screening figures rest on; the city names all of them.
with versions as (
    select distinct
        month,
        unit_code,
        policy_version
    from {{ ref('int_screening_base') }}
)

select
    month,
    unit_code as place_code,
    {{ join_distinct('policy_version') }} as policy_version
from versions
group by month, unit_code
union all
select
    month,
    '3607' as place_code,
    {{ join_distinct('policy_version') }} as policy_version
from versions
group by month
