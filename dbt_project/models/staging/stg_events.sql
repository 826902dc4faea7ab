select
    event_id,
    event_type,
    occurred_at,
    who,
    subject,
    payload
from {{ source('lake', 'events') }}
