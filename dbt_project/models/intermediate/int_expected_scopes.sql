-- Who owes what: form, period and scope, for the semesters the warehouse speaks of. Schools owe what was
-- theirs to send on the census day: all F01, F02 those with a stage in the screening policy (F03 may take
-- its place), the same F04 and F05 for every month begun, F07 and F09 those with a stage in the staffing
-- standard; every county its own F07 scope (researchers); every unit the forms of units for every period
-- begun; the city its register. A month's forms may fall due in the semester after their own.
with schools as (
    select
        schools.semester,
        schools.school_code,
        schools.school_name,
        schools.unit_code,
        schools.census_on,
        case when schools.is_special then 'special' else schools.stages end as stages
    from {{ ref('int_school_semesters') }} as schools
    where
        schools.is_open_on_census
        and schools.semester in (select months.semester from {{ ref('dim_month') }} as months)
),

screened as (
    select distinct
        schools.semester,
        schools.school_code
    from schools
    inner join {{ ref('int_screening_policies') }} as policies
        on
            schools.semester = policies.semester
            and schools.unit_code = policies.unit_code
            and {{ list_has('schools.stages', 'policies.stage_code') }}
),

staffed as (
    select distinct
        schools.semester,
        schools.school_code
    from schools
    inner join {{ ref('standard_staffing') }} as standards
        on standards.is_published_default and {{ holds_on('standards', 'schools.census_on') }}
    inner join {{ ref('code_stage') }} as stages
        on
            {{ list_has('schools.stages', 'stages.stage_code') }}
            and {{ list_has('standards.stages', 'stages.stage_code') }}
)

select
    periods.form_id,
    periods.period,
    periods.semester,
    {{ semester_of('periods.due_on') }} as due_semester,
    periods.unit_code,
    schools.school_code as scope_code,
    schools.school_name as scope_name,
    periods.due_on,
    periods.lock_on
from {{ ref('int_form_periods') }} as periods
inner join schools on periods.semester = schools.semester and periods.unit_code = schools.unit_code
left join screened on schools.semester = screened.semester and schools.school_code = screened.school_code
left join staffed on schools.semester = staffed.semester and schools.school_code = staffed.school_code
where
    periods.form_id = 'F01'
    or (periods.form_id = 'F02' and screened.school_code is not null)
    or (
        periods.form_id in ('F04', 'F05')
        and screened.school_code is not null
        and periods.period <= {{ month_label('cast(' ~ known_at() ~ ' as date)') }}
    )
    or (periods.form_id in ('F07', 'F09') and staffed.school_code is not null)
union all
select
    periods.form_id,
    periods.period,
    periods.semester,
    {{ semester_of('periods.due_on') }} as due_semester,
    periods.unit_code,
    periods.unit_code as scope_code,
    units.unit_name as scope_name,
    periods.due_on,
    periods.lock_on
from {{ ref('int_form_periods') }} as periods
inner join {{ ref('dim_unit') }} as units on periods.unit_code = units.unit_code
inner join {{ ref('code_form') }} as forms on periods.form_id = forms.form_id
where
    periods.semester in (select months.semester from {{ ref('dim_month') }} as months)
    and (
        (periods.form_id = 'F00' and units.is_city)
        or (periods.form_id = 'F07' and units.is_county_level)
        or (
            forms.scope_kind = 'unit'
            and {{ period_starts_on('periods.period') }} <= cast({{ known_at() }} as date)
        )
    )
