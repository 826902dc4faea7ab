-- M39-e and M39-g, which cannot be added: the most whole years any one contract has been paid for, and how
-- many universities are bound, each counted once however many units have bound it.
with reports as (
    select
        month,
        unit_code,
        is_owed or is_received as is_expected,
        is_received
    from {{ ref('int_unit_reports') }}
    where form_id = 'F12'
),

places as (
    select
        month,
        'unit' as grain,
        unit_code as place_code,
        unit_code,
        is_expected,
        is_received
    from reports
    union all
    select
        month,
        'city' as grain,
        '3607' as place_code,
        unit_code,
        is_expected,
        is_received
    from reports
),

counted as (
    select
        places.month,
        places.grain,
        places.place_code,
        max(places.unit_code) as unit_code,
        coalesce(max(contracts.paid_year_count), 0) as paid_year_count,
        count(
            distinct case when contracts.is_university and contracts.is_in_force then contracts.provider end
        ) as university_count,
        count(distinct case when places.is_expected then places.unit_code end) as expected_count,
        count(distinct case when places.is_expected and places.is_received then places.unit_code end)
            as received_count
    from places
    left join {{ ref('fct_contracts') }} as contracts
        on places.month = contracts.month and places.unit_code = contracts.unit_code and places.is_received
    group by places.month, places.grain, places.place_code
)

select
    month,
    grain,
    place_code,
    'M39' as metric_id,
    'e' as variant,
    '' as slice,
    unit_code,
    cast(paid_year_count as decimal(18, 2)) as numerator,
    cast(null as decimal(18, 2)) as denominator,
    expected_count,
    received_count
from counted
union all
select
    month,
    grain,
    place_code,
    'M39' as metric_id,
    'g' as variant,
    '' as slice,
    unit_code,
    cast(university_count as decimal(18, 2)) as numerator,
    cast(null as decimal(18, 2)) as denominator,
    expected_count,
    received_count
from counted
