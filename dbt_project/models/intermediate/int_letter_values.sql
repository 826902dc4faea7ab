-- What each figure of a letter comes to, by its own way: a row a month, figure, unit and, of what is told
-- of one suggestion, suggestion. Codes, numbers of documents and dates are text, so nothing adds them.
with keyed as (
    select
        periods.*,
        figures.way,
        figures.measure,
        figures.metric_id,
        coalesce(figures.variant, '') as variant,
        coalesce(figures.slice, '') as slice,
        figures.list_name,
        figures.codes,
        figures.row_kinds,
        figures.row_level
    from {{ ref('int_letter_periods') }} as periods
    inner join {{ ref('standard_letter_figure') }} as figures on periods.figure_id = figures.figure_id
),

items as (
    select
        list_name,
        code,
        label,
        sort_no,
        valid_from,
        valid_to
    from {{ ref('code_item') }}
    union all
    select
        'stage' as list_name,
        stage_code as code,
        label,
        sort_no,
        cast(null as date) as valid_from,
        cast(null as date) as valid_to
    from {{ ref('code_stage') }}
),

listed as (
    select
        keyed.month,
        keyed.figure_id,
        keyed.unit_code,
        count(*) as item_count,
        {{ join_ordered('items.label', 'items.sort_no') }} as labels
    from keyed
    inner join items
        on
            keyed.list_name = items.list_name
            and (keyed.codes is null or {{ list_has('keyed.codes', 'items.code') }})
            and (items.valid_from is null or keyed.asked_on >= items.valid_from)
            and (items.valid_to is null or keyed.asked_on <= items.valid_to)
    where keyed.measure = 'items'
    group by keyed.month, keyed.figure_id, keyed.unit_code
),

studios as (
    select
        keyed.month,
        keyed.figure_id,
        count(distinct activities.studio) as studio_count
    from keyed
    inner join {{ ref('fct_activities') }} as activities on keyed.ends_on >= activities.end_on
    where keyed.measure = 'studios'
    group by keyed.month, keyed.figure_id
),

held as (
    select
        keyed.month,
        keyed.figure_id,
        max(activities.end_on) as held_on
    from keyed
    inner join {{ ref('fct_activities') }} as activities
        on
            keyed.ends_on >= activities.end_on
            and {{ list_has('keyed.row_kinds', 'activities.activity_type') }}
            and keyed.row_level = activities.activity_level
    where keyed.measure = 'held_on'
    group by keyed.month, keyed.figure_id
),

-- A rank is read off the award and stays what it is: the best and the next of the latest school year.
placed as (
    select
        keyed.month,
        keyed.figure_id,
        keyed.measure,
        awards.award_rank,
        dense_rank() over (
            partition by keyed.month, keyed.figure_id
            order by substr({{ semester_of('activities.end_on') }}, 1, 9) desc
        ) as year_place,
        row_number() over (
            partition by keyed.month, keyed.figure_id
            order by
                substr({{ semester_of('activities.end_on') }}, 1, 9) desc,
                awards.award_rank asc,
                awards.staff_token asc
        ) as place
    from keyed
    inner join {{ ref('fct_awards') }} as awards
        on
            {{ list_has('keyed.row_kinds', 'awards.activity_type') }}
            and keyed.row_level = awards.award_level
            and awards.award_rank is not null
    inner join {{ ref('fct_activities') }} as activities
        on awards.activity_id = activities.activity_id and keyed.asked_as_of_on >= activities.end_on
    where keyed.measure in ('rank_1', 'rank_2')
),

-- A county's own policy goes before the city's.
grades as (
    select
        keyed.month,
        keyed.figure_id,
        keyed.unit_code,
        coalesce(
            min(case when policies.unit_code = keyed.unit_code then policies.grade_sort_min end),
            min(policies.grade_sort_min)
        ) as grade_min
    from keyed
    inner join {{ ref('standard_screening_policy') }} as policies
        on
            (keyed.unit_code = policies.unit_code or policies.unit_code = '*')
            and policies.stage_code = 'primary'
            and {{ holds_on('policies', 'keyed.asked_on') }}
    where keyed.measure = 'grade_min'
    group by keyed.month, keyed.figure_id, keyed.unit_code
),

