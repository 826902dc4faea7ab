-- Returns to school of pupils with a case, and whether somebody was really reached in the days after. A
-- return is told by the register (复学 with its date) or by a follow-up that ends in it; what is told again
-- within those days is the same return. The contact of the day itself is the return, not its follow-up. A
-- pupil away or gone again within those days is void.
with told as (
    select
        school_code,
        case_id,
        from_on as told_on
    from {{ ref('int_case_statuses') }}
    where status = 'returned'
    union distinct
    select
        events.school_code,
        events.case_id,
        events.event_on as told_on
    from {{ ref('int_followup_events') }} as events
    inner join {{ ref('int_cases') }} as cases
        on events.school_code = cases.school_code and events.case_id = cases.case_id
    where events.outcome = 'returned' and events.event_on >= cases.opened_on
),

-- Follow-ups are on record from the day their form came into force.
in_force as (
    select min(valid_from) as starts_on from {{ ref('code_form') }}
    where form_id = 'F05'
),

limits as (
    select
        told.school_code,
        told.case_id,
        told.told_on,
        {{ add_days('told.told_on', 'parameters.value') }} as due_on,
        lag(told.told_on) over (
            partition by told.school_code, told.case_id order by told.told_on
        ) as told_before,
        parameters.value as day_count
    from told
    inner join {{ ref('int_parameters') }} as parameters
        on
            parameters.parameter = 'return_followup_days'
            and {{ holds_on('parameters', 'told.told_on') }}
),

returns as (
    select
        limits.school_code,
        limits.case_id,
        limits.told_on as returned_on,
        limits.due_on
    from limits
    cross join in_force
    where
        limits.told_on >= in_force.starts_on
        and (
            limits.told_before is null
            or {{ add_days('limits.told_before', 'limits.day_count') }} < limits.told_on
        )
),

ended as (
    select distinct
        returns.school_code,
        returns.case_id,
        returns.returned_on
    from returns
    inner join {{ ref('int_case_statuses') }} as statuses
        on
            returns.school_code = statuses.school_code
            and returns.case_id = statuses.case_id
            and returns.returned_on < statuses.from_on
            and returns.due_on >= statuses.from_on
    where statuses.is_closed or statuses.is_paused
),

reached as (
    select
        returns.school_code,
        returns.case_id,
        returns.returned_on,
        min(contacts.contact_on) as contact_on
    from returns
    inner join {{ ref('int_case_contacts') }} as contacts
        on
            returns.school_code = contacts.school_code
            and returns.case_id = contacts.case_id
            and returns.returned_on < contacts.contact_on
            and returns.due_on >= contacts.contact_on
    group by returns.school_code, returns.case_id, returns.returned_on
)

select
    returns.school_code,
    returns.case_id,
    returns.returned_on,
    returns.due_on,
    reached.contact_on,
    reached.contact_on is not null as is_followed,
    ended.returned_on is not null as is_void
from returns
left join reached
    on
        returns.school_code = reached.school_code
        and returns.case_id = reached.case_id
        and returns.returned_on = reached.returned_on
left join ended
    on
        returns.school_code = ended.school_code
        and returns.case_id = ended.case_id
        and returns.returned_on = ended.returned_on
