-- What was decided about single receipts: withdrawn, adopted or declined after the lock, chosen among rivals
-- or returned with them.
select
    scopes.submission_id,
    scopes.scope_code,
    max(case when decisions.kind = 'withdraw' then 1 else 0 end) = 1 as is_withdrawn,
    max(
        case
            when decisions.kind = 'rival' and coalesce(decisions.submission_id, '') <> scopes.submission_id
                then 1
            else 0
        end
    ) = 1 as is_returned,
    max(
        case
            when decisions.choice = 'adopt' and decisions.submission_id = scopes.submission_id
                then 1
            else 0
        end
    ) = 1 as is_adopted,
    max(case when decisions.kind = 'late_correction' and decisions.choice = 'decline' then 1 else 0 end)
    = 1 as is_declined
from {{ ref('stg_submission_scopes') }} as scopes
inner join {{ ref('int_decisions') }} as decisions
    on
        coalesce(decisions.scope_code, scopes.scope_code) = scopes.scope_code
        and (
            (
                decisions.kind in ('withdraw', 'late_correction')
                and scopes.submission_id = decisions.submission_id
            )
            or (decisions.kind = 'rival' and {{ list_has('decisions.value', 'scopes.submission_id') }})
        )
group by scopes.submission_id, scopes.scope_code
