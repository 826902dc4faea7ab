-- A case at the end of a month, or of the last complete day of a month still running: level and status,
-- whether it is overdue, whether its plan and the three posts' knowledge were due and there. Flags only;
-- is_counted_… marks the one case by which a pupil with several counts.
with days as (
    select
        months.month,
        months.starts_on,
        months.as_of_on,
        cases.*,
        spans.level_code,
        spans.status,
        spans.is_running,
        spans.is_paused,
        spans.is_closed,
        spans.is_serious,
        cases.opened_on >= months.starts_on as is_opened_in_month,
        spans.is_closed and not coalesce(before.is_closed, false) as is_closed_in_month
    from {{ ref('dim_month') }} as months
    inner join {{ ref('int_cases') }} as cases on months.as_of_on >= cases.opened_on
    inner join {{ ref('int_case_spans') }} as spans
        on
            cases.school_code = spans.school_code
            and cases.case_id = spans.case_id
            and months.as_of_on >= spans.from_on
            and (spans.until_on is null or months.as_of_on < spans.until_on)
    left join {{ ref('int_case_spans') }} as before
        on
            cases.school_code = before.school_code
            and cases.case_id = before.case_id
            and months.starts_on > before.from_on
            and (before.until_on is null or months.starts_on <= before.until_on)
),

first_clocks as (
    select
        clock,
        min(day) as day
    from {{ ref('int_working_clocks') }}
    where clock in ('plan_days', 'key_attention_ack_days')
    group by clock
),

spells as (
    select
        stretches.school_code,
        stretches.case_id,
        stretches.started_on,
        stretches.ended_on,
        max(case when clocks.clock = 'plan_days' then clocks.due_on end) as plan_due_on,
        max(case when clocks.clock = 'key_attention_ack_days' then clocks.due_on end) as ack_due_on
    from {{ ref('int_case_stretches') }} as stretches
    cross join first_clocks
    inner join {{ ref('int_working_clocks') }} as clocks
        on
            first_clocks.clock = clocks.clock
            and greatest(stretches.started_on, first_clocks.day) = clocks.day
    where stretches.kind = 'serious'
    group by stretches.school_code, stretches.case_id, stretches.started_on, stretches.ended_on
),

overdue as (
    select
        days.month,
        days.school_code,
        days.case_id,
        min(items.due_on) as overdue_since
    from days
    inner join {{ ref('fct_followup_items') }} as items
        on
            days.school_code = items.school_code
            and days.case_id = items.case_id
            and days.as_of_on >= items.last_on
    inner join {{ ref('int_case_stretches') }} as stretches
        on
            stretches.kind = 'running'
            and items.school_code = stretches.school_code
            and items.case_id = stretches.case_id
            and items.started_on = stretches.started_on
            and (stretches.ended_on is null or days.as_of_on < stretches.ended_on)
    left join {{ ref('int_case_contacts') }} as contacts
        on
            items.school_code = contacts.school_code
            and items.case_id = contacts.case_id
            and items.anchor_on < contacts.contact_on
            and days.as_of_on >= contacts.contact_on
    where items.is_missed and contacts.contact_on is null
    group by days.month, days.school_code, days.case_id
),

judged as (
    select
        days.*,
        coalesce(reports.is_register_received, false) as is_register_received,
        coalesce(reports.is_both_received, false) as is_both_received,
        overdue.overdue_since,
        last_contacts.contact_on as last_contact_on,
        overdue.overdue_since is not null as is_overdue,
        {{ days_between('overdue.overdue_since', add_days('days.as_of_on', 1)) }} as days_overdue,
        spells.plan_due_on,
        spells.ack_due_on,
        coalesce(spells.plan_due_on <= days.as_of_on, false) as is_plan_due,
        coalesce(days.plan_on <= spells.plan_due_on, false) as is_plan_on_time,
        coalesce(spells.ack_due_on <= days.as_of_on, false) as is_ack_due,
        coalesce(
            days.ack_principal_on <= days.as_of_on
            and days.ack_psych_on <= days.as_of_on
            and days.ack_homeroom_on <= days.as_of_on,
            false
        ) as is_acknowledged
    from days
    left join {{ ref('int_case_reporting') }} as reports
        on days.month = reports.month and days.school_code = reports.school_code
    left join overdue
        on
            days.month = overdue.month
            and days.school_code = overdue.school_code
            and days.case_id = overdue.case_id
    left join {{ ref('int_case_contacts') }} as last_contacts
        on
            days.school_code = last_contacts.school_code
            and days.case_id = last_contacts.case_id
            and days.as_of_on >= last_contacts.contact_on
            and (last_contacts.next_on is null or days.as_of_on < last_contacts.next_on)
    left join spells
        on
            days.school_code = spells.school_code
            and days.case_id = spells.case_id
            and days.as_of_on >= spells.started_on
            and (spells.ended_on is null or days.as_of_on < spells.ended_on)
),

chosen as (
    select
        *,
        row_number() over (
            partition by month, pupil_token, is_overdue and is_both_received
            order by opened_on desc, school_code desc, case_id desc
        ) as overdue_choice,
        row_number() over (
            partition by month, pupil_token, is_plan_due and is_register_received
            order by opened_on desc, school_code desc, case_id desc
        ) as plan_choice,
        row_number() over (
            partition by month, pupil_token, is_ack_due and is_register_received
            order by opened_on desc, school_code desc, case_id desc
        ) as ack_choice
    from judged
)

select
    chosen.month,
    chosen.as_of_on,
    chosen.unit_code,
    chosen.school_code,
    chosen.case_id,
    chosen.pupil_token,
    chosen.opened_on,
    chosen.entry_source,
    chosen.level_code,
    chosen.status,
    chosen.owner_token,
    chosen.is_running,
    chosen.is_paused,
    chosen.is_closed,
    chosen.is_serious,
    chosen.is_opened_in_month,
    chosen.is_closed_in_month,
    chosen.is_register_received,
    chosen.is_both_received,
    chosen.is_overdue,
    chosen.overdue_since,
    cast(chosen.days_overdue as integer) as days_overdue,
    ages.age_code as overdue_age,
    chosen.last_contact_on,
    chosen.plan_on,
    chosen.plan_due_on,
    chosen.is_plan_due,
    chosen.is_plan_due and chosen.is_plan_on_time as is_plan_on_time,
    chosen.ack_due_on,
    chosen.is_ack_due,
    chosen.is_ack_due and chosen.is_acknowledged as is_acknowledged,
    chosen.is_overdue and chosen.is_both_received and chosen.overdue_choice = 1 as is_counted_overdue,
    chosen.is_plan_due and chosen.is_register_received and chosen.plan_choice = 1 as is_counted_plan,
    chosen.is_ack_due and chosen.is_register_received and chosen.ack_choice = 1 as is_counted_ack
from chosen
left join {{ ref('standard_overdue_age') }} as ages
    on
        chosen.days_overdue >= ages.days_from
        and (ages.days_to is null or chosen.days_overdue <= ages.days_to)
        and {{ holds_on('ages', 'chosen.as_of_on') }}
