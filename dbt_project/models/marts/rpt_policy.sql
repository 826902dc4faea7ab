-- The versions of rules a month's figures rest on, in words, for the notes of the bulletin.
with screening as (
    select distinct
        month,
        policy_version
    from {{ ref('int_screening_base') }}
),

notes as (
    select
        parameter,
        max(unit) as unit,
        max(note_zh) as note_zh,
        max(source_document) as source_document
    from {{ ref('standard_parameter') }}
    group by parameter
),

policies as (
    select
        policy_version,
        min(description_zh) as description_zh,
        {{ join_distinct('source_document', '；') }} as source_document
    from {{ ref('standard_screening_policy') }}
    group by policy_version
)

select
    screening.month,
    screening.policy_version,
    policies.description_zh,
    policies.source_document
from screening
inner join policies on screening.policy_version = policies.policy_version
union all
select
    months.month,
    'staffing-' || standards.variant as policy_version,
    standards.name_zh as description_zh,
    standards.source_document
from {{ ref('dim_month') }} as months
inner join {{ ref('standard_staffing') }} as standards on {{ holds_on('standards', 'months.ends_on') }}
union all
-- The clocks of cases and follow-ups, with the numbers in force.
select
    months.month,
    'followup' as policy_version,
    {{ join_distinct(
        "notes.note_zh || '：' || parameters.value || notes.unit", '；'
    ) }} as description_zh,
    {{ join_distinct('notes.source_document', '；') }} as source_document
from {{ ref('dim_month') }} as months
inner join {{ ref('code_form') }} as forms
    on forms.form_id = 'F04' and {{ holds_on('forms', 'months.ends_on') }}
inner join {{ ref('int_parameters') }} as parameters
    on
        (
            parameters.parameter like 'followup_interval%'
            or parameters.parameter like 'followup_grace%'
            or parameters.parameter in ('plan_days', 'key_attention_ack_days', 'review_interview_days')
        )
        and {{ holds_on('parameters', 'months.ends_on') }}
inner join notes on parameters.parameter = notes.parameter
group by months.month
