-- Hours of training of every full-time psychology teacher since the school year began, from the lists of
-- whoever organised: one row a month and teacher in post. Known where the school's roster and every monthly
-- register of its unit so far are here; without any register due there is nothing to know.
with registers as (
    select
        months.month,
        reports.unit_code,
        count(*) as register_count,
        sum(case when reports.is_received then 1 else 0 end) as received_count
    from {{ ref('dim_month') }} as months
    inner join {{ ref('int_unit_reports') }} as reports
        on
            months.month = reports.month
            and reports.form_id = 'F11'
            and (reports.is_owed or reports.is_received)
            and reports.starts_on >= cast(substr(months.school_year, 1, 4) || '-09-01' as date)
    group by months.month, reports.unit_code
),

schools as (
    select
        staffing.month,
        staffing.school_code,
        staffing.unit_code,
        registers.unit_code is not null as is_expected,
        staffing.is_staff_received
        and coalesce(registers.received_count = registers.register_count, false) as is_received
    from {{ ref('fct_school_staffing') }} as staffing
    left join registers
        on staffing.month = registers.month and staffing.unit_code = registers.unit_code
),

gained as (
    select
        months.month,
        attendances.staff_token,
        sum(attendances.hours) as hours
    from {{ ref('dim_month') }} as months
    inner join {{ ref('fct_attendances') }} as attendances
        on
            attendances.period between substr(months.school_year, 1, 4) || '-09' and months.month
            and attendances.activity_type in ('training', 'lecture', 'study_tour')
    group by months.month, attendances.staff_token
)

select
    schools.month,
    schools.unit_code,
    schools.school_code,
    schools.is_expected,
    schools.is_received,
    posts.staff_token,
    case when posts.staff_token is not null then coalesce(gained.hours, 0) end as hours,
    cast(parameters.value as decimal(9, 2)) as hours_wanted
from schools
inner join {{ ref('dim_month') }} as months on schools.month = months.month
inner join {{ ref('int_parameters') }} as parameters
    on
        parameters.parameter = 'training_hours_year'
        and {{ holds_on('parameters', 'months.ends_on') }}
left join {{ ref('int_staff_posts') }} as posts
    on
        schools.month = posts.month
        and schools.school_code = posts.school_code
        and posts.post_code = 'ft_teacher'
left join gained on posts.month = gained.month and posts.staff_token = gained.staff_token
