-- The level of a case from day to day, as the registers date it: [from_on, until_on). Before the first date
-- a case has none. Levels written into follow-ups change nothing here.
with dated as (
    select
        school_code,
        case_id,
        period,
        level_on as from_on,
        level_code as word
    from {{ ref('int_case_rows') }}
    where level_on <= {{ last_complete_day() }}
),

{{ case_timeline('dated', 'level_code') }}

select
    school_code,
    case_id,
    from_on,
    until_on,
    level_code
from history
