-- Each question the office has to decide about submissions, in its own words, with what may be chosen.
with schools as (
    select
        scope_code,
        max(school_name) as school_name
    from {{ ref('int_receipt_standings') }}
    group by scope_code
)

select
    questions.kind,
    {{ question_id('kinds.prefix', [
        'questions.kind', 'questions.form_id', 'questions.period', 'questions.scope_code', 'questions.submission_ids'
    ]) }} as question_id,
    {{ fill_words('kinds.words', {
        'scope_name': "coalesce(schools.school_name, units.unit_name, questions.scope_code)",
        'form_name': 'forms.name_zh',
        'period': 'questions.period',
        'lock_on': 'cast(questions.lock_on as string)',
        'received_on': 'cast(cast(questions.since as date) as string)',
        'file_name': 'questions.files',
        'files': 'questions.files',
        'value': 'cast(coalesce(questions.row_count, questions.file_count) as string)',
        'limit': 'cast(questions.counted_row_count as string)',
    }) }} as words,
    questions.since,
    questions.form_id,
    questions.period,
    questions.unit_code,
    questions.scope_code,
    coalesce(schools.school_name, units.unit_name, questions.scope_code) as scope_name,
    {{ fill_words('kinds.choices', {'options': 'questions.adoptions'}) }} as choices,
    questions.submission_ids
from {{ ref('int_open_questions') }} as questions
inner join {{ ref('code_question') }} as kinds on questions.kind = kinds.kind
inner join {{ ref('code_form') }} as forms on questions.form_id = forms.form_id
left join schools on questions.scope_code = schools.scope_code
left join {{ ref('dim_unit') }} as units on questions.scope_code = units.unit_code
