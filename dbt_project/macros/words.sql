{# Puts values into the places a sentence names in braces: '{scope_name}有{value}人'. #}
{% macro fill_words(words, values) -%}
    {%- for name, value in values.items() %}replace({% endfor -%}
    {{ words }}
    {%- for name, value in values.items() %}, '{' || '{{ name }}' || '}', coalesce({{ value }}, '')){% endfor %}
{%- endmacro %}
{# A sentence without the codes of persons and cases in it: for lists that leave the office. #}
{% macro without_codes(words) -%}
    {%- set person = "'[PS][0-9A-Z]{4}-[0-9A-Z]{5}-[0-9A-Z]{5}'" -%}
    {%- set case_number = "'[0-9]{10}-20[0-9]{2}-[0-9]{3,4}'" -%}
    {%- set all = "" if target.type == 'spark' else ", 'g'" -%}
    regexp_replace(regexp_replace({{ words }}, {{ person }}, '……'{{ all }}), {{ case_number }}, '……'{{ all }})
{%- endmacro %}
{# A title by its letters, digits and characters alone: what two people type alike is alike. #}
{% macro bare_title(title) -%}
    {%- if target.type == 'spark' -%}regexp_replace(lower({{ title }}), '[^\\p{L}\\p{N}]+', '')
    {%- else -%}regexp_replace(lower({{ title }}), '[^\p{L}\p{N}]+', '', 'g')
    {%- endif -%}
{%- endmacro %}
