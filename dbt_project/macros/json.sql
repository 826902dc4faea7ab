{# One text field of a flat JSON object, null where it is absent or null. #}
{% macro json_text(column, field) -%}
    {%- if target.type == 'spark' -%}get_json_object({{ column }}, '$.{{ field }}')
    {%- else -%}json_extract_string({{ column }}, '$.{{ field }}')
    {%- endif -%}
{%- endmacro %}

{# What a question is known by: the letter of its kind and ten digits made of what it is about. #}
{% macro question_id(prefix, parts) -%}
    {{ prefix }} || substr(
        md5(
            {%- for part in parts %} coalesce({{ part }}, '') {%- if not loop.last %} || '|' ||{% endif -%}{% endfor %}
        ),
        1,
        10
    )
{%- endmacro %}
