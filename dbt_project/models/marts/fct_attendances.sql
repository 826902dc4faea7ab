-- Who was on the list of an activity that counts: one row an activity and person, however many lists name
-- him or her. Lists of one activity by two organisers are taken together; of an unknown activity nothing is.
with listed as (
    select
        rows_of_list.activity_id,
        rows_of_list.staff_token,
        rows_of_list.attendee_role
    from {{ ref('stg_f11_attendance') }} as rows_of_list
    inner join {{ ref('int_submissions__effective') }} as effective
        on effective.form_id = 'F11' and rows_of_list.submission_id = effective.submission_id
),

persons as (
    select
        standings.counted_as,
        listed.staff_token,
        min(listed.attendee_role) as attendee_role,
        max(listed.attendee_role = 'homeroom') as is_homeroom
    from listed
    inner join {{ ref('int_activity_rows') }} as standings
        on listed.activity_id = standings.activity_id and standings.recency = 1
    group by standings.counted_as, listed.staff_token
)

select
    persons.counted_as as activity_id,
    persons.staff_token,
    persons.attendee_role,
    persons.is_homeroom,
    activities.unit_code,
    activities.period,
    activities.activity_type,
    activities.activity_level,
    activities.start_on,
    activities.end_on,
    coalesce(activities.hours, 0) as hours
from persons
inner join {{ ref('int_activity_rows') }} as activities
    on persons.counted_as = activities.activity_id and activities.standing = 'counts'
