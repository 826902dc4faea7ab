-- X92: the level sent in is not the one the cut-offs give (recomputed counts, the sent one is only
-- compared). X93: one pupil token tested at two schools within a few days: a transfer, or a token given
-- out twice.
with moved as (
    select pupil_token
    from {{ ref('fct_screening_tests') }}
    group by pupil_token
    having min(school_code) <> max(school_code)
),

tests as (
    select tests.*
    from {{ ref('fct_screening_tests') }} as tests
    inner join moved on tests.pupil_token = moved.pupil_token
)

select
    'X92' as rule_id,
    tests.submission_id,
    tests.round_id as period,
    tests.school_code,
    tests.sheet,
    tests.row_number,
    'level' as column_name,
    tests.explain_code is not null as is_explained,
    cast(null as string) as subject,
    submitted.label as value_words,
    recomputed.label as limit_words,
    cast(null as string) as other_school_code
from {{ ref('fct_screening_tests') }} as tests
inner join {{ ref('code_risk_level') }} as submitted on tests.submitted_level = submitted.level_code
inner join {{ ref('code_risk_level') }} as recomputed on tests.level_rank = recomputed.rank
where submitted.rank <> tests.level_rank
union all
select
    'X93' as rule_id,
    tests.submission_id,
    tests.round_id as period,
    tests.school_code,
    min(tests.sheet) as sheet,
    min(tests.row_number) as row_number,
    'pupil_token' as column_name,
    max(tests.explain_code is not null) as is_explained,
    tests.pupil_token as subject,
    cast(null as string) as value_words,
    cast(null as string) as limit_words,
    others.school_code as other_school_code
from tests
inner join tests as others
    on tests.pupil_token = others.pupil_token and tests.school_code <> others.school_code
inner join {{ ref('int_parameters') }} as parameters
    on
        parameters.parameter = 'token_conflict_days'
        and {{ holds_on('parameters', 'tests.test_date') }}
        and abs({{ days_between('tests.test_date', 'others.test_date') }})
        <= cast(parameters.value as integer)
group by tests.submission_id, tests.round_id, tests.school_code, tests.pupil_token, others.school_code
