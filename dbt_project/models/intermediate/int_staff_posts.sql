-- Staff in post on a month's last day, one row a person, post and school; valid_to is the last day in post.
-- A full-time teacher counts at one school only: where the post began last.
with posts as (
    select
        reports.month,
        staff.staff_token,
        staff.post_code,
        staff.unit_code,
        staff.school_code,
        staff.establishment,
        staff.served_school_codes,
        staff.valid_from,
        staff.psych_major,
        staff.certificate,
        coalesce(staff.psych_hours_week, 0) as psych_hours,
        coalesce(staff.other_hours_week, 0) as other_hours
    from {{ ref('int_latest_reports') }} as reports
    inner join {{ ref('stg_f07_staff') }} as staff
        on
            reports.form_id = 'F07'
            and reports.submission_id = staff.submission_id
            and reports.scope_code = coalesce(staff.school_code, staff.unit_code)
            and reports.ends_on >= staff.valid_from
            and (staff.valid_to is null or staff.valid_to >= reports.ends_on)
),

ranked as (
    select
        *,
        count(*) over (partition by month, staff_token) as post_count,
        row_number() over (
            partition by month, staff_token, post_code, case when post_code = 'ft_teacher' then '' else school_code end
            order by
                case when school_code is null then 1 else 0 end,
                valid_from desc, school_code, psych_hours desc
        ) as choice
    from posts
)

select
    month,
    staff_token,
    post_code,
    unit_code,
    school_code,
    establishment,
    served_school_codes,
    psych_major,
    certificate,
    psych_hours,
    other_hours,
    post_count
from ranked
where choice = 1
