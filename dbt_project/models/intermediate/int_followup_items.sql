-- Follow-ups owed, one after another through every stretch in which a case runs. An item has an anchor,
-- from which its clock counts, a due date and, after the grace, a last day. What each step does:
--   a level changed inside the item, and the case was reached that day: the item is done, the next starts
--   a level changed and nobody was reached: same item, due at the earlier of the old and the new date
--   the last day is over: the next starts at the last contact up to the due date, else the first one in the
--   grace, else at the due date itself, so that neglect goes on being counted
-- The rules and their reasons are in docs/rules/follow-up-clocks.md.
with recursive in_force as (
    select min(valid_from) as starts_on from {{ ref('code_form') }}
    where form_id = 'F05'
),

changes as (
    select
        stretches.school_code,
        stretches.case_id,
        stretches.started_on,
        levels.from_on as changed_on,
        coalesce(
            lag(levels.from_on) over (
                partition by stretches.school_code, stretches.case_id, stretches.started_on
                order by levels.from_on
            ),
            stretches.started_on
        ) as previous_on
    from {{ ref('int_case_stretches') }} as stretches
    inner join {{ ref('int_case_levels') }} as levels
        on
            stretches.school_code = levels.school_code
            and stretches.case_id = levels.case_id
            and stretches.started_on < levels.from_on
            and (stretches.ended_on is null or stretches.ended_on > levels.from_on)
    where stretches.kind = 'running'
),

states as (
    select
        stretches.school_code,
        stretches.case_id,
        stretches.started_on,
        stretches.ended_on,
        1 as item_no,
        clocks.day as anchor_on,
        clocks.day as seen_until,
        clocks.level_code,
        clocks.due_on,
        graces.last_on
    from {{ ref('int_case_stretches') }} as stretches
    cross join in_force
    inner join {{ ref('int_case_levels') }} as levels
        on
            stretches.school_code = levels.school_code
            and stretches.case_id = levels.case_id
            and greatest(stretches.started_on, in_force.starts_on) >= levels.from_on
            and (
                levels.until_on is null
                or greatest(stretches.started_on, in_force.starts_on) < levels.until_on
            )
    inner join {{ ref('int_followup_clocks') }} as clocks
        on
            greatest(stretches.started_on, in_force.starts_on) = clocks.day
            and levels.level_code = clocks.level_code
    inner join {{ ref('int_followup_graces') }} as graces
        on
            clocks.due_on = graces.due_on
            and clocks.level_code = graces.level_code
            and clocks.grace_days = graces.grace_days
    where
        stretches.kind = 'running'
        and (stretches.ended_on is null or in_force.starts_on < stretches.ended_on)
    union all
    select
        steps.school_code,
        steps.case_id,
        steps.started_on,
        steps.ended_on,
        case when steps.is_replaced then steps.item_no else steps.item_no + 1 end as item_no,
        steps.next_anchor_on as anchor_on,
        steps.clock_on as seen_until,
        clocks.level_code,
        graces.due_on,
        case
            when steps.is_replaced then greatest(graces.last_on, steps.clock_on) else graces.last_on
        end as last_on
    from (
        select
            states.*,
            changes.changed_on is not null and same_day.contact_on is null as is_replaced,
            case
                when changes.changed_on is not null and same_day.contact_on is null then states.anchor_on
                else
                    coalesce(
                        changes.changed_on, in_time.contact_on, in_grace.contact_on, states.due_on
                    )
            end as next_anchor_on,
            coalesce(
                changes.changed_on, in_time.contact_on, in_grace.contact_on, states.due_on
            ) as clock_on
        from states
        left join changes
            on
                states.school_code = changes.school_code
                and states.case_id = changes.case_id
                and states.started_on = changes.started_on
                and states.seen_until < changes.changed_on
                and states.seen_until >= changes.previous_on
                and states.last_on >= changes.changed_on
        left join {{ ref('int_case_contacts') }} as same_day
            on
                changes.school_code = same_day.school_code
                and changes.case_id = same_day.case_id
                and changes.changed_on = same_day.contact_on
        left join {{ ref('int_case_contacts') }} as in_time
            on
                changes.changed_on is null
                and states.school_code = in_time.school_code
                and states.case_id = in_time.case_id
                and states.anchor_on < in_time.contact_on
                and states.due_on >= in_time.contact_on
                and (in_time.next_on is null or states.due_on < in_time.next_on)
        left join {{ ref('int_case_contacts') }} as in_grace
            on
                changes.changed_on is null
                and states.school_code = in_grace.school_code
                and states.case_id = in_grace.case_id
                and states.due_on < in_grace.contact_on
                and states.last_on >= in_grace.contact_on
                and (in_grace.previous_on is null or states.due_on >= in_grace.previous_on)
        where
            changes.changed_on is not null
            or (
                states.last_on <= {{ last_complete_day() }}
                and (states.ended_on is null or states.last_on < states.ended_on)
            )
    ) as steps
    inner join {{ ref('int_case_levels') }} as levels
        on
            steps.school_code = levels.school_code
            and steps.case_id = levels.case_id
            and steps.clock_on >= levels.from_on
            and (levels.until_on is null or steps.clock_on < levels.until_on)
    inner join {{ ref('int_followup_clocks') }} as clocks
        on steps.clock_on = clocks.day and levels.level_code = clocks.level_code
    inner join {{ ref('int_followup_graces') }} as graces
        on
            case
                when steps.is_replaced then least(steps.due_on, clocks.due_on) else clocks.due_on
            end = graces.due_on
            and clocks.level_code = graces.level_code
            and clocks.grace_days = graces.grace_days
),

final as (
    select
        *,
        row_number() over (
            partition by school_code, case_id, started_on, item_no order by seen_until desc
        ) as recency
    from states
)

select
    final.school_code,
    final.case_id,
    final.started_on,
    final.ended_on,
    final.item_no,
    final.level_code,
    final.anchor_on,
    final.due_on,
    final.last_on,
    contacts.contact_on as reached_on,
    contacts.contact_on is not null as is_on_time,
    coalesce(final.last_on >= final.ended_on, false) as is_void,
    final.last_on <= {{ last_complete_day() }} as is_over
from final
left join {{ ref('int_case_contacts') }} as contacts
    on
        final.school_code = contacts.school_code
        and final.case_id = contacts.case_id
        and final.anchor_on < contacts.contact_on
        and (contacts.previous_on is null or final.anchor_on >= contacts.previous_on)
        and final.last_on >= contacts.contact_on
where final.recency = 1
