-- Findings by the months their submission is about, as known, rule by rule: those of the gate and those of
-- the warehouse. A form of a month speaks of that month, one of a semester or round of all its months; a file
-- that names no period stands in the month it was received. No finding's words: they name things.
with found as (
    select
        submission_id,
        rule_id,
        severity
    from {{ ref('stg_findings') }}
    -- The office's own 待办表 is no report of a unit.
    where received_at <= {{ known_at() }} and coalesce(form_id, '') <> 'D01'
    union all
    select
        submission_id,
        rule_id,
        severity
    from {{ ref('rpt_cross_finding') }}
),

placed as (
    select
        found.submission_id,
        found.rule_id,
        found.severity,
        submissions.period,
        {{ semester_of_period('submissions.period') }} as semester,
        {{ month_label('cast(submissions.received_at as date)') }} as received_month
    from found
    inner join {{ ref('stg_submissions') }} as submissions
        on found.submission_id = submissions.submission_id
)

select
    months.month,
    placed.rule_id,
    placed.severity,
    count(*) as finding_count,
    count(distinct placed.submission_id) as submission_count
from placed
inner join {{ ref('dim_month') }} as months
    on
        case
            when placed.period is null then placed.received_month = months.month
            when length(placed.period) = 7 then placed.period = months.month
            else placed.semester = months.semester
        end
group by months.month, placed.rule_id, placed.severity
