-- A school as the latest register that names it has it. One that vanished without a closing date stays
-- open.
with ranked as (
    select
        *,
        row_number() over (partition by school_code order by period desc) as recency,
        max(period) over () as latest_period
    from {{ ref('int_school_registers') }}
)

select
    school_code,
    school_name,
    unit_code,
    category,
    stages,
    opened_on,
    closed_on,
    merged_into,
    period as register_period,
    period < latest_period and closed_on is null as is_vanished,
    submission_id,
    sheet,
    row_number
from ranked
where recency = 1
