-- M21 to M25 and M27 as parts: a row a school (M25: a county), metric and variant.
select
    month,
    unit_code,
    school_code,
    'M21' as metric_id,
    '' as variant,
    '' as slice,
    true as is_expected,
    is_staff_received as is_received,
    case when has_teacher then 1 else 0 end as numerator,
    1 as denominator
from {{ ref('fct_school_staffing') }}
union all
select
    month,
    unit_code,
    school_code,
    'M22' as metric_id,
    '' as variant,
    '' as slice,
    is_expected,
    is_received,
    case when is_met then 1 else 0 end as numerator,
    case when is_required then 1 else 0 end as denominator
from {{ ref('fct_school_shortfall') }}
where is_published_default
union all
select
    month,
    unit_code,
    school_code,
    'M23' as metric_id,
    'a' as variant,
    '' as slice,
    not(is_enrolment_received and pupil_count = 0) as is_expected,
    is_enrolment_received and is_staff_received as is_received,
    pupil_count as numerator,
    full_time_count as denominator
from {{ ref('fct_school_staffing') }}
union all
select
    month,
    unit_code,
    school_code,
    'M23' as metric_id,
    'b' as variant,
    '' as slice,
    not(is_enrolment_received and pupil_count = 0) as is_expected,
    is_enrolment_received and is_staff_received as is_received,
    pupil_count as numerator,
    full_time_equivalent as denominator
from {{ ref('fct_school_staffing') }}
union all
select
    month,
    unit_code,
    school_code,
    'M24' as metric_id,
    variant,
    '' as slice,
    is_expected,
    is_received,
    shortfall_count as numerator,
    null as denominator
from {{ ref('fct_school_shortfall') }}
union all
select
    month,
    unit_code,
    null as school_code,
    'M25' as metric_id,
    '' as variant,
    '' as slice,
    true as is_expected,
    is_received,
    case when has_researcher then 1 else 0 end as numerator,
    1 as denominator
from {{ ref('fct_unit_research') }}
union all
select
    month,
    unit_code,
    school_code,
    'M27' as metric_id,
    'a' as variant,
    '' as slice,
    true as is_expected,
    is_staff_received as is_received,
    qualified_count as numerator,
    full_time_count as denominator
from {{ ref('fct_school_staffing') }}
union all
select
    month,
    unit_code,
    school_code,
    'M27' as metric_id,
    'b' as variant,
    '' as slice,
    true as is_expected,
    is_staff_received as is_received,
    dedicated_count as numerator,
    full_time_count as denominator
from {{ ref('fct_school_staffing') }}
