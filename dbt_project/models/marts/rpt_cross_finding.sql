-- What only the warehouse can see: contradictions between forms, periods and schools. They reject nothing;
-- they go to the submitters and to the to-do lists.
with found as (
    select
        scopes.rule_id,
        scopes.submission_id,
        scopes.form_id,
        scopes.period,
        scopes.unit_code,
        scopes.scope_code,
        scopes.scope_name,
        addresses.sheet,
        addresses.row_number,
        case when scopes.rule_id = 'X00' then 'school_code' end as column_name,
        false as is_explained,
        scopes.reason,
        cast(null as string) as subject,
        cast(scopes.rival_count as string) as value_words,
        cast(null as string) as limit_words,
        cast(null as string) as other_name,
        cast(null as string) as grade_label,
        cast(null as string) as sex_label
    from {{ ref('int_cross__scopes') }} as scopes
    left join {{ ref('int_scope_addresses') }} as addresses
        on
            scopes.submission_id = addresses.submission_id
            and scopes.scope_code = addresses.scope_code
    union all
    select
        enrolment.rule_id,
        enrolment.submission_id,
        'F02' as form_id,
        enrolment.period,
        schools.unit_code,
        enrolment.school_code as scope_code,
        schools.school_name as scope_name,
        enrolment.sheet,
        enrolment.row_number,
        'pupil_token' as column_name,
        false as is_explained,
        cast(null as string) as reason,
        cast(null as string) as subject,
        cast(enrolment.pupil_count as string) as value_words,
        cast(cast(enrolment.enrolled_count as bigint) as string) as limit_words,
        cast(null as string) as other_name,
        grades.label as grade_label,
        sexes.label as sex_label
    from {{ ref('int_cross__enrolment') }} as enrolment
    inner join {{ ref('dim_school') }} as schools on enrolment.school_code = schools.school_code
    inner join {{ ref('code_grade') }} as grades on enrolment.grade_code = grades.grade_code
    left join {{ ref('code_item') }} as sexes on sexes.list_name = 'sex' and enrolment.sex = sexes.code
    union all
    select
        stocks.rule_id,
        stocks.submission_id,
        stocks.form_id,
        stocks.period,
        stocks.unit_code,
        stocks.scope_code,
        stocks.scope_name,
        cast(null as string) as sheet,
        cast(null as bigint) as row_number,
        cast(null as string) as column_name,
        false as is_explained,
        cast(null as string) as reason,
        stocks.subject,
        cast(null as string) as value_words,
        cast(null as string) as limit_words,
        cast(null as string) as other_name,
        cast(null as string) as grade_label,
        cast(null as string) as sex_label
    from {{ ref('int_cross__stocks') }} as stocks
    union all
    select
        tests.rule_id,
        tests.submission_id,
        'F02' as form_id,
        tests.period,
        schools.unit_code,
        tests.school_code as scope_code,
        schools.school_name as scope_name,
        tests.sheet,
        tests.row_number,
        tests.column_name,
        tests.is_explained,
        cast(null as string) as reason,
        tests.subject,
        tests.value_words,
        tests.limit_words,
        others.school_name as other_name,
        cast(null as string) as grade_label,
        cast(null as string) as sex_label
    from {{ ref('int_cross__tests') }} as tests
    inner join {{ ref('dim_school') }} as schools on tests.school_code = schools.school_code
    left join {{ ref('dim_school') }} as others on tests.other_school_code = others.school_code
    union all
    select
        cases.rule_id,
        cases.submission_id,
        cases.form_id,
        cases.period,
        schools.unit_code,
        cases.school_code as scope_code,
        schools.school_name as scope_name,
        cases.sheet,
        cases.row_number,
        cases.column_name,
        cases.is_explained,
        cases.reason,
        cases.subject,
        cases.value_words,
        cases.limit_words,
        others.school_name as other_name,
        cast(null as string) as grade_label,
        cast(null as string) as sex_label
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
        hotlines.rule_id,
        hotlines.submission_id,
        'F10' as form_id,
        hotlines.period,
        hotlines.unit_code,
        hotlines.scope_code,
        coalesce(schools.school_name, units.unit_name, hotlines.scope_code) as scope_name,
        hotlines.sheet,
        hotlines.row_number,
        hotlines.column_name,
        hotlines.is_explained,
        hotlines.reason,
        hotlines.subject,
        hotlines.value_words,
        hotlines.limit_words,
        cast(null as string) as other_name,
        cast(null as string) as grade_label,
        cast(null as string) as sex_label
    from {{ ref('int_cross__hotlines') }} as hotlines
    left join {{ ref('dim_school') }} as schools on hotlines.scope_code = schools.school_code
    left join {{ ref('dim_unit') }} as units on hotlines.scope_code = units.unit_code
    union all
    select
        recruitment.rule_id,
        recruitment.submission_id,
        recruitment.form_id,
        recruitment.period,
        recruitment.unit_code,
        recruitment.scope_code,
        units.unit_name as scope_name,
        recruitment.sheet,
        recruitment.row_number,
        recruitment.column_name,
        recruitment.is_explained,
        cast(null as string) as reason,
        recruitment.subject,
        recruitment.value_words,
        recruitment.limit_words,
        cast(null as string) as other_name,
        cast(null as string) as grade_label,
        cast(null as string) as sex_label
    from {{ ref('int_cross__recruitment') }} as recruitment
    inner join {{ ref('dim_unit') }} as units on recruitment.unit_code = units.unit_code
    union all
    select
        sums.rule_id,
        sums.submission_id,
        'F03' as form_id,
        sums.period,
        schools.unit_code,
        sums.school_code as scope_code,
        schools.school_name as scope_name,
        sums.sheet,
        sums.row_number,
        'grade' as column_name,
        false as is_explained,
        cast(null as string) as reason,
        cast(null as string) as subject,
        cast(null as string) as value_words,
        cast(null as string) as limit_words,
        cast(null as string) as other_name,
        grades.label as grade_label,
        sexes.label as sex_label
    from {{ ref('int_cross__aggregates') }} as sums
    inner join {{ ref('dim_school') }} as schools on sums.school_code = schools.school_code
    inner join {{ ref('code_grade') }} as grades on sums.grade_code = grades.grade_code
    left join {{ ref('code_item') }} as sexes on sexes.list_name = 'sex' and sums.sex = sexes.code
    union all
    select
        activities.rule_id,
        activities.submission_id,
        'F11' as form_id,
        activities.period,
        activities.unit_code,
        activities.unit_code as scope_code,
        units.unit_name as scope_name,
        activities.sheet,
        activities.row_number,
        activities.column_name,
        activities.is_explained,
        activities.reason,
        activities.subject,
        activities.value_words,
        cast(null as string) as limit_words,
        case when others.unit_name is not null then '，' || others.unit_name || '也已登记' end as other_name,
        cast(null as string) as grade_label,
        cast(null as string) as sex_label
    from {{ ref('int_cross__activities') }} as activities
    inner join {{ ref('dim_unit') }} as units on activities.unit_code = units.unit_code
    left join {{ ref('dim_unit') }} as others on activities.other_unit_code = others.unit_code
    union all
    select
        transfers.rule_id,
        transfers.submission_id,
        transfers.form_id,
        transfers.period,
        transfers.unit_code,
        transfers.scope_code,
        coalesce(schools.school_name, units.unit_name) as scope_name,
        transfers.sheet,
        transfers.row_number,
        transfers.column_name,
        transfers.is_explained,
        transfers.reason,
        transfers.subject,
        cast(null as string) as value_words,
        cast(null as string) as limit_words,
        cast(null as string) as other_name,
        cast(null as string) as grade_label,
        cast(null as string) as sex_label
    from {{ ref('int_cross__transfers') }} as transfers
    left join {{ ref('dim_school') }} as schools on transfers.scope_code = schools.school_code
    left join {{ ref('dim_unit') }} as units on transfers.scope_code = units.unit_code
    union all
    select
        lists.rule_id,
        lists.submission_id,
        lists.form_id,
        lists.period,
        lists.unit_code,
        lists.unit_code as scope_code,
        units.unit_name as scope_name,
        lists.sheet,
        lists.row_number,
        lists.column_name,
        lists.is_explained,
        lists.reason,
        lists.subject,
        lists.value_words,
        lists.limit_words,
        cast(null as string) as other_name,
        cast(null as string) as grade_label,
        cast(null as string) as sex_label
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
