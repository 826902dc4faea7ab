{# A dated parameter as it stood on a day. #}
{% macro parameter(name, day) -%}
    (
        select max(p.value) from {{ ref('int_parameters') }} as p
        where p.parameter = '{{ name }}' and {{ holds_on('p', day) }}
    )
{%- endmacro %}
