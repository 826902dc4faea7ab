-- How many rooms of each place miss each part of the standard, zero where none does; places whose schools
-- have not sent both forms have no row. No school is named here.
with rooms as (
    select
        rooms.month,
        schools.unit_code,
        rooms.room_id
    from {{ ref('fct_rooms') }} as rooms
    inner join {{ ref('fct_school_rooms') }} as schools
        on rooms.month = schools.month and rooms.school_code = schools.school_code
    where rooms.is_in_use and schools.is_standard_known
),

places as (
    select
        month,
        unit_code as place_code,
        room_id
    from rooms
    union all
    select
        month,
        '3607' as place_code,
        room_id
    from rooms
),

counted as (
    select
        month,
        place_code,
        count(*) as room_count
    from places
    group by month, place_code
),

lacking as (
    select
        places.month,
        places.place_code,
        gaps.standard_code,
        count(*) as lacking_count
    from places
    inner join {{ ref('int_room_gaps') }} as gaps
        on places.month = gaps.month and places.room_id = gaps.room_id
    group by places.month, places.place_code, gaps.standard_code
)

select
    counted.month,
    cast(units.sort_no as integer) as sort_no,
    counted.place_code as unit_code,
    units.unit_name,
    standards.code as standard_code,
    standards.label as standard_label,
    cast(standards.sort_no as integer) as standard_sort_no,
    cast(counted.room_count as bigint) as room_count,
    cast(coalesce(lacking.lacking_count, 0) as bigint) as lacking_count
from counted
inner join {{ ref('dim_unit') }} as units on counted.place_code = units.unit_code
inner join {{ ref('code_item') }} as standards on standards.list_name = 'room_standard'
left join lacking
    on
        counted.month = lacking.month
        and counted.place_code = lacking.place_code
        and standards.code = lacking.standard_code
