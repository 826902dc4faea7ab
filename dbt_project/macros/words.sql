{# Puts values into the places a sentence names in braces: '{scope_name}有{value}人'. #}
{% macro fill_words(words, values) -%}
    {%- for name, value in values.items() %}replace({% endfor -%}
    {{ words }}
    {%- for name, value in values.items() %}, '{' || '{{ name }}' || '}', coalesce({{ value }}, '')){% endfor %}
{%- endmacro %}