stated as (
    select
        keyed.month,
        keyed.figure_id,
        keyed.unit_code,
        parameters.value as parameter_value,
        targets.target
    from keyed
    left join {{ ref('int_parameters') }} as parameters
        on
            keyed.measure = 'parameter'
            and keyed.list_name = parameters.parameter
            and {{ holds_on('parameters', 'keyed.asked_on') }}
    left join {{ ref('standard_target') }} as targets
        on
            keyed.measure = 'target'
            and keyed.metric_id = targets.metric_id
            and keyed.variant = coalesce(targets.variant, '')
            and targets.slice is null
            and {{ holds_on('targets', 'keyed.asked_on') }}
    where keyed.measure in ('parameter', 'target')
),

joined as (
    select
        keyed.month,
        keyed.figure_id,
        keyed.unit_code,
        keyed.way,
        keyed.measure,
        suggestions.suggestion_id,
        figures.figure_id as source_figure_id,
        case
            when keyed.measure = 'value' and keyed.picked_month is null then 'not_reported'
            when keyed.measure = 'value' then figures.status
        end as figure_status,
        figures.numerator,
        figures.denominator,
        coalesce(figures.is_partial, false) as is_partial,
        coalesce(figures.received_count, 0) as received_count,
        coalesce(figures.expected_count, 0) as expected_count,
        case keyed.measure
            when 'value' then figures.value
            when 'items' then cast(listed.item_count as decimal(18, 6))
            when 'studios' then cast(studios.studio_count as decimal(18, 6))
            when 'rank_1' then cast(placed.award_rank as decimal(18, 6))
            when 'rank_2' then cast(placed.award_rank as decimal(18, 6))
            when 'proposer_n' then cast(suggestions.proposer_count as decimal(18, 6))
            when 'grade_min' then cast(grades.grade_min as decimal(18, 6))
            when 'parameter' then cast(stated.parameter_value as decimal(18, 6))
            when 'target' then cast(stated.target as decimal(18, 6))
        end as value,
        case keyed.measure
            when 'identifier' then keyed.codes
            when 'code' then coalesce(line_codes.code, '')
            when 'suggestion_no' then suggestions.suggestion_no
            when 'held_on' then substr(cast(held.held_on as string), 1, 7)
            when 'items' then listed.labels
        end as value_text
    from keyed
    -- The condition stands inside an equality: beside it, DuckDB would compare every pair of rows.
    left join {{ ref('fct_figures') }} as figures
        on
            case when keyed.measure = 'value' then keyed.picked_month end = figures.month
            and keyed.unit_code = figures.unit_code
            and figures.school_code is null
            and keyed.metric_id = figures.metric_id
            and keyed.variant = figures.variant
            and keyed.slice = figures.slice
    -- The city answers through its own office.
    left join {{ ref('fct_suggestions') }} as suggestions
        on
            keyed.measure in ('suggestion_no', 'proposer_n')
            and keyed.month = suggestions.month
            and suggestions.unit_code
            = case when keyed.unit_code = '3607' then '3607SZ' else keyed.unit_code end
    left join listed
        on
            keyed.month = listed.month
            and keyed.figure_id = listed.figure_id
            and keyed.unit_code = listed.unit_code
    left join studios on keyed.month = studios.month and keyed.figure_id = studios.figure_id
    left join held on keyed.month = held.month and keyed.figure_id = held.figure_id
    left join placed
        on
            keyed.month = placed.month
            and keyed.figure_id = placed.figure_id
            and placed.year_place = 1
            and placed.place = case keyed.measure when 'rank_1' then 1 else 2 end
    left join grades
        on
            keyed.month = grades.month
            and keyed.figure_id = grades.figure_id
            and keyed.unit_code = grades.unit_code
    left join stated
        on
            keyed.month = stated.month
            and keyed.figure_id = stated.figure_id
            and keyed.unit_code = stated.unit_code
    left join {{ ref('code_item') }} as line_codes
        on
            keyed.measure = 'code'
            and keyed.list_name = line_codes.list_name
            and keyed.codes = line_codes.code
            and {{ holds_on('line_codes', 'keyed.asked_on') }}
)

select
    month,
    figure_id,
    unit_code,
    way,
    measure,
    suggestion_id,
    source_figure_id,
    value,
    value_text,
    numerator,
    denominator,
    is_partial,
    received_count,
    expected_count,
    case
        when measure = 'value' then coalesce(figure_status, 'not_reported')
        when value is null and coalesce(value_text, '') = '' then 'not_applicable'
        else 'ok'
    end as status
from joined
