{# The reasons that were given on any of these staged sheets; every sheet of a form has both columns. #}
{% macro reasons_given(sheets) -%}
    {%- for sheet in sheets %}
    select submission_id, sheet, row_number, explain_code, explain
    from {{ ref(sheet) }}
    where explain_code is not null or explain is not null
    {%- if not loop.last %}
    union all
    {%- endif -%}
    {%- endfor %}
{%- endmacro %}

{# The rows of the first sheets of the forms that a unit sends as one: for addresses of the whole scope. #}
{% macro first_sheets_of_units() -%}
    {%- set sheets = [
        'stg_f06_transfer', 'stg_f08_recruitment', 'stg_f10_hotline', 'stg_f11_activity',
        'stg_f12_contract', 'stg_f13_campus_entry', 'stg_f14_duty'
    ] -%}
    {%- for sheet in sheets %}
    select submission_id, sheet, row_number from {{ ref(sheet) }}
    {%- if not loop.last %}
    union all
    {%- endif -%}
    {%- endfor %}
{%- endmacro %}
