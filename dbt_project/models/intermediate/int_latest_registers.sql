-- The last case register of each school that counts.
with registers as (
    select
        scope_code as school_code,
        submission_id,
        period,
        is_nil,
        row_number() over (partition by scope_code order by period desc) as recency
    from {{ ref('int_submissions__effective') }}
    where form_id = 'F04'
)

select
    school_code,
    submission_id,
    period,
    is_nil
from registers
where recency = 1
