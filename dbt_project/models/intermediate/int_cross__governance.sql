-- What lists of units say against themselves over time, as the latest month sees them: X14 more enters
-- schools than did at first · X23 an answered suggestion that not every proposer signed · X91 a duty, a
-- suggestion or a campus entry that vanished without an end.
with latest as (
    select max(month) as month
    from {{ ref('dim_month') }}
),

entries as (
    select
        entries.*,
        case
            when entries.is_added then entries.title || coalesce('（' || entries.approval_no || '）', '')
        end as added_words
    from {{ ref('fct_campus_entries') }} as entries
    inner join latest on entries.month = latest.month
),

grown as (
    select
        unit_code,
        max(semester) as semester,
        max(report_submission_id) as submission_id,
        sum(case when is_listed then 1 else 0 end) as listed_count,
        sum(case when is_baseline then 1 else 0 end) as baseline_count,
        min(case when is_added then sheet end) as sheet,
        min(case when is_added then row_number end) as row_number,
        min(case when is_added and is_explained then 1 when is_added then 0 end) as explained_flag,
        {{ join_distinct('added_words', '、') }} as added_titles
    from entries
    group by unit_code
),

vanished as (
    select
        report_submission_id as submission_id,
        'F13' as form_id,
        semester as period,
        unit_code,
        '进校园事项' || item_id as subject
    from entries
    where is_vanished
    union all
    select
        duties.report_submission_id as submission_id,
        'F14' as form_id,
        duties.report_period as period,
        duties.unit_code,
        '履职事项' || duties.duty_id as subject
    from {{ ref('fct_duties') }} as duties
    inner join latest on duties.month = latest.month
    where duties.is_vanished
    union all
    select
        suggestions.report_submission_id as submission_id,
        'F14' as form_id,
        suggestions.report_period as period,
        suggestions.unit_code,
        '建议' || suggestions.suggestion_id as subject
    from {{ ref('fct_suggestions') }} as suggestions
    inner join latest on suggestions.month = latest.month
    where suggestions.is_vanished
)

select
    'X14' as rule_id,
    submission_id,
    'F13' as form_id,
    semester as period,
    unit_code,
    sheet,
    row_number,
    'entry_status' as column_name,
    coalesce(explained_flag = 1, false) as is_explained,
    coalesce(nullif(added_titles, ''), '无') as subject,
    cast(null as string) as reason,
    cast(listed_count as string) as value_words,
    cast(baseline_count as string) as limit_words
from grown
where listed_count > baseline_count
union all
select
    'X23' as rule_id,
    suggestions.submission_id,
    'F14' as form_id,
    suggestions.told_in as period,
    suggestions.unit_code,
    suggestions.sheet,
    suggestions.row_number,
    'signed_n' as column_name,
    suggestions.is_explained,
    suggestions.suggestion_id as subject,
    cast(null as string) as reason,
    cast(suggestions.signed_count as string) as value_words,
    cast(suggestions.proposer_count as string) as limit_words
from {{ ref('fct_suggestions') }} as suggestions
inner join latest on suggestions.month = latest.month
-- A blank is no number: the gate asks for it, nothing is said of signatures here.
where
    suggestions.is_answered and not suggestions.is_fully_signed
    and suggestions.signed_count is not null
union all
select
    'X91' as rule_id,
    submission_id,
    form_id,
    period,
    unit_code,
    cast(null as string) as sheet,
    cast(null as bigint) as row_number,
    cast(null as string) as column_name,
    false as is_explained,
    subject,
    cast(null as string) as reason,
    cast(null as string) as value_words,
    cast(null as string) as limit_words
from vanished
