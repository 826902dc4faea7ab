-- Whether a receipt may speak for its scope: the school must be in the register, open, and of that unit.
select
    receipts.submission_id,
    receipts.form_id,
    receipts.period,
    receipts.scope_code,
    schools.school_name,
    schools.unit_code as school_unit_code,
    schools.closed_on,
    schools.merged_into,
    case
        when receipts.form_id = 'F00' then 'ok'
        when units.unit_code is not null
            then case when units.unit_code = receipts.unit_code then 'ok' else 'other_unit' end
        when schools.school_code is null then 'unknown'
        when schools.is_closed_before_census and schools.merged_into is not null then 'merged'
        when schools.is_closed_before_census then 'closed'
        when schools.unit_code <> receipts.unit_code then 'other_unit'
        else 'ok'
    end as standing
from {{ ref('int_scope_receipts') }} as receipts
left join {{ ref('int_school_semesters') }} as schools
    on receipts.scope_code = schools.school_code and receipts.semester = schools.semester
left join {{ ref('code_reporting_unit') }} as units on receipts.scope_code = units.unit_code
