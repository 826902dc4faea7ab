-- Rows of every staff roster that counts, by semester. The roster is a stock: who vanishes from the next
-- one without a last day stays in post, so rows of earlier semesters are kept until the person appears
-- again.
select
    effective.semester,
    effective.period,
    effective.scope_code,
    staff.submission_id,
    staff.sheet,
    staff.row_number,
    staff.staff_token,
    staff.post_code,
    staff.unit_code,
    staff.school_code,
    staff.establishment,
    staff.served_school_codes,
    staff.valid_from,
    staff.valid_to,
    staff.psych_major,
    staff.certificate,
    staff.entry_channel,
    coalesce(staff.psych_hours_week, 0) as psych_hours,
    coalesce(staff.other_hours_week, 0) as other_hours
from {{ ref('stg_f07_staff') }} as staff
inner join {{ ref('int_submissions__effective') }} as effective
    on
        effective.form_id = 'F07'
        and staff.submission_id = effective.submission_id
        and coalesce(staff.school_code, staff.unit_code) = effective.scope_code
