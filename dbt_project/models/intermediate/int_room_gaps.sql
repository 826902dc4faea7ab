-- What each room in use lacks, one row a month, room and standard it misses, where both the room's form and
-- the roster have come: an owner nobody could look up is not an owner missing.
with rooms as (
    select rooms.*
    from {{ ref('fct_rooms') }} as rooms
    inner join {{ ref('fct_school_rooms') }} as schools
        on rooms.month = schools.month and rooms.school_code = schools.school_code
    where rooms.is_in_use and schools.is_standard_known
)

select
    rooms.month,
    rooms.unit_code,
    rooms.school_code,
    rooms.room_id,
    standards.code as standard_code
from rooms
inner join {{ ref('code_item') }} as standards
    on
        standards.list_name = 'room_standard'
        and case standards.code
            when 'individual' then not rooms.meets_individual
            when 'group' then not rooms.meets_group
            when 'reception' then not rooms.meets_reception
            when 'owner' then not rooms.has_owner
            when 'mailbox' then not rooms.has_mailbox
            when 'cabinet' then not rooms.has_cabinet
        end
