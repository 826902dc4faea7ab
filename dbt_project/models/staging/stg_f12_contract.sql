select
    submission_id,
    sheet,
    row_number,
    contract_id,
    service_kind,
    provider,
    start_on,
    end_on,
    amount_year,
    deliverables,
    member_n,
    explain_code,
    explain
from {{ source('lake', 'f12_contract') }}
