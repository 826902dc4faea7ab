{# What registers of several months say of one dated word (a level, a status) as one history without gaps.
   `relation` has school_code, case_id, period, from_on and word. A register voids what earlier ones dated
   later than its own date; on one date the later register wins; equal neighbours are one. #}
{% macro case_timeline(relation, word) -%}
ranked as (
    select
        *,
        row_number() over (
            partition by school_code, case_id, from_on order by period desc
        ) as choice,
        min(from_on) over (
            partition by school_code, case_id order by period
            rows between 1 following and unbounded following
        ) as voided_after
    from {{ relation }}
),

standing as (
    select
        *,
        lag(word) over (partition by school_code, case_id order by from_on) as word_before
    from ranked
    where choice = 1 and (voided_after is null or from_on <= voided_after)
),

history as (
    select
        school_code,
        case_id,
        from_on,
        lead(from_on) over (partition by school_code, case_id order by from_on) as until_on,
        word as {{ word }}
    from standing
    where word_before is null or word_before <> word
)
{%- endmacro %}
