-- Every span of every dated parameter as known, with what it is for; the round check and the 待办表 read it.
with stated as (
    select
        parameter,
        max(note_zh) as purpose,
        max(unit) as unit_of_measure,
        min(certainty) = 'P' and max(certainty) = 'P' as is_open_to_change
    from {{ ref('standard_parameter') }}
    group by parameter
)

select
    spans.parameter,
    stated.purpose,
    stated.unit_of_measure,
    stated.is_open_to_change,
    spans.value,
    spans.valid_from,
    spans.valid_to
from {{ ref('int_parameters') }} as spans
inner join stated on spans.parameter = stated.parameter
