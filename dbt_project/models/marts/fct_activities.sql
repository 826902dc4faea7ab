-- One row an activity that counts. Attendances as told, else the sum of their parts, else the length of the
-- list; persons are another measure and never stand in for attendances.
with lists as (
    select
        activity_id,
        count(*) as listed_count
    from {{ ref('fct_attendances') }}
    group by activity_id
)

select
    activities.activity_id,
    activities.submission_id,
    activities.sheet,
    activities.row_number,
    activities.unit_code,
    activities.period,
    activities.title,
    activities.activity_type,
    activities.activity_level,
    activities.organiser_school,
    activities.studio,
    activities.start_on,
    activities.end_on,
    activities.content_code,
    activities.stages,
    activities.hours,
    coalesce(
        activities.attend_n,
        case
            when coalesce(activities.teacher_n, activities.pupil_n, activities.parent_n) is not null
                then
                    coalesce(activities.teacher_n, 0)
                    + coalesce(activities.pupil_n, 0)
                    + coalesce(activities.parent_n, 0)
        end,
        lists.listed_count,
        0
    ) as attendance_count,
    coalesce(lists.listed_count, 0) as listed_count,
    activities.person_n,
    activities.county_codes,
    activities.county_n,
    activities.city_school_n,
    activities.reached_school_codes,
    activities.benefit_n,
    activities.benefit_basis,
    activities.issue_no,
    activities.views_n
from {{ ref('int_activity_rows') }} as activities
left join lists on activities.activity_id = lists.activity_id
where activities.standing = 'counts'
