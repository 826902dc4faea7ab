-- Whether a county has a full-time teaching researcher in post at a month's end (M25). One who holds
-- another post on the same day wears two hats and does not count. A county has reported when its own F07
-- scope counts.
with researchers as (
    select
        month,
        unit_code,
        count(*) as researcher_count
    from {{ ref('int_staff_posts') }}
    where post_code = 'ft_researcher' and post_count = 1
    group by month, unit_code
)

select
    months.month,
    units.unit_code,
    reports.scope_code is not null as is_received,
    coalesce(researchers.researcher_count, 0) as researcher_count,
    coalesce(researchers.researcher_count, 0) > 0 as has_researcher
from {{ ref('dim_month') }} as months
inner join {{ ref('code_reporting_unit') }} as units on units.is_county_level
left join {{ ref('int_latest_reports') }} as reports
    on
        reports.form_id = 'F07'
        and months.month = reports.month
        and units.unit_code = reports.scope_code
left join researchers
    on months.month = researchers.month and units.unit_code = researchers.unit_code
