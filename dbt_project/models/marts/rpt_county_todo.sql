-- What a unit has to do, one line a thing, in words or by case number: 未报 nothing came, 退回 turned back or
-- held, 逾期 a case overdue, 对账 forms that contradict each other (like findings of a form together), 移交
-- archives gone astray. No pupil's row is in it. A contradiction stands in every month from the one its file
-- came in.
with moments as (
    select
        month,
        ends_on,
        least({{ add_days('ends_on', 1) }}, cast({{ known_at() }} as date)) as seen_on
    from {{ ref('dim_month') }}
),

contradictions as (
    select
        found.unit_code,
        found.form_id,
        found.period,
        found.scope_code as school_code,
        found.rule_id,
        min(found.words) as words,
        count(*) as finding_count,
        cast(min(submissions.received_at) as date) as since_on
    from {{ ref('rpt_cross_finding') }} as found
    inner join {{ ref('stg_submissions') }} as submissions
        on found.submission_id = submissions.submission_id
    where found.severity <> '提示'
    group by found.unit_code, found.form_id, found.period, found.scope_code, found.rule_id
),

things as (
    select
        missing.month,
        missing.unit_code,
        missing.status as kind,
        missing.form_id,
        missing.period,
        missing.scope_code as school_code,
        missing.scope_name as school_name,
        cast(null as string) as rule_id,
        forms.name_zh || '（' || missing.period || '）' as item,
        missing.due_on as since_on
    from {{ ref('rpt_missing_submission') }} as missing
    inner join {{ ref('code_form') }} as forms on missing.form_id = forms.form_id
    union all
    select
        overdue.month,
        overdue.unit_code,
        '逾期' as kind,
        'F05' as form_id,
        overdue.month as period,
        overdue.school_code,
        overdue.school_name,
        cast(null as string) as rule_id,
        overdue.case_id as item,
        overdue.overdue_since as since_on
    from {{ ref('rpt_overdue_case') }} as overdue
    union all
    select
        moments.month,
        found.unit_code,
        '对账' as kind,
        found.form_id,
        found.period,
        found.school_code,
        coalesce(schools.school_name, units.unit_name, found.school_code) as school_name,
        found.rule_id,
        found.words
        || case
            when found.finding_count > 1 then '（等' || cast(found.finding_count as string) || '处）' else ''
        end as item,
        found.since_on
    from contradictions as found
    inner join moments on found.since_on <= moments.ends_on
    left join {{ ref('dim_school') }} as schools on found.school_code = schools.school_code
    left join {{ ref('dim_unit') }} as units on found.school_code = units.unit_code
    union all
    select
        astray.month,
        astray.unit_code,
        '移交' as kind,
        'F06' as form_id,
        astray.month as period,
        astray.unit_code as school_code,
        units.unit_name as school_name,
        cast(null as string) as rule_id,
        astray.anomaly_label || '：移交单' || astray.transfer_id || '，' || astray.leg_label || '一段'
        || case when astray.is_to_clear then '，请本单位核对补报' else '，请催对方核对补报' end
        || coalesce('（对方：' || astray.other_unit_name || '）', '') as item,
        astray.since_on
    from {{ ref('rpt_transfer_anomaly') }} as astray
    inner join {{ ref('dim_unit') }} as units on astray.unit_code = units.unit_code
)

select
    things.month,
    things.unit_code,
    things.kind,
    things.form_id,
    things.period,
    things.school_code,
    things.school_name,
    things.rule_id,
    things.item,
    things.since_on,
    cast({{ days_between('things.since_on', 'moments.seen_on') }} as integer) as days
from things
inner join moments on things.month = moments.month
where things.since_on < moments.seen_on or things.kind in ('对账', '移交')
