-- Which F08 a month speaks of, one row a month and unit. A plan is a year's, so every unit must speak of the
-- same year: January to March still tell the year before in full, from April on it is the year's own part.
-- Of the year before only the fourth quarter is the whole.
with speaking as (
    select
        months.month,
        case
            when month(months.starts_on) <= 3 then cast(year(months.starts_on) - 1 as string)
            else cast(year(months.starts_on) as string)
        end as recruitment_year,
        reports.unit_code,
        reports.period,
        reports.submission_id,
        reports.is_owed
    from {{ ref('dim_month') }} as months
    inner join {{ ref('int_unit_reports') }} as reports
        on reports.form_id = 'F08' and months.month = reports.month
),

whole_years as (
    select
        effective.scope_code as unit_code,
        effective.period,
        effective.submission_id
    from {{ ref('int_submissions__effective') }} as effective
    where effective.form_id = 'F08' and substr(effective.period, 5, 2) = 'Q4'
),

chosen as (
    select
        speaking.month,
        speaking.unit_code,
        speaking.recruitment_year,
        speaking.is_owed,
        case
            when substr(speaking.period, 1, 4) = speaking.recruitment_year then speaking.period
            when substr(speaking.period, 1, 4) > speaking.recruitment_year then whole_years.period
        end as period,
        case
            when substr(speaking.period, 1, 4) = speaking.recruitment_year then speaking.submission_id
            when substr(speaking.period, 1, 4) > speaking.recruitment_year then whole_years.submission_id
        end as submission_id
    from speaking
    left join whole_years
        on
            speaking.unit_code = whole_years.unit_code
            and speaking.recruitment_year || 'Q4' = whole_years.period
)

select
    month,
    unit_code,
    recruitment_year,
    period,
    submission_id,
    is_owed or submission_id is not null as is_expected,
    submission_id is not null as is_received
from chosen
