-- How each person came in, one row a person and way of coming (recruited, converted …): the first day any
-- roster tells of it and where, where the last roster places the person, and until when. Who takes another
-- post or moves with the same origin has not come in again.
with named as (
    select
        *,
        max(semester) over (partition by staff_token) as last_semester
    from {{ ref('int_staff_rows') }}
),

first_rows as (
    select
        staff_token,
        entry_channel,
        unit_code,
        post_code,
        valid_from as entered_on,
        row_number() over (
            partition by staff_token, entry_channel
            order by valid_from asc, semester asc, unit_code asc, post_code asc
        ) as choice
    from named
),

last_rows as (
    select
        staff_token,
        school_code,
        -- An open end outlasts every day.
        coalesce(valid_to, cast('9999-12-31' as date)) as last_on,
        row_number() over (
            partition by staff_token
            order by
                coalesce(valid_to, cast('9999-12-31' as date)) desc,
                case when school_code is null then 1 else 0 end,
                valid_from desc, school_code asc
        ) as choice
    from named
    where semester = last_semester
)

select
    first_rows.staff_token,
    first_rows.entry_channel,
    first_rows.unit_code,
    first_rows.post_code,
    first_rows.entered_on,
    last_rows.school_code as last_school_code,
    last_rows.last_on
from first_rows
inner join last_rows on first_rows.staff_token = last_rows.staff_token and last_rows.choice = 1
where first_rows.choice = 1
