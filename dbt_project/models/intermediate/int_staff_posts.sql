-- Staff in post on a month's last day, one row a person, post and school; valid_to is the last day in post.
-- Each person by the latest roster that names him or her, up to the month's semester. A full-time teacher
-- counts at one school only: where the post began last.
with named as (
    select
        months.month,
        months.ends_on,
        staff.*,
        max(staff.semester) over (partition by months.month, staff.staff_token) as last_semester
    from {{ ref('dim_month') }} as months
    inner join {{ ref('calendar_semester') }} as semesters
        on months.semester >= semesters.semester and months.ends_on >= semesters.starts_on
    inner join {{ ref('int_staff_rows') }} as staff on semesters.semester = staff.semester
),

posts as (
    select
        *,
        count(*) over (partition by month, staff_token) as post_count
    from named
    where
        semester = last_semester
        and valid_from <= ends_on
        and (valid_to is null or valid_to >= ends_on)
),

ranked as (
    select
        *,
        row_number() over (
            partition by
                month, staff_token, post_code,
                case when post_code = 'ft_teacher' then '' else coalesce(school_code, '') end
            order by
                case when school_code is null then 1 else 0 end,
                valid_from desc, school_code asc, psych_hours desc, other_hours desc
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
