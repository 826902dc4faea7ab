-- Reasons that submitters gave for what they were asked to explain, by the gate or by the warehouse, counted
-- over rows: one row a form, period, unit, rule and reason. Only reports that count are here; a reason nobody
-- asked for is none.
with reasons as (
    {{ reasons_given([
        'stg_f00_school',
        'stg_f01_enrolment',
        'stg_f02_screening',
        'stg_f03_aggregate',
        'stg_f04_case',
        'stg_f05_followup',
        'stg_f06_transfer',
        'stg_f07_staff',
        'stg_f08_recruitment',
        'stg_f09_room',
        'stg_f10_hotline',
        'stg_f10_visit',
        'stg_f11_activity',
        'stg_f11_attendance',
        'stg_f11_award',
        'stg_f12_contract',
        'stg_f12_order',
        'stg_f12_payment',
        'stg_f13_campus_entry',
        'stg_f13_bulletin_item',
        'stg_f14_duty',
        'stg_f14_suggestion'
    ]) }}
),

effective as (
    select distinct submission_id
    from {{ ref('int_submissions__effective') }}
),

explained as (
    select
        submission_id,
        form_id,
        period,
        unit_code,
        rule_id,
        sheet,
        row_number
    from {{ ref('stg_findings') }}
    where is_explained
    union all
    select
        submission_id,
        form_id,
        period,
        unit_code,
        rule_id,
        sheet,
        row_number
    from {{ ref('rpt_cross_finding') }}
    where is_explained
),

told as (
    select distinct explained.*
    from explained
    inner join effective on explained.submission_id = effective.submission_id
)

select
    told.form_id,
    told.period,
    told.unit_code,
    told.rule_id,
    reasons.explain_code,
    items.label as reason,
    reasons.explain as explain_words,
    count(*) as row_count
from told
inner join reasons
    on
        told.submission_id = reasons.submission_id
        and told.sheet = reasons.sheet
        and told.row_number = reasons.row_number
left join {{ ref('code_item') }} as items
    on items.list_name = 'explain_code' and reasons.explain_code = items.code
group by
    told.form_id,
    told.period,
    told.unit_code,
    told.rule_id,
    reasons.explain_code,
    items.label,
    reasons.explain
