-- On how much a month's figures rest: schools from which something has come and nothing that was due by the
-- data's cut-off is missing; counties with at least one such school. 3607SZ is no county. Screening counts
-- for the whole school year, the other forms for the semester; a month's forms once the month is theirs.
-- Forms that hold no bulletin back are not asked here.
with owed as (
    select
        months.month,
        expected.unit_code,
        expected.scope_code as school_code,
        max(case when expected.is_received then 1 else 0 end) as has_sent,
        max(
            case when expected.due_on < {{ known_at() }} and not expected.is_received then 1 else 0 end
        ) as is_behind
    from {{ ref('dim_month') }} as months
    inner join {{ ref('fct_expected_submissions') }} as expected
        on
            (
                months.semester = expected.semester
                and (length(expected.period) <> 7 or months.month >= expected.period)
            )
            or (
                expected.form_id = 'F02'
                and months.school_year = substr(expected.semester, 1, 9)
                and months.semester > expected.semester
            )
    where
        expected.form_id in (
            select forms.form_id from {{ ref('code_form') }} as forms
            where forms.holds_bulletin
        )
        and expected.scope_code <> expected.unit_code
    group by months.month, expected.unit_code, expected.scope_code
),

schools as (
    select
        month,
        unit_code,
        case when has_sent = 1 and is_behind = 0 then 1 else 0 end as reported
    from owed
),

counties as (
    select
        months.month,
        units.unit_code,
        max(coalesce(schools.reported, 0)) as reported
    from {{ ref('dim_month') }} as months
    inner join {{ ref('code_reporting_unit') }} as units on units.is_county_level
    left join schools on months.month = schools.month and units.unit_code = schools.unit_code
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
    from schools
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
