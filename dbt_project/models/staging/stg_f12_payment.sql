select
    submission_id,
    sheet,
    row_number,
    payment_id,
    contract_id,
    paid_on,
    amount,
    voucher_no,
    paid_for,
    explain_code,
    explain
from {{ source('lake', 'f12_payment') }}
