-- X10: who answers for a room in use by the school's last F09 and is not in post, at whatever school, on the
-- last day that was over. A school that has never sent a roster is not asked.
with last_reports as (
    select
        scope_code as school_code,
        submission_id,
        period,
        row_number() over (partition by scope_code order by period desc) as recency
    from {{ ref('int_submissions__effective') }}
    where form_id = 'F09'
),

rostered_schools as (
    select distinct scope_code as school_code
    from {{ ref('int_submissions__effective') }}
    where form_id = 'F07'
),

named as (
    select
        *,
        max(semester) over (partition by staff_token) as last_semester
    from {{ ref('int_staff_rows') }}
),

in_post as (
    select distinct staff_token
    from named
    where
        semester = last_semester
        and valid_from <= {{ last_complete_day() }}
        and (valid_to is null or valid_to >= {{ last_complete_day() }})
)

select
    'X10' as rule_id,
    rooms.submission_id,
    'F09' as form_id,
    last_reports.period,
    rooms.school_code,
    rooms.sheet,
    rooms.row_number,
    'owner_token' as column_name,
    rooms.explain_code is not null as is_explained,
    rooms.room_id as subject,
    cast(null as string) as reason,
    rooms.owner_token as value_words,
    cast({{ last_complete_day() }} as string) as limit_words,
    cast(null as string) as other_school_code
from {{ ref('stg_f09_room') }} as rooms
inner join last_reports
    on
        last_reports.recency = 1
        and rooms.submission_id = last_reports.submission_id
        and rooms.school_code = last_reports.school_code
inner join rostered_schools on rooms.school_code = rostered_schools.school_code
left join in_post on rooms.owner_token = in_post.staff_token
where
    rooms.owner_token is not null
    and (rooms.closed_on is null or rooms.closed_on >= {{ last_complete_day() }})
    and in_post.staff_token is null
