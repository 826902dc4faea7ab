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
