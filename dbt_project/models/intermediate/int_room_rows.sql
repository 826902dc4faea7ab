-- Rows of every F09 that counts, by semester and school; a blank of the next is prefilled from the last.
select
    effective.semester,
    effective.unit_code,
    rooms.*
from {{ ref('stg_f09_room') }} as rooms
inner join {{ ref('int_submissions__effective') }} as effective
    on
        effective.form_id = 'F09'
        and rooms.submission_id = effective.submission_id
        and rooms.school_code = effective.scope_code
