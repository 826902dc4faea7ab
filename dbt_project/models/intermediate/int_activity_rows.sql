-- Every activity as its organiser registered it, and whether it counts. One number in two months: the later
-- month tells. One title on the same days at one level by two units: the city's own row counts, else that of
-- the unit first in official order; a row with a reason says that it is another activity. One number of a
-- weekly note in two months: the earlier counts. Weeks without a note are no activities.
with told as (
    select
        activities.*,
        effective.unit_code,
        effective.period,
        not units.is_county_level as is_city_own,
        units.sort_no as unit_sort,
        activities.activity_type in ('mind_note', 'family_note') as is_note,
        coalesce(activities.is_paused, false) as is_pause,
        row_number() over (
            partition by activities.activity_id
            order by effective.period desc, activities.row_number asc
        ) as recency
    from {{ ref('stg_f11_activity') }} as activities
    inner join {{ ref('int_submissions__effective') }} as effective
        on effective.form_id = 'F11' and activities.submission_id = effective.submission_id
    inner join {{ ref('dim_unit') }} as units on effective.unit_code = units.unit_code
),

held as (
    select
        *,
        first_value(unit_code) over same_event as first_unit,
        first_value(activity_id) over same_event as first_id
    from told
    where recency = 1 and not is_pause
    window
        same_event as (
            partition by
                start_on, end_on, activity_level,
                {{ bare_title('title') }},
                case when activity_level = 'school' then organiser_school else '' end
            order by case when is_city_own then 0 else 1 end, unit_sort, activity_id
        )
),

organised as (
    select
        *,
        unit_code <> first_unit and explain_code is null as is_of_another
    from held
),

issued as (
    select
        *,
        first_value(activity_id) over (
            partition by unit_code, activity_type, coalesce(studio, ''), issue_no
            order by start_on asc, activity_id asc
        ) as first_of_issue
    from organised
    where is_note and issue_no is not null and not is_of_another
)

select
    told.submission_id,
    told.sheet,
    told.row_number,
    told.unit_code,
    told.period,
    told.is_city_own,
    told.is_note,
    told.recency,
    told.activity_id,
    told.title,
    told.activity_type,
    told.activity_level,
    told.organiser_school,
    told.studio,
    told.start_on,
    told.end_on,
    told.content_code,
    told.stages,
    told.hours,
    told.attend_n,
    told.teacher_n,
    told.pupil_n,
    told.parent_n,
    told.person_n,
    told.county_codes,
    told.county_n,
    told.city_school_n,
    told.reached_school_codes,
    told.benefit_n,
    told.benefit_basis,
    told.issue_no,
    told.views_n,
    told.explain_code,
    case
        when told.is_pause then 'paused'
        when told.recency > 1 then 'same_number'
        when organised.is_of_another then 'other_organiser'
        when issued.first_of_issue <> told.activity_id then 'same_issue'
        else 'counts'
    end as standing,
    case
        when told.recency > 1 or told.is_pause then told.activity_id
        when organised.is_of_another then organised.first_id
        else coalesce(issued.first_of_issue, told.activity_id)
    end as counted_as,
    case when organised.unit_code <> organised.first_unit then organised.first_unit end as other_unit_code
from told
left join organised on told.recency = 1 and told.activity_id = organised.activity_id
left join issued on told.recency = 1 and told.activity_id = issued.activity_id
