{# The knowledge clock: what was known by then counts, nothing later. It is passed in, never read off the wall. #}
{% macro known_at() -%}
    {%- set moment = env_var('XINQING_KNOWN_AT', '') -%}
    {%- if execute and flags.WHICH in ('run', 'build', 'test', 'show') and not moment -%}
        {{ exceptions.raise_compiler_error("XINQING_KNOWN_AT is not set: name the moment up to which receipts count") }}
    {%- endif -%}
    cast('{{ moment or "1970-01-01 00:00:00" }}' as timestamp)
{%- endmacro %}

{# The last day that was over by then: a day still running proves nothing about what did not happen in it. #}
{% macro last_complete_day() -%}
    {{ add_days('cast(' ~ known_at() ~ ' as date)', -1) }}
{%- endmacro %}
