-- One row a decision, its details laid flat; what a column means depends on the kind (see code_question).
select
    event_id as decision_id,
    {{ json_text('payload', 'question_id') }} as question_id,
    {{ json_text('payload', 'kind') }} as kind,
    {{ json_text('payload', 'choice') }} as choice,
    {{ json_text('payload', 'form_id') }} as form_id,
    {{ json_text('payload', 'period') }} as period,
    {{ json_text('payload', 'scope_code') }} as scope_code,
    {{ json_text('payload', 'submission_id') }} as submission_id,
    {{ json_text('payload', 'item_name') }} as item_name,
    {{ json_text('payload', 'value') }} as value,
    cast({{ json_text('payload', 'valid_from') }} as date) as valid_from,
    who,
    {{ json_text('payload', 'reason') }} as reason,
    occurred_at as decided_at
from {{ source('lake', 'events') }}
where event_type = 'decided'
