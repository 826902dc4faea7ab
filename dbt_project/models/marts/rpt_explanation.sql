-- Reasons that submitters gave for what they were asked to explain, by the gate or by the warehouse, counted
-- over rows: one row a form, period, unit, rule and reason. Only reports that count are here; a reason nobody
-- asked for is none.
with reasons as (
    select
        submission_id,
        sheet,
        row_number,
        explain_code,
        explain
    from {{ ref('stg_f00_school') }}
    where explain_code is not null or explain is not null
    union all
    select
        submission_id,
        sheet,
        row_number,
        explain_code,
        explain
    from {{ ref('stg_f01_enrolment') }}
    where explain_code is not null or explain is not null
    union all
    select
        submission_id,
        sheet,
        row_number,
        explain_code,
        explain
    from {{ ref('stg_f02_screening') }}
    where explain_code is not null or explain is not null
    union all
    select
        submission_id,
        sheet,
        row_number,
        explain_code,
        explain
    from {{ ref('stg_f03_aggregate') }}
    where explain_code is not null or explain is not null
    union all
    select
        submission_id,
        sheet,
        row_number,
        explain_code,
        explain
    from {{ ref('stg_f04_case') }}
    where explain_code is not null or explain is not null
    union all
    select
        submission_id,
        sheet,
        row_number,
        explain_code,
        explain
    from {{ ref('stg_f05_followup') }}
    where explain_code is not null or explain is not null
    union all
    select
        submission_id,
        sheet,
        row_number,
        explain_code,
        explain
    from {{ ref('stg_f07_staff') }}
    where explain_code is not null or explain is not null
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
