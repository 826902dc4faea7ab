-- The rooms that miss the standard, one row a room, with what they lack in words: for a county's own
-- restricted copy, nowhere else.
with gaps as (
    select
        gaps.month,
        gaps.room_id,
        gaps.school_code,
        {{ join_distinct('standards.label', '、') }} as lacking
    from {{ ref('int_room_gaps') }} as gaps
    inner join {{ ref('code_item') }} as standards
        on standards.list_name = 'room_standard' and gaps.standard_code = standards.code
    group by gaps.month, gaps.room_id, gaps.school_code
)

select
    gaps.month,
    schools.unit_code,
    gaps.school_code,
    schools.school_name,
    gaps.room_id,
    room_types.label as room_type_label,
    rooms.area_individual,
    rooms.area_group,
    rooms.area_reception,
    gaps.lacking
from gaps
inner join {{ ref('fct_rooms') }} as rooms
    on gaps.month = rooms.month and gaps.room_id = rooms.room_id and gaps.school_code = rooms.school_code
inner join {{ ref('dim_school') }} as schools on gaps.school_code = schools.school_code
left join {{ ref('code_item') }} as room_types
    on room_types.list_name = 'room_type' and rooms.room_type = room_types.code
