-- The 21 reporting units in official order, and the whole city as 3607 after them.
select
    unit_code,
    name_zh as unit_name,
    short_name,
    sort_no,
    is_county_level,
    false as is_city
from {{ ref('code_reporting_unit') }}
union all
select
    '3607' as unit_code,
    '全市' as unit_name,
    '全市' as short_name,
    99 as sort_no,
    false as is_county_level,
    true as is_city
