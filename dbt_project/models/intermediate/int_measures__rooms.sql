-- M29, M30, M31-a and M32-e as parts: a row a month and school. Whether a room is up to the standard rests on
-- the roster too, since somebody in post must answer for it.
select
    month,
    unit_code,
    school_code,
    'M29' as metric_id,
    '' as variant,
    '' as slice,
    is_expected,
    is_room_received as is_received,
    case when room_count > 0 then 1 else 0 end as numerator,
    1 as denominator
from {{ ref('fct_school_rooms') }}
union all
select
    month,
    unit_code,
    school_code,
    'M30' as metric_id,
    '' as variant,
    '' as slice,
    is_expected,
    is_standard_known as is_received,
    standard_count as numerator,
    room_count as denominator
from {{ ref('fct_school_rooms') }}
union all
select
    month,
    unit_code,
    school_code,
    'M31' as metric_id,
    'a' as variant,
    '' as slice,
    is_expected,
    is_room_received as is_received,
    open_hours as numerator,
    planned_hours as denominator
from {{ ref('fct_school_rooms') }}
union all
select
    month,
    unit_code,
    school_code,
    'M32' as metric_id,
    'e' as variant,
    '' as slice,
    is_expected,
    is_room_received as is_received,
    case when has_all_lines then 1 else 0 end as numerator,
    1 as denominator
from {{ ref('fct_school_rooms') }}
