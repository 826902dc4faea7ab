-- What may enter schools, as a month sees it, from all lists so far: an item that the latest list leaves out
-- without saying it was given up is there still. The baseline is what was there when the unit's first known
-- semester began: that list without its new items.
with told as (
    {{ told_by_units('F13', 'stg_f13_campus_entry', 'item_id') }}
),

firsts as (
    select
        reports.month,
        reports.unit_code,
        min(effective.period) as first_semester
    from {{ ref('int_unit_reports') }} as reports
    inner join {{ ref('int_submissions__effective') }} as effective
        on
            reports.form_id = effective.form_id
            and reports.unit_code = effective.scope_code
            and reports.period >= effective.period
    where reports.form_id = 'F13' and reports.is_received
    group by reports.month, reports.unit_code
),

baseline as (
    select distinct
        told.month,
        told.item_id
    from told
    inner join firsts
        on
            told.month = firsts.month
            and told.unit_code = firsts.unit_code
            and told.told_in = firsts.first_semester
    where told.entry_status <> 'added'
)

select
    told.month,
    told.unit_code,
    firsts.first_semester,
    told.report_period as semester,
    told.item_id,
    told.title,
    told.source_department,
    told.approval_no,
    cast(told.school_n as bigint) as school_count,
    told.pupil_hours,
    told.entry_status,
    told.merged_into,
    told.banned_forms,
    told.entry_status in ('kept', 'added') as is_listed,
    told.entry_status = 'added' and told.is_on_list as is_added,
    told.banned_forms is not null and told.is_on_list as is_banned,
    baseline.item_id is not null as is_baseline,
    told.entry_status in ('kept', 'added') and not told.is_on_list as is_vanished,
    told.explain_code is not null as is_explained,
    told.report_submission_id,
    told.told_in,
    told.submission_id,
    told.sheet,
    told.row_number
from told
inner join firsts on told.month = firsts.month and told.unit_code = firsts.unit_code
left join baseline on told.month = baseline.month and told.item_id = baseline.item_id
where told.recency = 1
