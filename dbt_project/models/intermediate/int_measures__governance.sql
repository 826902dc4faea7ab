-- M28, M40, M41, M43 and M44 as parts: a row a month, unit and variant. M28 and M41 over units that owe the
-- list of duties, M40 over those that owe the campus list; the burden over all, since it is asked of all.
{%- set duties = [
    ('M28', 'a', 'closed_count', 'due_count'),
    ('M28', 'b', 'overdue_count', 'null'),
    ('M41', 'a', 'on_time_count', 'answer_due_count'),
    ('M41', 'b', 'attitude_count', 'judged_count'),
    ('M41', 'c', 'result_count', 'judged_count'),
    ('M41', 'd', 'signed_count', 'proposer_count'),
    ('M41', 'e', 'answer_due_count', 'null'),
] %}
{%- set entries = [
    ('M40', 'a', 'listed_count - baseline_count', 'null'),
    ('M40', 'b', 'listed_count', 'null'),
    ('M40', 'c', 'added_count', 'null'),
    ('M40', 'd', 'banned_count', 'null'),
] %}
with reports as (
    select
        month,
        unit_code,
        form_id,
        is_owed or is_received as is_expected,
        is_received
    from {{ ref('int_unit_reports') }}
    where form_id in ('F13', 'F14')
),

duty_sums as (
    select
        month,
        unit_code,
        sum(case when is_due then 1 else 0 end) as due_count,
        sum(case when is_closed then 1 else 0 end) as closed_count,
        sum(case when is_overdue then 1 else 0 end) as overdue_count
    from {{ ref('fct_duties') }}
    group by month, unit_code
),

suggestion_sums as (
    select
        month,
        unit_code,
        sum(case when is_due then 1 else 0 end) as answer_due_count,
        sum(case when is_due and is_on_time then 1 else 0 end) as on_time_count,
        sum(case when is_due and attitude is not null then 1 else 0 end) as judged_count,
        sum(case when is_due and attitude = 'satisfied' then 1 else 0 end) as attitude_count,
        sum(case when is_due and result = 'satisfied' then 1 else 0 end) as result_count,
        sum(case when is_due and is_answered then signed_count else 0 end) as signed_count,
        sum(case when is_due and is_answered then proposer_count else 0 end) as proposer_count
    from {{ ref('fct_suggestions') }}
    group by month, unit_code
),

duties as (
    select
        reports.month,
        reports.unit_code,
        reports.is_expected,
        reports.is_received,
        coalesce(duty_sums.due_count, 0) as due_count,
        coalesce(duty_sums.closed_count, 0) as closed_count,
        coalesce(duty_sums.overdue_count, 0) as overdue_count,
        coalesce(suggestion_sums.answer_due_count, 0) as answer_due_count,
        coalesce(suggestion_sums.on_time_count, 0) as on_time_count,
        coalesce(suggestion_sums.judged_count, 0) as judged_count,
        coalesce(suggestion_sums.attitude_count, 0) as attitude_count,
        coalesce(suggestion_sums.result_count, 0) as result_count,
        coalesce(suggestion_sums.signed_count, 0) as signed_count,
        coalesce(suggestion_sums.proposer_count, 0) as proposer_count
    from reports
    left join duty_sums
        on reports.month = duty_sums.month and reports.unit_code = duty_sums.unit_code
    left join suggestion_sums
        on reports.month = suggestion_sums.month and reports.unit_code = suggestion_sums.unit_code
    where reports.form_id = 'F14'
),

entry_sums as (
    select
        month,
        unit_code,
        sum(case when is_listed then 1 else 0 end) as listed_count,
        sum(case when is_baseline then 1 else 0 end) as baseline_count,
        sum(case when is_added then 1 else 0 end) as added_count,
        sum(case when is_banned then 1 else 0 end) as banned_count
    from {{ ref('fct_campus_entries') }}
    group by month, unit_code
),

entries as (
    select
        reports.month,
        reports.unit_code,
        reports.is_expected,
        reports.is_received,
        coalesce(entry_sums.listed_count, 0) as listed_count,
        coalesce(entry_sums.baseline_count, 0) as baseline_count,
        coalesce(entry_sums.added_count, 0) as added_count,
        coalesce(entry_sums.banned_count, 0) as banned_count
    from reports
    left join entry_sums
        on reports.month = entry_sums.month and reports.unit_code = entry_sums.unit_code
    where reports.form_id = 'F13'
),

asked as (
    select
        sum(case when is_prefilled then 1 else 0 end) as prefilled_count,
        count(*) as column_count,
        sum(case when is_needless then 1 else 0 end) as needless_count,
        count(distinct form_id) as form_count
    from {{ ref('int_asked_columns') }}
    where role <> 'explain'
),

-- What is asked is known without anybody's report.
asked_monthly as (
    select
        months.month,
        '3607' as unit_code,
        true as is_expected,
        true as is_received,
        asked.*
    from {{ ref('dim_month') }} as months
    cross join asked
),

burden as (
    select
        month,
        unit_code,
        true as is_expected,
        true as is_received,
        minute_count,
        school_count
    from {{ ref('fct_burden') }}
)

{{ unit_measures('duties', duties) }}
union all
{{ unit_measures('entries', entries) }}
union all
{{ unit_measures('burden', [('M43', 'a', 'minute_count', 'school_count')]) }}
union all
{{ unit_measures('asked_monthly', [
    ('M43', 'b', 'prefilled_count', 'column_count'),
    ('M43', 'c', 'form_count', 'null'),
    ('M44', '', 'needless_count', 'null'),
]) }}
