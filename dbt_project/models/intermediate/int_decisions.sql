-- What the office has decided, as known: a decision counts from the moment its file was received.
select *
from {{ ref('stg_decisions') }}
where decided_at <= {{ known_at() }}
