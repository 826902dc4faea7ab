-- The figures behind the next letter: every figure of the two letters in the letter's order, with what it
-- rests on, and what the last letter said. A cumulative figure smaller than one already published waits for a
-- word of explanation; which figures it touches is told here, the sheet only prints it. A cause is only what
-- is known: reports that do not reach the series' start. How much a missing report holds nobody knows.
with counted as (
    select
        periods.month,
        periods.figure_id,
        periods.unit_code,
        count(rows.row_sheet) as row_count
    from {{ ref('int_letter_periods') }} as periods
    inner join {{ ref('standard_letter_figure') }} as figures on periods.figure_id = figures.figure_id
    left join {{ ref('int_letter_rows') }} as rows
        on
            figures.row_sheet = rows.row_sheet
            and (figures.row_kinds is null or {{ list_has('figures.row_kinds', 'rows.row_kind') }})
            and (figures.row_level is null or figures.row_level = rows.row_level)
            and (
                (periods.unit_code = '3607' and figures.row_sheet <> 'f14_suggestion')
                or rows.unit_code
                = case when periods.unit_code = '3607' then '3607SZ' else periods.unit_code end
            )
            and (
                periods.picked_month = rows.month
                or (
                    rows.month is null
                    and periods.ends_on >= rows.fact_on
                    and (periods.starts_on is null or periods.starts_on <= rows.fact_on)
                )
            )
    group by periods.month, periods.figure_id, periods.unit_code
),

-- What a letter said is compared from its own year on, and for the unit that said it.
compared as (
    select
        figure_values.*,
        periods.starts_on,
        periods.ends_on,
        periods.since_zh,
        periods.data_from_on,
        periods.data_whole_from_on,
        coalesce(counted.row_count, 0) as row_count,
        case
            when
                figures.previous_unit = figure_values.unit_code
                and cast(substr(figure_values.month, 1, 4) as integer) >= figures.previous_year
                then figures.previous_value
        end as previous_value,
        figures.step,
        figures.qualifier,
        figures.is_cumulative
    from {{ ref('int_letter_values') }} as figure_values
    inner join {{ ref('standard_letter_figure') }} as figures on figure_values.figure_id = figures.figure_id
    inner join {{ ref('int_letter_periods') }} as periods
        on
            figure_values.month = periods.month
            and figure_values.figure_id = periods.figure_id
            and figure_values.unit_code = periods.unit_code
    left join counted
        on
            figure_values.month = counted.month
            and figure_values.figure_id = counted.figure_id
            and figure_values.unit_code = counted.unit_code
),

judged as (
    select
        *,
        value - previous_value as difference,
        case
            when value is null or previous_value is null then 'none'
            when value < previous_value then 'fewer'
            when
                qualifier in ('over', 'reach') and value < previous_value + step
                then 'same'
            when value = previous_value then 'same'
            else 'more'
        end as direction
    from compared
)

select
    judged.month,
    judged.figure_id || '.' || judged.unit_code || '.' || judged.month as letter_figure_id,
    judged.figure_id,
    judged.unit_code,
    judged.suggestion_id,
    figures.letter,
    figures.section,
    figures.heading,
    figures.sort_no,
    figures.name_zh,
    judged.way,
    judged.measure,
    judged.source_figure_id,
    cast(judged.value as decimal(18, 6)) as value,
    judged.value_text,
    cast(judged.numerator as decimal(18, 2)) as numerator,
    cast(judged.denominator as decimal(18, 2)) as denominator,
    judged.status,
    judged.is_partial,
    cast(judged.received_count as bigint) as received_count,
    cast(judged.expected_count as bigint) as expected_count,
    cast(judged.expected_count - judged.received_count as bigint) as missing_count,
    judged.starts_on,
    judged.ends_on,
    judged.since_zh,
    judged.data_from_on,
    judged.data_whole_from_on,
    cast(judged.row_count as bigint) as row_count,
    figures.qualifier,
    figures.step,
    figures.style,
    figures.unit_word,
    figures.skeleton,
    figures.keywords,
    judged.is_cumulative,
    judged.previous_value,
    figures.previous_period,
    cast(judged.difference as decimal(18, 6)) as difference,
    judged.direction,
    case
        when judged.direction in ('none', 'same') then judged.direction
        when not judged.is_cumulative then 'other_period'
        when judged.direction = 'more' then 'grown'
        when judged.data_from_on is not null then 'reach'
        else 'unexplained'
    end as explanation,
    judged.direction = 'fewer' and judged.is_cumulative as is_to_be_explained
from judged
inner join {{ ref('standard_letter_figure') }} as figures on judged.figure_id = figures.figure_id
