{%- set at = ['sheet', 'row_number', 'column_name', 'is_explained', 'subject'] %}
{%- set valued = at + ['value_words', 'limit_words'] %}
{%- set told = valued + ['reason'] %}
-- What only the warehouse can see: contradictions between forms, periods and schools. They reject nothing;
-- they go to the submitters and to the to-do lists.
with found as (
    select
        {{ finding_columns('scopes', ['form_id', 'unit_code', 'scope_code', 'scope_name', 'reason'], {
            'sheet': 'addresses.sheet',
            'row_number': 'addresses.row_number',
            'column_name': "case when scopes.rule_id = 'X00' then 'school_code' end",
            'value_words': 'cast(scopes.rival_count as string)',
        }) }}
    from {{ ref('int_cross__scopes') }} as scopes
    left join {{ ref('int_scope_addresses') }} as addresses
        on
            scopes.submission_id = addresses.submission_id
            and scopes.scope_code = addresses.scope_code
    union all
    select
        {{ finding_columns('enrolment', ['sheet', 'row_number'], {
            'form_id': "'F02'",
            'unit_code': 'schools.unit_code',
            'scope_code': 'enrolment.school_code',
            'scope_name': 'schools.school_name',
            'column_name': "'pupil_token'",
            'value_words': 'cast(enrolment.pupil_count as string)',
            'limit_words': 'cast(cast(enrolment.enrolled_count as bigint) as string)',
            'grade_label': 'grades.label',
            'sex_label': 'sexes.label',
        }) }}
    from {{ ref('int_cross__enrolment') }} as enrolment
    inner join {{ ref('dim_school') }} as schools on enrolment.school_code = schools.school_code
    inner join {{ ref('code_grade') }} as grades on enrolment.grade_code = grades.grade_code
    left join {{ ref('code_item') }} as sexes on sexes.list_name = 'sex' and enrolment.sex = sexes.code
    union all
    select
        {{ finding_columns('stocks', ['form_id', 'unit_code', 'scope_code', 'scope_name', 'subject']) }}
    from {{ ref('int_cross__stocks') }} as stocks
    union all
    select
        {{ finding_columns('tests', valued, {
            'form_id': "'F02'",
            'unit_code': 'schools.unit_code',
            'scope_code': 'tests.school_code',
            'scope_name': 'schools.school_name',
            'other_name': 'others.school_name',
        }) }}
    from {{ ref('int_cross__tests') }} as tests
    inner join {{ ref('dim_school') }} as schools on tests.school_code = schools.school_code
    left join {{ ref('dim_school') }} as others on tests.other_school_code = others.school_code
    union all
    select
        {{ finding_columns('cases', told + ['form_id'], {
            'unit_code': 'schools.unit_code',
            'scope_code': 'cases.school_code',
            'scope_name': 'schools.school_name',
            'other_name': 'others.school_name',
        }) }}
    from (
        select * from {{ ref('int_cross__cases') }}
        union all
        select * from {{ ref('int_cross__registers') }}
        union all
        select * from {{ ref('int_cross__followups') }}
        union all
        select * from {{ ref('int_cross__rooms') }}
    ) as cases
    inner join {{ ref('dim_school') }} as schools on cases.school_code = schools.school_code
    left join {{ ref('dim_school') }} as others on cases.other_school_code = others.school_code
    union all
    select
        {{ finding_columns('sums', ['sheet', 'row_number'], {
            'form_id': "'F03'",
            'unit_code': 'schools.unit_code',
            'scope_code': 'sums.school_code',
            'scope_name': 'schools.school_name',
            'column_name': "'grade'",
            'grade_label': 'grades.label',
            'sex_label': 'sexes.label',
        }) }}
    from {{ ref('int_cross__aggregates') }} as sums
    inner join {{ ref('dim_school') }} as schools on sums.school_code = schools.school_code
    inner join {{ ref('code_grade') }} as grades on sums.grade_code = grades.grade_code
    left join {{ ref('code_item') }} as sexes on sexes.list_name = 'sex' and sums.sex = sexes.code
    union all
    select
        {{ finding_columns('hotlines', told + ['unit_code', 'scope_code'], {
            'form_id': "'F10'",
            'scope_name': 'coalesce(schools.school_name, units.unit_name, hotlines.scope_code)',
        }) }}
    from {{ ref('int_cross__hotlines') }} as hotlines
    left join {{ ref('dim_school') }} as schools on hotlines.scope_code = schools.school_code
    left join {{ ref('dim_unit') }} as units on hotlines.scope_code = units.unit_code
    union all
    select
        {{ finding_columns('recruitment', valued + ['form_id', 'unit_code', 'scope_code'], {
            'scope_name': 'units.unit_name',
        }) }}
    from {{ ref('int_cross__recruitment') }} as recruitment
    inner join {{ ref('dim_unit') }} as units on recruitment.unit_code = units.unit_code
    union all
    select
        {{ finding_columns('activities', at + ['unit_code', 'reason', 'value_words'], {
            'form_id': "'F11'",
            'scope_code': 'activities.unit_code',
            'scope_name': 'units.unit_name',
            'other_name': "case when others.unit_name is not null then '，' || others.unit_name || '也已登记' end",
        }) }}
    from {{ ref('int_cross__activities') }} as activities
    inner join {{ ref('dim_unit') }} as units on activities.unit_code = units.unit_code
    left join {{ ref('dim_unit') }} as others on activities.other_unit_code = others.unit_code
    union all
    select
        {{ finding_columns('transfers', at + ['form_id', 'unit_code', 'scope_code', 'reason'], {
            'scope_name': 'coalesce(schools.school_name, units.unit_name)',
        }) }}
    from (
        select * from {{ ref('int_cross__transfers') }}
        union all
        select * from {{ ref('int_cross__transfer_ends') }}
    ) as transfers
    left join {{ ref('dim_school') }} as schools on transfers.scope_code = schools.school_code
    left join {{ ref('dim_unit') }} as units on transfers.scope_code = units.unit_code
    union all
    select
        {{ finding_columns('lists', told + ['form_id', 'unit_code'], {
            'scope_code': 'lists.unit_code',
            'scope_name': 'units.unit_name',
        }) }}
    from (
        select * from {{ ref('int_cross__services') }}
        union all
        select * from {{ ref('int_cross__governance') }}
    ) as lists
    inner join {{ ref('dim_unit') }} as units on lists.unit_code = units.unit_code
)

select
    found.submission_id,
    found.form_id,
    found.period,
    found.unit_code,
    found.scope_code,
    submissions.file_name,
    found.sheet,
    '第' || cast(found.row_number as string) || '行' as cell,
    found.row_number,
    found.column_name,
    found.rule_id,
    found.is_explained,
    case when found.is_explained then '提示' else rules.severity end as severity,
    {{ fill_words('rules.words', {
        'scope_code': 'found.scope_code',
        'scope_name': 'found.scope_name',
        'period': 'found.period',
        'form_name': 'forms.name_zh',
        'reason': 'found.reason',
        'subject': 'found.subject',
        'value': 'found.value_words',
        'limit': 'found.limit_words',
        'other_name': 'found.other_name',
        'grade_label': 'found.grade_label',
        'sex_label': 'found.sex_label',
    }) }} as words,
    rules.fix
from found
inner join {{ ref('code_cross_rule') }} as rules on found.rule_id = rules.rule_id
left join {{ ref('code_form') }} as forms on found.form_id = forms.form_id
left join {{ ref('stg_submissions') }} as submissions on found.submission_id = submissions.submission_id
