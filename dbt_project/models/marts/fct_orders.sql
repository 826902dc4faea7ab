-- Orders of schools made by a month's end, from all lists so far, each beside its contract and school.
-- Answers and services count by the month's end; that none came is known up to the end of the quarter
-- reported.
with told as (
    {{ told_by_units('F12', 'stg_f12_order', 'order_id') }}
),

dated as (
    select
        told.*,
        months.as_of_on,
        {{ judged_on('months.as_of_on', 'told.report_starts_on') }} as judged_on,
        cast(substr(told.report_period, 1, 4) || '-01-01' as date) as year_starts_on,
        clocks.due_on as respond_by_on,
        coalesce(told.responded_on <= months.as_of_on, false) as is_responded,
        coalesce(told.finished_on <= months.as_of_on, false) as is_finished
    from told
    inner join {{ ref('dim_month') }} as months on told.month = months.month
    left join {{ ref('int_working_clocks') }} as clocks
        on clocks.clock = 'order_response_days' and told.ordered_on = clocks.day
    where told.recency = 1 and told.ordered_on <= months.as_of_on
)

select
    dated.month,
    dated.unit_code,
    dated.order_id,
    dated.contract_id,
    dated.school_code,
    schools.school_name,
    dated.demand,
    dated.ordered_on,
    dated.respond_by_on,
    dated.responded_on,
    dated.finished_on,
    dated.judged_on,
    cast(dated.served_n as bigint) as served_count,
    cast(dated.expert_n as bigint) as expert_count,
    cast(dated.rating as integer) as rating,
    dated.ordered_on >= dated.year_starts_on as is_of_year,
    dated.ordered_on >= dated.year_starts_on
    and (dated.is_responded or coalesce(dated.respond_by_on <= dated.judged_on, false)) as is_response_due,
    dated.is_responded and coalesce(dated.responded_on <= dated.respond_by_on, false) as is_on_time,
    dated.is_finished,
    dated.is_finished and dated.rating is not null as is_rated,
    dated.is_finished
    and coalesce(
        dated.rating >= cast({{ parameter('order_satisfied_rating', 'dated.as_of_on') }} as integer), false
    ) as is_satisfied,
    case
        when not dated.is_responded and dated.respond_by_on <= dated.judged_on
            then
                cast({{ days_between('dated.respond_by_on', add_days('dated.judged_on', 1)) }} as integer)
    end as days_overdue,
    coalesce(schools.unit_code = dated.unit_code, false) as is_school_known,
    contracts.contract_id is not null as is_contract_known,
    coalesce(dated.ordered_on < contracts.start_on, false) as is_before_contract,
    coalesce(dated.ordered_on > contracts.end_on, false) as is_after_contract,
    dated.explain_code is not null as is_explained,
    dated.told_in,
    dated.submission_id,
    dated.sheet,
    dated.row_number
from dated
left join {{ ref('int_contracts') }} as contracts
    on dated.month = contracts.month and dated.contract_id = contracts.contract_id
left join {{ ref('dim_school') }} as schools on dated.school_code = schools.school_code
