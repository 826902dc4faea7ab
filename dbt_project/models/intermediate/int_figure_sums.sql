-- Measures added up by school, unit and city. Numerator and denominator come from the same reporting
-- schools; a school that is expected and has not reported is counted, never added as zero. What is no sum
-- (a median, an unbroken run, persons counted once) is stated for each place and stands beside the sums.
with measures as (
    select * from {{ ref('int_measures__screening') }}
    union all
    select * from {{ ref('int_measures__staffing') }}
    union all
    select * from {{ ref('int_measures__reporting') }}
    union all
    select * from {{ ref('int_measures__care') }}
    union all
    select * from {{ ref('int_measures__cases') }}
    union all
    select * from {{ ref('int_measures__archives') }}
    union all
    select * from {{ ref('int_measures__recruitment') }}
    union all
    select * from {{ ref('int_measures__rooms') }}
    union all
    select * from {{ ref('int_measures__counselling') }}
    union all
    select * from {{ ref('int_measures__activities') }}
    union all
    select * from {{ ref('int_measures__services') }}
    union all
    select * from {{ ref('int_measures__governance') }}
),

places as (
    select
        'school' as grain,
        measures.school_code as place_code,
        measures.*
    from measures
    where measures.school_code is not null
    union all
    select
        'unit' as grain,
        measures.unit_code as place_code,
        measures.*
    from measures
    where measures.unit_code <> '3607'
    union all
    select
        'city' as grain,
        '3607' as place_code,
        measures.*
    from measures
),

sums as (
    select
        month,
        grain,
        place_code,
        metric_id,
        variant,
        slice,
        max(unit_code) as unit_code,
        sum(case when is_expected and is_received then cast(numerator as decimal(18, 2)) end) as numerator,
        sum(case when is_expected and is_received then cast(denominator as decimal(18, 2)) end)
            as denominator,
        sum(case when is_expected then 1 else 0 end) as expected_count,
        sum(case when is_expected and is_received then 1 else 0 end) as received_count
    from places
    group by month, grain, place_code, metric_id, variant, slice
),

groups as (
    select
        sums.month,
        sums.grain,
        sums.place_code,
        count(detection.slice) as group_count,
        max(detection.numerator) as numerator,
        max(detection.denominator) as denominator
    from sums
    left join {{ ref('int_detection_sums') }} as detection
        on sums.month = detection.month and sums.place_code = detection.place_code
    where sums.metric_id = 'M09' and sums.grain <> 'school'
    group by sums.month, sums.grain, sums.place_code
)

select * from sums
where metric_id <> 'M09'
union all
-- One group in a place: it is the place's figure. Several cannot be added, and the place has none.
select
    sums.month,
    sums.grain,
    sums.place_code,
    sums.metric_id,
    sums.variant,
    sums.slice,
    sums.unit_code,
    groups.numerator,
    groups.denominator,
    sums.expected_count,
    sums.received_count
from sums
inner join groups
    on sums.month = groups.month and sums.grain = groups.grain and sums.place_code = groups.place_code
where sums.metric_id = 'M09' and groups.group_count <= 1
union all
select
    sums.month,
    sums.grain,
    sums.place_code,
    sums.metric_id,
    sums.variant,
    detection.slice,
    sums.unit_code,
    detection.numerator,
    detection.denominator,
    sums.expected_count,
    sums.received_count
from sums
inner join {{ ref('int_detection_sums') }} as detection
    on sums.month = detection.month and sums.place_code = detection.place_code
where sums.metric_id = 'M09' and sums.grain <> 'school'
{% for stated in ['archives', 'activities', 'services'] %}
    union all
    select
        month,
        grain,
        place_code,
        metric_id,
        variant,
        slice,
        unit_code,
        numerator,
        denominator,
        expected_count,
        received_count
    from {{ ref('int_place_measures__' ~ stated) }}
{% endfor %}
