{# Lists kept as text 'a;b;c'. #}
{% macro list_has(list, item) -%}
    instr(';' || {{ list }} || ';', ';' || {{ item }} || ';') > 0
{%- endmacro %}

{# The distinct values of a group as 'a;b', in order. #}
{% macro join_distinct(expression, separator=';') -%}
    {%- if target.type == 'spark' -%}array_join(array_sort(collect_set({{ expression }})), '{{ separator }}')
    {%- else -%}string_agg(distinct {{ expression }}, '{{ separator }}' order by {{ expression }})
    {%- endif -%}
{%- endmacro %}

{# The values of a group as 'a、b', in the order of another column. #}
{% macro join_ordered(expression, order, separator='、') -%}
    {%- if target.type == 'spark' -%}
        array_join(
            transform(array_sort(collect_list(struct({{ order }} as o, {{ expression }} as e))), x -> x.e),
            '{{ separator }}'
        )
    {%- else -%}string_agg({{ expression }}, '{{ separator }}' order by {{ order }})
    {%- endif -%}
{%- endmacro %}
