-- Homeroom teachers in post and those trained within the years the standard asks for, by unit and for the
-- city, with the reports that rests on (enrolment by school, activities by month). A teacher is of the unit
-- whose roster names him or her, else of the county that held the training; who is on no roster and came to
-- a training of the city is known to the city alone.
with months as (
    select
        months.month,
        {{ add_months(add_days('months.ends_on', 1), "-12 * cast(parameters.value as integer)") }} as from_on,
        months.ends_on
    from {{ ref('dim_month') }} as months
    inner join {{ ref('int_parameters') }} as parameters
        on
            parameters.parameter = 'homeroom_training_years'
            and {{ holds_on('parameters', 'months.ends_on') }}
),

schools as (
    select
        staffing.month,
        staffing.unit_code,
        staffing.school_code,
        staffing.is_enrolment_received,
        sum(enrolment.homeroom_n) as homeroom_count
    from {{ ref('fct_school_staffing') }} as staffing
    left join {{ ref('int_latest_reports') }} as latest
        on
            staffing.month = latest.month
            and staffing.school_code = latest.scope_code
            and latest.form_id = 'F01'
    left join {{ ref('stg_f01_enrolment') }} as enrolment
        on
            latest.submission_id = enrolment.submission_id
            and staffing.school_code = enrolment.school_code
    group by
        staffing.month, staffing.unit_code, staffing.school_code, staffing.is_enrolment_received
),

school_sums as (
    select
        month,
        unit_code,
        count(*) as expected_count,
        sum(case when is_enrolment_received then 1 else 0 end) as received_count,
        sum(case when is_enrolment_received then coalesce(homeroom_count, 0) else 0 end) as homeroom_count
    from schools
    group by month, unit_code
),

registers as (
    select
        months.month,
        reports.unit_code,
        count(*) as expected_count,
        sum(case when reports.is_received then 1 else 0 end) as received_count
    from months
    inner join {{ ref('int_unit_reports') }} as reports
        on
            months.month = reports.month
            and reports.form_id = 'F11'
            and (reports.is_owed or reports.is_received)
            and months.from_on <= reports.starts_on
    group by months.month, reports.unit_code
),

units as (
    select
        registers.month,
        registers.unit_code,
        registers.received_count > 0 and school_sums.received_count > 0 as is_known,
        registers.expected_count + school_sums.expected_count as expected_count,
        registers.received_count + school_sums.received_count as received_count,
        school_sums.homeroom_count
    from registers
    inner join school_sums
        on registers.month = school_sums.month and registers.unit_code = school_sums.unit_code
),

rostered as (
    select
        staff_token,
        unit_code,
        row_number() over (
            partition by staff_token order by semester desc, valid_from desc, unit_code asc
        ) as recency
    from {{ ref('int_staff_rows') }}
),

trained as (
    select distinct
        months.month,
        attendances.staff_token,
        coalesce(
            rostered.unit_code,
            case when attendances.activity_level <> 'city' then attendances.unit_code end
        ) as unit_code
    from months
    inner join {{ ref('fct_attendances') }} as attendances
        on
            attendances.end_on between months.from_on and months.ends_on
            and attendances.is_homeroom
            and attendances.activity_type in ('training', 'lecture', 'study_tour')
    left join rostered on attendances.staff_token = rostered.staff_token and rostered.recency = 1
),

places as (
    select
        month,
        'unit' as grain,
        unit_code as place_code,
        unit_code,
        is_known,
        expected_count,
        received_count,
        homeroom_count
    from units
    union all
    select
        month,
        'city' as grain,
        '3607' as place_code,
        unit_code,
        is_known,
        expected_count,
        received_count,
        homeroom_count
    from units
),

sums as (
    select
        month,
        grain,
        place_code,
        sum(expected_count) as expected_count,
        sum(case when is_known then received_count else 0 end) as received_count,
        sum(case when is_known then homeroom_count else 0 end) as homeroom_count
    from places
    group by month, grain, place_code
),

persons as (
    select
        places.month,
        places.grain,
        places.place_code,
        count(distinct trained.staff_token) as trained_count
    from places
    inner join trained
        on
            places.month = trained.month
            and (
                places.unit_code = trained.unit_code
                or (places.grain = 'city' and trained.unit_code is null)
            )
    where places.is_known
    group by places.month, places.grain, places.place_code
)

select
    sums.month,
    sums.grain,
    sums.place_code,
    sums.expected_count,
    sums.received_count,
    sums.homeroom_count,
    least(coalesce(persons.trained_count, 0), sums.homeroom_count) as trained_count
from sums
left join persons
    on
        sums.month = persons.month
        and sums.grain = persons.grain
        and sums.place_code = persons.place_code
