-- Findings by the month their submission was received, rule by rule: those of the gate and those of the
-- warehouse. A submission that never came has no month of receipt; it stands in rpt_missing_submission.
with found as (
    select
        submission_id,
        received_at,
        rule_id,
        severity,
        words
    from {{ ref('stg_findings') }}
    -- The office's own 待办表 is no report of a unit.
    where received_at <= {{ known_at() }} and coalesce(form_id, '') <> 'D01'
    union all
    select
        crossed.submission_id,
        submissions.received_at,
        crossed.rule_id,
        crossed.severity,
        crossed.words
    from {{ ref('rpt_cross_finding') }} as crossed
    inner join {{ ref('stg_submissions') }} as submissions
        on crossed.submission_id = submissions.submission_id
)

select
    {{ month_label('cast(received_at as date)') }} as month,
    rule_id,
    severity,
    min(words) as words_sample,
    count(*) as finding_count,
    count(distinct submission_id) as submission_count
from found
group by {{ month_label('cast(received_at as date)') }}, rule_id, severity
