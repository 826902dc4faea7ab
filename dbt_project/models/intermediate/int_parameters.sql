-- Dated parameters: those of the seed and those the office has set, each until the next begins. Where both
-- begin on one day the office's holds, and of two decisions the later.
with stated as (
    select
        parameter,
        value,
        valid_from,
        valid_to,
        0 as precedence,
        cast(null as timestamp) as decided_at
    from {{ ref('standard_parameter') }}
    union all
    select
        item_name as parameter,
        value,
        valid_from,
        cast(null as date) as valid_to,
        1 as precedence,
        decided_at
    from {{ ref('int_decisions') }}
    where kind = 'parameter'
),

ranked as (
    select
        *,
        row_number() over (
            partition by parameter, valid_from
            order by precedence desc, decided_at desc
        ) as recency
    from stated
),

followed as (
    select
        *,
        lead(valid_from) over (partition by parameter order by valid_from) as next_from
    from ranked
    where recency = 1
)

select
    parameter,
    value,
    valid_from,
    case
        when next_from is not null and (valid_to is null or valid_to >= next_from)
            then {{ add_days('next_from', -1) }}
        else valid_to
    end as valid_to
from followed
