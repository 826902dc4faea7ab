{# The columns of one cross check as rpt_cross_finding reads them, always in one order. `check` is its alias,
   `has` the columns it gives under the same name, `own` those worked out beside it; the rest is empty. #}
{% macro finding_columns(check, has, own={}) -%}
    {%- set empty = {'row_number': 'cast(null as bigint)', 'is_explained': 'false'} -%}
    {%- for name in [
        'rule_id', 'submission_id', 'form_id', 'period', 'unit_code', 'scope_code', 'scope_name',
        'sheet', 'row_number', 'column_name', 'is_explained', 'reason', 'subject',
        'value_words', 'limit_words', 'other_name', 'grade_label', 'sex_label',
    ] %}
        {%- if not loop.first %},
        {% endif -%}
        {%- if name in own %}{{ own[name] }} as {{ name }}
        {%- elif name in has or name in ['rule_id', 'submission_id', 'period'] %}{{ check }}.{{ name }}
        {%- else %}{{ empty.get(name, 'cast(null as string)') }} as {{ name }}
        {%- endif -%}
    {%- endfor -%}
{%- endmacro %}
