-- The one register the officer sees: each form, period and scope that is owed or was received, where it
-- stands, and its two dates apart: after due_on it is late, after lock_on a change is a correction. The
-- state is that of the latest version; what counts meanwhile is named beside it.
with owed as (
    select expected.*
    from {{ ref('fct_expected_submissions') }} as expected
    where
        length(expected.period) <> 7
        or expected.period <= {{ month_label('cast(' ~ known_at() ~ ' as date)') }}
),

latest as (
    select versions.*
    from {{ ref('int_receipt_versions') }} as versions
    where versions.is_latest
),

counting as (
    select
        versions.*,
        min(case when versions.outcome in ('counts', 'replaced') then versions.version_no end) over (
            partition by versions.form_id, versions.period, versions.scope_code, versions.unit_code
        ) as first_version_no
    from {{ ref('int_receipt_versions') }} as versions
),

owed_lives as (
    select
        owed.form_id,
        owed.period,
        owed.unit_code,
        owed.scope_code,
        owed.scope_name,
        true as is_owed,
        owed.due_on,
        owed.lock_on,
        owed.is_received,
        owed.is_on_time,
        latest.outcome,
        latest.version_no,
        latest.submission_id,
        latest.received_at as last_received_at,
        latest.must_fix_count
    from owed
    left join latest
        on
            owed.form_id = latest.form_id
            and owed.period = latest.period
            and owed.scope_code = latest.scope_code
            and owed.unit_code = latest.unit_code
),

unasked_lives as (
    select
        latest.form_id,
        latest.period,
        latest.unit_code,
        latest.scope_code,
        coalesce(latest.school_name, units.unit_name, latest.scope_code) as scope_name,
        false as is_owed,
        periods.due_on,
        periods.lock_on,
        latest.outcome = 'counts' as is_received,
        coalesce({{ is_received_by('latest.received_at', 'periods.due_on') }}, true) as is_on_time,
        latest.outcome,
        latest.version_no,
        latest.submission_id,
        latest.received_at as last_received_at,
        latest.must_fix_count
    from latest
    left join owed
        on
            latest.form_id = owed.form_id
            and latest.period = owed.period
            and latest.scope_code = owed.scope_code
            and latest.unit_code = owed.unit_code
    left join {{ ref('int_form_periods') }} as periods
        on
            latest.form_id = periods.form_id
            and latest.period = periods.period
            and latest.unit_code = periods.unit_code
    left join {{ ref('dim_unit') }} as units on latest.scope_code = units.unit_code
    where owed.scope_code is null
),

lives as (
    select * from owed_lives
    union all
    select * from unasked_lives
)

select
    lives.form_id,
    forms.name_zh as form_name,
    lives.period,
    lives.unit_code,
    lives.scope_code,
    lives.scope_name,
    lives.is_owed,
    lives.due_on,
    lives.lock_on,
    case
        when lives.outcome = 'held' then 'held'
        when lives.outcome = 'returned' then 'returned'
        when lives.outcome = 'waiting' then 'received'
        when lives.is_received
            then
                case
                    when lives.lock_on < cast({{ known_at() }} as date) then 'locked'
                    else 'accepted'
                end
        when lives.due_on < cast({{ known_at() }} as date) then 'missing'
        else 'expected'
    end as state,
    lives.last_received_at,
    lives.submission_id,
    lives.version_no,
    counting.submission_id as counted_submission_id,
    counting.version_no as counted_version_no,
    case
        when lives.is_received then not lives.is_on_time
        else lives.is_owed and lives.due_on < cast({{ known_at() }} as date)
    end as is_late,
    coalesce(
        counting.version_no > counting.first_version_no
        and not ({{ is_received_by('counting.received_at', 'lives.lock_on') }}),
        false
    ) as is_correction,
    coalesce(lives.must_fix_count, 0) as must_fix_count
from lives
inner join {{ ref('code_form') }} as forms on lives.form_id = forms.form_id
left join counting
    on
        lives.form_id = counting.form_id
        and lives.period = counting.period
        and lives.scope_code = counting.scope_code
        and lives.unit_code = counting.unit_code
        and counting.outcome = 'counts'
