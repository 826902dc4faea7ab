-- Where each running count starts in a month, and how far back the reports behind it reach, by unit and city.
select
    month,
    unit_code,
    metric_id,
    variant,
    starts_on,
    note_zh,
    data_from_on,
    data_whole_from_on
from {{ ref('int_series_reach') }}
