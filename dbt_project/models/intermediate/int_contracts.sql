-- Contracts, pairings and service teams that have begun, as a month sees them, from all lists so far. Each
-- year of a contract that has begun owes its whole yearly amount; a last year cut short counts as one.
with told as (
    {{ told_by_units('F12', 'stg_f12_contract', 'contract_id') }}
),

firsts as (
    select
        month,
        unit_code,
        contract_id,
        max(recency) as first_recency
    from told
    group by month, unit_code, contract_id
),

dated as (
    select
        told.*,
        months.as_of_on,
        {{ judged_on('months.as_of_on', 'told.report_starts_on') }} as judged_on,
        cast(substr(told.report_period, 1, 4) || '-01-01' as date) as year_starts_on
    from told
    inner join {{ ref('dim_month') }} as months on told.month = months.month
    where told.recency = 1 and told.start_on <= months.as_of_on
),

counted as (
    select
        *,
        {{ years_begun('start_on', add_days('end_on', 1)) }} as year_count,
        {{ years_begun('start_on', add_days('least(end_on, judged_on)', 1)) }} as due_year_count
    from dated
)

select
    counted.month,
    counted.unit_code,
    counted.contract_id,
    counted.service_kind,
    counted.provider,
    counted.start_on,
    counted.end_on,
    counted.as_of_on,
    counted.judged_on,
    counted.deliverables,
    first_told.member_n as first_member_count,
    cast(counted.amount_year as decimal(18, 2)) as amount_year,
    counted.year_count,
    cast(counted.amount_year * counted.year_count as decimal(18, 2)) as amount_total,
    cast(counted.amount_year * counted.due_year_count as decimal(18, 2)) as amount_due,
    counted.end_on >= counted.as_of_on as is_in_force,
    counted.end_on >= counted.year_starts_on as is_of_year,
    not counted.is_on_list and counted.end_on >= counted.year_starts_on as is_vanished,
    counted.explain_code is not null as is_explained,
    counted.report_period,
    counted.report_submission_id,
    counted.told_in,
    counted.submission_id,
    counted.sheet,
    counted.row_number
from counted
inner join firsts
    on
        counted.month = firsts.month
        and counted.unit_code = firsts.unit_code
        and counted.contract_id = firsts.contract_id
inner join told as first_told
    on
        firsts.month = first_told.month
        and firsts.unit_code = first_told.unit_code
        and firsts.contract_id = first_told.contract_id
        and firsts.first_recency = first_told.recency
