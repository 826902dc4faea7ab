-- The rows that a figure of an official letter rests on: by sheet, kind and level, dated where the sheet is
-- added month by month, else as the list that speaks in a month has them (month is filled).
with activities as (
    select
        activity_id,
        unit_code,
        activity_type,
        activity_level,
        studio,
        end_on
    from {{ ref('fct_activities') }}
),

services as (
    select
        reports.month,
        reports.unit_code,
        contracts.submission_id,
        contracts.contract_id,
        contracts.service_kind
    from {{ ref('int_unit_reports') }} as reports
    inner join {{ ref('stg_f12_contract') }} as contracts on reports.submission_id = contracts.submission_id
    where reports.form_id = 'F12'
)

select
    cast(null as string) as month,
    'f11_activity' as row_sheet,
    unit_code,
    activity_type as row_kind,
    activity_level as row_level,
    end_on as fact_on
from activities
union all
select
    cast(null as string) as month,
    'f11_studio' as row_sheet,
    unit_code,
    activity_type as row_kind,
    activity_level as row_level,
    end_on as fact_on
from activities
where studio is not null
union all
select
    cast(null as string) as month,
    'f11_award' as row_sheet,
    awards.unit_code,
    awards.activity_type as row_kind,
    awards.award_level as row_level,
    activities.end_on as fact_on
from {{ ref('fct_awards') }} as awards
inner join activities on awards.activity_id = activities.activity_id
union all
select
    cast(null as string) as month,
    'f13_bulletin_item' as row_sheet,
    unit_code,
    '' as row_kind,
    '' as row_level,
    cast(sent_month || '-01' as date) as fact_on
from {{ ref('int_bulletin_items') }}
where is_accepted
union all
select
    month,
    'f08_recruitment' as row_sheet,
    unit_code,
    channel as row_kind,
    '' as row_level,
    cast(null as date) as fact_on
from {{ ref('fct_recruitment') }}
union all
select
    month,
    'f14_suggestion' as row_sheet,
    unit_code,
    suggestion_kind as row_kind,
    '' as row_level,
    cast(null as date) as fact_on
from {{ ref('fct_suggestions') }}
union all
select
    month,
    'f12_contract' as row_sheet,
    unit_code,
    service_kind as row_kind,
    '' as row_level,
    cast(null as date) as fact_on
from services
union all
select
    services.month,
    'f12_payment' as row_sheet,
    services.unit_code,
    services.service_kind as row_kind,
    '' as row_level,
    cast(null as date) as fact_on
from services
inner join {{ ref('stg_f12_payment') }} as payments
    on services.submission_id = payments.submission_id and services.contract_id = payments.contract_id
union all
select
    services.month,
    'f12_order' as row_sheet,
    services.unit_code,
    services.service_kind as row_kind,
    '' as row_level,
    cast(null as date) as fact_on
from services
inner join {{ ref('stg_f12_order') }} as orders
    on services.submission_id = orders.submission_id and services.contract_id = orders.contract_id
