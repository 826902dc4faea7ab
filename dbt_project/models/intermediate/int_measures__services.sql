-- M38 and M39 as parts: a row a month, unit and variant, over units that owe the list of services. Orders are
-- those of the reported calendar year; schools served and payments are counted from the start of the series.
-- How many years were paid and how many universities are bound is no sum: int_place_measures__services.
{%- set parts = [
    ('M38', 'a', 'on_time_count', 'response_due_count'),
    ('M38', 'b', 'finished_count', 'order_count'),
    ('M38', 'c', 'satisfied_count', 'rated_count'),
    ('M38', 'd', 'reached_count', 'school_count'),
    ('M38', 'e', 'served_school_count', 'null'),
    ('M38', 'f', 'order_count', 'null'),
    ('M39', 'a', 'paid_amount', 'amount_due'),
    ('M39', 'bt', 'paid_since_start', 'null'),
    ('M39', 'c', 'delivered_count', 'agreed_count'),
    ('M39', 'd', 'amount_in_force', 'null'),
    ('M39', 'f', 'member_count', 'null'),
] %}
with reports as (
    select
        month,
        unit_code,
        is_owed or is_received as is_expected,
        is_received
    from {{ ref('int_unit_reports') }}
    where form_id = 'F12'
),

orders as (
    select
        month,
        unit_code,
        sum(case when is_of_year then 1 else 0 end) as order_count,
        sum(case when is_response_due then 1 else 0 end) as response_due_count,
        sum(case when is_response_due and is_on_time then 1 else 0 end) as on_time_count,
        sum(case when is_of_year and is_finished then 1 else 0 end) as finished_count,
        sum(case when is_of_year and is_rated then 1 else 0 end) as rated_count,
        sum(case when is_of_year and is_satisfied then 1 else 0 end) as satisfied_count,
        count(distinct case when is_finished and is_school_known then school_code end) as served_school_count
    from {{ ref('fct_orders') }}
    group by month, unit_code
),

schools as (
    select
        schools.month,
        schools.unit_code,
        count(distinct schools.school_code) as school_count,
        count(distinct orders.school_code) as reached_count
    from {{ ref('fct_school_staffing') }} as schools
    left join {{ ref('fct_orders') }} as orders
        on
            schools.month = orders.month
            and schools.unit_code = orders.unit_code
            and schools.school_code = orders.school_code
            and orders.is_finished
    group by schools.month, schools.unit_code
),

paid as (
    select
        payments.month,
        payments.unit_code,
        sum(payments.amount) as paid_since_start
    from {{ ref('fct_payments') }} as payments
    inner join {{ ref('dim_month') }} as months on payments.month = months.month
    inner join {{ ref('standard_series') }} as series
        on
            series.metric_id = 'M39'
            and series.variant = 'bt'
            and payments.paid_on >= series.starts_on
            and {{ holds_on('series', 'months.ends_on') }}
    group by payments.month, payments.unit_code
),

first_teams as (
    select
        month,
        unit_code,
        first_member_count,
        row_number() over (partition by month, unit_code order by start_on, contract_id) as place
    from {{ ref('fct_contracts') }}
    where service_kind = 'team'
),

contracts as (
    select
        month,
        unit_code,
        sum(case when is_of_year then paid_amount else 0 end) as paid_amount,
        sum(case when is_of_year then amount_due else 0 end) as amount_due,
        sum(case when is_of_year then delivered_count else 0 end) as delivered_count,
        sum(case when is_of_year then agreed_count else 0 end) as agreed_count,
        sum(case when is_in_force then amount_year else 0 end) as amount_in_force
    from {{ ref('fct_contracts') }}
    group by month, unit_code
),

totals as (
    select
        reports.month,
        reports.unit_code,
        reports.is_expected,
        reports.is_received,
        coalesce(orders.order_count, 0) as order_count,
        coalesce(orders.response_due_count, 0) as response_due_count,
        coalesce(orders.on_time_count, 0) as on_time_count,
        coalesce(orders.finished_count, 0) as finished_count,
        coalesce(orders.rated_count, 0) as rated_count,
        coalesce(orders.satisfied_count, 0) as satisfied_count,
        coalesce(orders.served_school_count, 0) as served_school_count,
        coalesce(schools.school_count, 0) as school_count,
        coalesce(schools.reached_count, 0) as reached_count,
        coalesce(paid.paid_since_start, 0) as paid_since_start,
        coalesce(contracts.paid_amount, 0) as paid_amount,
        coalesce(contracts.amount_due, 0) as amount_due,
        coalesce(contracts.delivered_count, 0) as delivered_count,
        coalesce(contracts.agreed_count, 0) as agreed_count,
        coalesce(contracts.amount_in_force, 0) as amount_in_force,
        coalesce(first_teams.first_member_count, 0) as member_count
    from reports
    left join orders on reports.month = orders.month and reports.unit_code = orders.unit_code
    left join schools on reports.month = schools.month and reports.unit_code = schools.unit_code
    left join paid on reports.month = paid.month and reports.unit_code = paid.unit_code
    left join contracts on reports.month = contracts.month and reports.unit_code = contracts.unit_code
    left join first_teams
        on
            reports.month = first_teams.month
            and reports.unit_code = first_teams.unit_code
            and first_teams.place = 1
)

{{ unit_measures('totals', parts) }}
