{# Calendar arithmetic. Differences between DuckDB and Spark live here and in lists.sql only. #}
{% macro add_days(day, count) -%}
    {%- if target.type == 'spark' -%}date_add({{ day }}, cast({{ count }} as int))
    {%- else -%}cast({{ day }} + cast({{ count }} as integer) as date)
    {%- endif -%}
{%- endmacro %}

{% macro add_months(day, count) -%}
    {%- if target.type == 'spark' -%}add_months({{ day }}, cast({{ count }} as int))
    {%- else -%}cast({{ day }} + to_months(cast({{ count }} as integer)) as date)
    {%- endif -%}
{%- endmacro %}

{% macro days_between(earlier, later) -%}
    {%- if target.type == 'spark' -%}datediff({{ later }}, {{ earlier }})
    {%- else -%}date_diff('day', {{ earlier }}, {{ later }})
    {%- endif -%}
{%- endmacro %}

{# '2026-10' #}
{% macro month_label(day) -%}
    substr(cast({{ day }} as string), 1, 7)
{%- endmacro %}

{# '2026Q4' for the quarter a day lies in. #}
{% macro quarter_label(day) -%}
    cast(year({{ day }}) as string) || 'Q' || cast(quarter({{ day }}) as string)
{%- endmacro %}

{# The last moment of a day, for "received on or before" comparisons with a timestamp. #}
{% macro is_received_by(moment, day) -%}
    cast({{ moment }} as date) <= {{ day }}
{%- endmacro %}

{# '2026-2027-1' for September to January, '-2' for February to August. #}
{% macro semester_of(day) -%}
    case
        when month({{ day }}) >= 9
            then cast(year({{ day }}) as string) || '-' || cast(year({{ day }}) + 1 as string) || '-1'
        when month({{ day }}) = 1
            then cast(year({{ day }}) - 1 as string) || '-' || cast(year({{ day }}) as string) || '-1'
        else cast(year({{ day }}) - 1 as string) || '-' || cast(year({{ day }}) as string) || '-2'
    end
{%- endmacro %}

{# The first day of the last month of '2026Q4'. #}
{% macro last_month_of_quarter(period) -%}
    cast(
        substr({{ period }}, 1, 4)
        || case substr({{ period }}, 6, 1)
            when '1' then '-03-01' when '2' then '-06-01' when '3' then '-09-01' else '-12-01'
        end as date
    )
{%- endmacro %}

{# The semester a period lies in: semesters and rounds begin with it, months are placed by their first day,
   quarters by their last month. #}
{% macro semester_of_period(period) -%}
    case
        when length({{ period }}) = 7 then {{ semester_of("cast(" ~ period ~ " || '-01' as date)") }}
        when substr({{ period }}, 5, 1) = 'Q' then {{ semester_of(last_month_of_quarter(period)) }}
        else substr({{ period }}, 1, 11)
    end
{%- endmacro %}

{# The first day of a semester, month or quarter by its label; rounds begin in their semester. #}
{% macro period_starts_on(period) -%}
    case
        when length({{ period }}) = 7 then cast({{ period }} || '-01' as date)
        when substr({{ period }}, 5, 1) = 'Q'
            then cast({{ add_months(last_month_of_quarter(period), -2) }} as date)
        when substr({{ period }}, 11, 1) = '1' then cast(substr({{ period }}, 1, 4) || '-09-01' as date)
        else cast(substr({{ period }}, 6, 4) || '-02-01' as date)
    end
{%- endmacro %}

{# A dated seed row holds on a day; both ends included, an empty end is open. #}
{% macro holds_on(alias, day) -%}
    {{ alias }}.valid_from <= {{ day }} and ({{ alias }}.valid_to is null or {{ alias }}.valid_to >= {{ day }})
{%- endmacro %}

{# The Monday of the ISO week a day lies in; weeks of two years are one row of Mondays. #}
{% macro week_starts_on(day) -%}
    cast(date_trunc('week', {{ day }}) as date)
{%- endmacro %}
