-- Teachers and pupils of a school at a month's end: pupils of the latest enrolment in stages in scope,
-- teachers in post on the last day. Schools that had opened by the census day and are open at the month's
-- end; no pure kindergartens.
with standards as (
    select
        months.month,
        standards.stages
    from {{ ref('dim_month') }} as months
    inner join {{ ref('standard_staffing') }} as standards on {{ holds_on('standards', 'months.ends_on') }}
    where standards.is_published_default
),

schools as (
    select distinct
        months.month,
        months.ends_on,
        schools.school_code,
        schools.unit_code,
        standards.stages
    from {{ ref('dim_month') }} as months
    inner join standards on months.month = standards.month
    inner join {{ ref('int_school_semesters') }} as schools
        on
            months.semester = schools.semester
            and coalesce(schools.opened_on <= least(schools.census_on, months.ends_on), true)
            and coalesce(months.ends_on <= schools.closed_on, true)
    inner join {{ ref('code_stage') }} as stages
        on
            {{ list_has('schools.stages', 'stages.stage_code') }}
            and {{ list_has('standards.stages', 'stages.stage_code') }}
),

pupils as (
    select
        schools.month,
        schools.school_code,
        sum(
            case
                when
                    {{ list_has('schools.stages', 'enrolment.stage_code') }}
                    then enrolment.enrolled_count
                else 0
            end
        ) as pupil_count
    from schools
    inner join {{ ref('int_latest_reports') }} as reports
        on
            reports.form_id = 'F01'
            and schools.month = reports.month
            and schools.school_code = reports.scope_code
    left join {{ ref('int_enrolment__effective') }} as enrolment
        on reports.semester = enrolment.semester and reports.scope_code = enrolment.school_code
    group by schools.month, schools.school_code
),

shares as (
    select
        months.month,
        max(
            case
                when parameters.parameter = 'psych_share_floor' then cast(parameters.value as decimal(9, 4))
            end
        ) as share_floor,
        max(case when parameters.parameter = 'qualified_certificates' then parameters.value end)
            as certificates
    from {{ ref('dim_month') }} as months
    inner join {{ ref('int_parameters') }} as parameters on {{ holds_on('parameters', 'months.ends_on') }}
    where parameters.parameter in ('psych_share_floor', 'qualified_certificates')
    group by months.month
),

teachers as (
    select
        posts.month,
        posts.school_code,
        sum(case when posts.post_code = 'ft_teacher' then 1 else 0 end) as full_time_count,
        sum(case when posts.post_code = 'pt_teacher' then 1 else 0 end) as part_time_count,
        sum(
            case
                when posts.post_code = 'ft_teacher' and posts.psych_hours > 0
                    then cast(posts.psych_hours / (posts.psych_hours + posts.other_hours) as decimal(18, 2))
                else 0
            end
        ) as full_time_equivalent,
        sum(
            case
                when
                    posts.post_code = 'ft_teacher'
                    and (posts.psych_major or {{ list_has('shares.certificates', 'posts.certificate') }})
                    then 1
                else 0
            end
        ) as qualified_count,
        sum(
            case
                when
                    posts.post_code = 'ft_teacher'
                    and posts.psych_hours > 0
                    and posts.psych_hours >= shares.share_floor * (posts.psych_hours + posts.other_hours)
                    then 1
                else 0
            end
        ) as dedicated_count
    from {{ ref('int_staff_posts') }} as posts
    left join shares on posts.month = shares.month
    where posts.school_code is not null
    group by posts.month, posts.school_code
),

visited as (
    select distinct
        schools.month,
        schools.school_code
    from {{ ref('int_staff_posts') }} as posts
    inner join schools
        on
            posts.month = schools.month
            and {{ list_has('posts.served_school_codes', 'schools.school_code') }}
    where posts.establishment = 'itinerant' and posts.post_code in ('ft_teacher', 'pt_teacher')
)

select
    schools.month,
    schools.school_code,
    schools.unit_code,
    pupils.school_code is not null as is_enrolment_received,
    staff.scope_code is not null as is_staff_received,
    coalesce(pupils.pupil_count, 0) as pupil_count,
    coalesce(teachers.full_time_count, 0) as full_time_count,
    coalesce(teachers.part_time_count, 0) as part_time_count,
    coalesce(teachers.full_time_equivalent, 0) as full_time_equivalent,
    coalesce(teachers.qualified_count, 0) as qualified_count,
    coalesce(teachers.dedicated_count, 0) as dedicated_count,
    coalesce(teachers.full_time_count + teachers.part_time_count, 0) > 0
    or visited.school_code is not null as has_teacher
from schools
left join pupils on schools.month = pupils.month and schools.school_code = pupils.school_code
left join teachers on schools.month = teachers.month and schools.school_code = teachers.school_code
left join visited on schools.month = visited.month and schools.school_code = visited.school_code
left join {{ ref('int_latest_reports') }} as staff
    on
        staff.form_id = 'F07'
        and schools.month = staff.month
        and schools.school_code = staff.scope_code
