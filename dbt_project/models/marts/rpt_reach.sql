-- On how much a month's figures rest: counties and schools of which something has been received, of those
-- expected. Schools are those of the screening and staffing figures; 3607SZ is no county.
with schools as (
    select
        month,
        unit_code,
        school_code,
        is_enrolment_received or is_screening_received as is_reported
    from {{ ref('fct_school_screening') }}
    union all
    select
        month,
        unit_code,
        school_code,
        is_enrolment_received or is_staff_received as is_reported
    from {{ ref('fct_school_staffing') }}
),

distinct_schools as (
    select
        month,
        unit_code,
        school_code,
        max(case when is_reported then 1 else 0 end) as reported
    from schools
    group by month, unit_code, school_code
),

counties as (
    select
        months.month,
        units.unit_code,
        max(coalesce(schools.reported, 0)) as reported
    from {{ ref('dim_month') }} as months
    inner join {{ ref('code_reporting_unit') }} as units on units.is_county_level
    left join distinct_schools as schools
        on months.month = schools.month and units.unit_code = schools.unit_code
    group by months.month, units.unit_code
),

county_sums as (
    select
        month,
        sum(reported) as units_reported,
        count(*) as units_expected
    from counties
    group by month
),

school_sums as (
    select
        month,
        sum(reported) as schools_reported,
        count(*) as schools_expected
    from distinct_schools
    group by month
)

select
    county_sums.month,
    cast(county_sums.units_reported as bigint) as units_reported,
    cast(county_sums.units_expected as bigint) as units_expected,
    cast(coalesce(school_sums.schools_reported, 0) as bigint) as schools_reported,
    cast(coalesce(school_sums.schools_expected, 0) as bigint) as schools_expected
from county_sums
left join school_sums on county_sums.month = school_sums.month
