{# Puts values into the places a sentence names in braces: '{scope_name}有{value}人'. #}
{% macro fill_words(words, values) -%}
    {%- for name, value in values.items() %}replace({% endfor -%}
    {{ words }}
    {%- for name, value in values.items() %}, '{' || '{{ name }}' || '}', coalesce({{ value }}, '')){% endfor %}
{%- endmacro %}
{# A title by its letters, digits and characters alone: what two people type alike is alike. #}
{% macro bare_title(title) -%}
    {%- if target.type == 'spark' -%}regexp_replace(lower({{ title }}), '[^\\p{L}\\p{N}]+', '')
    {%- else -%}regexp_replace(lower({{ title }}), '[^\p{L}\p{N}]+', '', 'g')
    {%- endif -%}
{%- endmacro %}
