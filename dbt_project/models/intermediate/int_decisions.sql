-- What the office has decided, as known: a decision counts from the moment its file was received.
select
    decision_id,
    question_id,
    kind,
    choice,
    form_id,
    period,
    scope_code,
    submission_id,
    item_name,
    value,
    valid_from,
    who,
    reason,
    decided_at
from {{ ref('stg_decisions') }}
where decided_at <= {{ known_at() }}
