-- When something to be done within so many working days of a day is due, by the parameter of that day.
select
    days.day,
    parameters.parameter as clock,
    ends.day as due_on
from {{ ref('int_days') }} as days
inner join {{ ref('int_parameters') }} as parameters
    on
        parameters.parameter in (
            'plan_days', 'key_attention_ack_days', 'review_interview_days', 'case_opening_days',
            'order_response_days', 'transfer_leg_days'
        )
        and {{ holds_on('parameters', 'days.day') }}
inner join {{ ref('int_days') }} as ends
    on
        ends.is_working_day
        and days.working_no + cast(parameters.value as integer) = ends.working_no
