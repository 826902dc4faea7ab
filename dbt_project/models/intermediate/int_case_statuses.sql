-- The status of a case from day to day: [from_on, until_on). From the day it was opened until its first
-- dated status it is open.
with dated as (
    select
        school_code,
        case_id,
        '' as period,
        opened_on as from_on,
        'open' as word
    from {{ ref('int_cases') }}
    where opened_on <= {{ last_complete_day() }}
    union all
    select
        school_code,
        case_id,
        period,
        status_on as from_on,
        status as word
    from {{ ref('int_case_rows') }}
    where status_on <= {{ last_complete_day() }}
),

{{ case_timeline('dated', 'status') }}

select
    school_code,
    case_id,
    from_on,
    until_on,
    status,
    status in ('transferred_out', 'graduated', 'closed') as is_closed,
    status = 'suspended' as is_paused
from history
