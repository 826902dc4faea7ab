-- Every version of every scope's form, with what became of it; nothing received is ever left out.
select
    versions.form_id,
    versions.period,
    versions.unit_code,
    versions.scope_code,
    versions.version_no,
    versions.is_latest,
    versions.outcome,
    versions.submission_id,
    versions.received_at,
    versions.file_name,
    versions.is_nil,
    versions.rows_accepted,
    versions.must_fix_count,
    coalesce(versions.school_name, units.unit_name, versions.scope_code) as scope_name
from {{ ref('int_receipt_versions') }} as versions
left join {{ ref('dim_unit') }} as units on versions.scope_code = units.unit_code
