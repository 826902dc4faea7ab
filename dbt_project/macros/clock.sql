{# The knowledge clock: what was known by then counts, nothing later. It is passed in, never read off the wall. #}
{% macro known_at() -%}
    {%- set moment = env_var('XINQING_KNOWN_AT', '') -%}
    {%- if execute and flags.WHICH in ('run', 'build', 'test', 'show') and not moment -%}
        {{ exceptions.raise_compiler_error("XINQING_KNOWN_AT is not set: name the moment up to which receipts count") }}
    {%- endif -%}
    cast('{{ moment or "1970-01-01 00:00:00" }}' as timestamp)
{%- endmacro %}
