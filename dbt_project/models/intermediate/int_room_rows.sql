-- Rows of every F09 that counts, by semester and school; a blank of the next is prefilled from the last.
select
    effective.semester,
    effective.unit_code,
    rooms.submission_id,
    rooms.sheet,
    rooms.row_number,
    rooms.room_id,
    rooms.school_code,
    rooms.room_type,
    rooms.opened_on,
    rooms.closed_on,
    rooms.area_individual,
    rooms.area_group,
    rooms.area_reception,
    rooms.has_mailbox,
    rooms.has_cabinet,
    rooms.hotline_posted,
    rooms.open_hours_week,
    rooms.owner_token,
    rooms.explain_code,
    rooms.explain
from {{ ref('stg_f09_room') }} as rooms
inner join {{ ref('int_submissions__effective') }} as effective
    on
        effective.form_id = 'F09'
        and rooms.submission_id = effective.submission_id
        and rooms.school_code = effective.scope_code
