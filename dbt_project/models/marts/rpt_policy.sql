-- The versions of rules a month's figures rest on, in words, for the notes of the bulletin.
with screening as (
    select distinct
        month,
        policy_version
    from {{ ref('int_screening_base') }}
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
