{# The score a cut-off speaks of: the total, one named subscale, or the highest of all subscales. #}
{% macro judged_score(test, part) -%}
    case {{ part }}
        when 'total' then {{ test }}.total_score
        {%- for n in range(1, 11) %}
        when 'sub_{{ '%02d' | format(n) }}' then {{ test }}.sub_{{ '%02d' | format(n) }}
        {%- endfor %}
        else {{ test }}.sub_highest
    end
{%- endmacro %}
