{# Measures of units from one source with month, unit_code, is_expected and is_received: a select for each of
   `parts`, which are metric, variant, numerator and denominator. #}
{% macro unit_measures(source, parts) -%}
    {%- for metric_id, variant, numerator, denominator in parts %}
select
    month,
    unit_code,
    cast(null as string) as school_code,
    '{{ metric_id }}' as metric_id,
    '{{ variant }}' as variant,
    '' as slice,
    is_expected,
    is_received,
    cast({{ numerator }} as decimal(18, 2)) as numerator,
    cast({{ denominator }} as decimal(18, 2)) as denominator
from {{ source }}
        {%- if not loop.last %}
union all
        {%- endif %}
    {%- endfor %}
{%- endmacro %}
