-- Counselling rooms as a month sees them, one row a month and room of the school's F09 that speaks, each
-- held against the standard of rooms: three areas (the individual one within two bounds, both included),
-- somebody in post who answers for it, a letter-box, a cabinet for archives. A closed room keeps its row.
with limits as (
    select
        months.month,
        max(
            case
                when parameters.parameter = 'room_individual_min' then cast(parameters.value as decimal(9, 2))
            end
        ) as individual_min,
        max(
            case
                when parameters.parameter = 'room_individual_max' then cast(parameters.value as decimal(9, 2))
            end
        ) as individual_max,
        max(
            case
                when parameters.parameter = 'room_group_min' then cast(parameters.value as decimal(9, 2))
            end
        ) as group_min,
        max(
            case
                when parameters.parameter = 'room_reception_min' then cast(parameters.value as decimal(9, 2))
            end
        ) as reception_min
    from {{ ref('dim_month') }} as months
    inner join {{ ref('int_parameters') }} as parameters on {{ holds_on('parameters', 'months.ends_on') }}
    where
        parameters.parameter in (
            'room_individual_min', 'room_individual_max', 'room_group_min', 'room_reception_min'
        )
    group by months.month
),

in_post as (
    select distinct
        month,
        staff_token
    from {{ ref('int_staff_posts') }}
),

judged as (
    select
        months.month,
        reports.unit_code,
        reports.semester,
        rooms.*,
        rooms.opened_on <= months.as_of_on
        and (rooms.closed_on is null or rooms.closed_on >= months.as_of_on) as is_in_use,
        rooms.area_individual between limits.individual_min and limits.individual_max as meets_individual,
        rooms.area_group >= limits.group_min as meets_group,
        rooms.area_reception >= limits.reception_min as meets_reception,
        in_post.staff_token is not null as has_owner
    from {{ ref('dim_month') }} as months
    inner join {{ ref('int_latest_reports') }} as reports
        on reports.form_id = 'F09' and months.month = reports.month
    inner join {{ ref('stg_f09_room') }} as rooms
        on reports.submission_id = rooms.submission_id and reports.scope_code = rooms.school_code
    inner join limits on months.month = limits.month
    left join in_post on months.month = in_post.month and rooms.owner_token = in_post.staff_token
)

select
    month,
    unit_code,
    school_code,
    room_id,
    room_type,
    opened_on,
    closed_on,
    is_in_use,
    area_individual,
    area_group,
    area_reception,
    has_mailbox,
    has_cabinet,
    has_owner,
    owner_token,
    hotline_posted,
    open_hours_week,
    meets_individual,
    meets_group,
    meets_reception,
    meets_individual and meets_group and meets_reception and has_owner and has_mailbox and has_cabinet
        as is_up_to_standard
from judged
