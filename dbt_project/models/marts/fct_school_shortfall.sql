-- Teachers required and lacking in a school, by the named variants of the standard. A surplus stays where
-- it is: the shortfall is taken school by school and only then added. Schools without pupils are left out.
with pupils as (
    select
        reports.month,
        standards.variant,
        enrolment.school_code,
        sum(enrolment.enrolled_count) as pupil_count
    from {{ ref('int_latest_reports') }} as reports
    inner join {{ ref('int_enrolment__effective') }} as enrolment
        on
            reports.form_id = 'F01'
            and reports.semester = enrolment.semester
            and reports.scope_code = enrolment.school_code
    inner join {{ ref('standard_staffing') }} as standards
        on
            {{ holds_on('standards', 'reports.ends_on') }}
            and {{ list_has('standards.stages', 'enrolment.stage_code') }}
    group by reports.month, standards.variant, enrolment.school_code
),

required as (
    select
        staffing.month,
        staffing.school_code,
        staffing.unit_code,
        standards.variant,
        standards.is_published_default,
        staffing.is_enrolment_received and staffing.is_staff_received as is_received,
        coalesce(pupils.pupil_count, 0) as pupil_count,
        staffing.full_time_count,
        case
            when standards.counts_part_time then staffing.full_time_count + staffing.part_time_count
            else staffing.full_time_count
        end as counted_count,
        case
            when coalesce(pupils.pupil_count, 0) = 0 then 0
            when
                pupils.pupil_count > coalesce(standards.pupils_over, 0)
                or (standards.is_threshold_counted and pupils.pupil_count = standards.pupils_over)
                then
                    case
                        when standards.pupils_per_teacher is null then 1
                        else cast(ceil(pupils.pupil_count * 1.0 / standards.pupils_per_teacher) as integer)
                    end
            else 0
        end as required_count
    from {{ ref('fct_school_staffing') }} as staffing
    inner join {{ ref('dim_month') }} as months on staffing.month = months.month
    inner join {{ ref('standard_staffing') }} as standards on {{ holds_on('standards', 'months.ends_on') }}
    left join pupils
        on
            staffing.month = pupils.month
            and staffing.school_code = pupils.school_code
            and standards.variant = pupils.variant
)

select
    month,
    school_code,
    unit_code,
    variant,
    is_published_default,
    is_received,
    -- A school known to have no pupils is out of the measure; one that has not reported is not known to.
    not(is_received and pupil_count = 0) as is_expected,
    pupil_count,
    counted_count,
    required_count,
    required_count > 0 as is_required,
    required_count > 0 and full_time_count >= required_count as is_met,
    greatest(required_count - counted_count, 0) as shortfall_count
from required
