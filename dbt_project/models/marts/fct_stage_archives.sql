-- Pupils enrolled and pupils with a growth archive in a school's stage at a month's end: the enrolment,
-- schools and stages that the staffing figures use.
with scopes as (
    select
        months.month,
        months.semester,
        standards.stages
    from {{ ref('dim_month') }} as months
    inner join {{ ref('standard_staffing') }} as standards on {{ holds_on('standards', 'months.ends_on') }}
    where standards.is_published_default
),

enrolled as (
    select
        reports.month,
        enrolment.school_code,
        enrolment.stage_code,
        sum(enrolment.enrolled_count) as enrolled_count,
        sum(enrolment.archived_count) as archived_count
    from {{ ref('int_latest_reports') }} as reports
    inner join {{ ref('int_enrolment__effective') }} as enrolment
        on
            reports.form_id = 'F01'
            and reports.semester = enrolment.semester
            and reports.scope_code = enrolment.school_code
    group by reports.month, enrolment.school_code, enrolment.stage_code
)

select
    schools.month,
    schools.school_code,
    schools.unit_code,
    stages.stage_code,
    schools.is_enrolment_received,
    coalesce(enrolled.enrolled_count, 0) as enrolled_count,
    coalesce(enrolled.archived_count, 0) as archived_count
from {{ ref('fct_school_staffing') }} as schools
inner join scopes on schools.month = scopes.month
inner join {{ ref('int_school_semesters') }} as registered
    on schools.school_code = registered.school_code and scopes.semester = registered.semester
inner join {{ ref('code_stage') }} as stages on {{ list_has('scopes.stages', 'stages.stage_code') }}
left join enrolled
    on
        schools.month = enrolled.month
        and schools.school_code = enrolled.school_code
        and stages.stage_code = enrolled.stage_code
where
    {{ list_has(
        "case when registered.is_special then 'special' else registered.stages end", 'stages.stage_code'
    ) }}
    or enrolled.stage_code is not null
