{# What a unit has told of one thing (a contract, a duty) in a form that is a full list, as a month sees it: a
   row for every list up to the one that speaks, the latest first (recency 1). A thing that a later list leaves
   out without an end stays (is_on_list is false), as with every stock. `key` is the column of its number. #}
{% macro told_by_units(form_id, sheet, key) -%}
    select
        reports.month,
        reports.unit_code,
        reports.period as report_period,
        reports.starts_on as report_starts_on,
        reports.submission_id as report_submission_id,
        effective.period as told_in,
        effective.period = reports.period as is_on_list,
        row_number() over (
            partition by reports.month, reports.unit_code, rows.{{ key }} order by effective.period desc
        ) as recency,
        rows.*
    from {{ ref('int_unit_reports') }} as reports
    inner join {{ ref('int_submissions__effective') }} as effective
        on
            reports.form_id = effective.form_id
            and reports.unit_code = effective.scope_code
            and reports.period >= effective.period
    inner join {{ ref(sheet) }} as rows on effective.submission_id = rows.submission_id
    where reports.form_id = '{{ form_id }}' and reports.is_received
{%- endmacro %}

{# The last day that a report of a quarter can say nothing happened on: the quarter's, or the month's as yet. #}
{% macro judged_on(as_of_on, starts_on) -%}
    least({{ as_of_on }}, {{ add_days(add_months(starts_on, 3), -1) }})
{%- endmacro %}

{# How many years of a contract have begun between its first day and the day after another, the last one whole. #}
{% macro years_begun(starts_on, until_on) -%}
    cast(
        ceil(
            greatest(
                (year({{ until_on }}) - year({{ starts_on }})) * 12
                + month({{ until_on }}) - month({{ starts_on }})
                + case when day({{ until_on }}) > day({{ starts_on }}) then 1 else 0 end,
                0
            ) / 12.0
        ) as integer
    )
{%- endmacro %}
