-- The work calendar's yearly patterns as dates: one row an item and year. A span that ends earlier in the
-- year than it begins runs over New Year.
with years as (
    select distinct year(day) as year_no
    from {{ ref('calendar_working_day') }}
),

placed as (
    select
        items.*,
        years.year_no,
        years.year_no
        + case when items.ends_month_day < items.starts_month_day then 1 else 0 end as last_year_no
    from {{ ref('calendar_work') }} as items
    cross join years
),

dated as (
    select
        placed.work_id,
        placed.kind,
        placed.title_zh,
        placed.form_id,
        placed.who_zh,
        placed.valid_from,
        placed.valid_to,
        cast(cast(placed.year_no as string) || '-' || placed.starts_month_day as date) as starts_on,
        cast(cast(placed.last_year_no as string) || '-' || placed.ends_month_day as date) as ends_on
    from placed
)

select
    dated.work_id,
    dated.kind,
    dated.title_zh,
    dated.form_id,
    dated.who_zh,
    dated.starts_on,
    dated.ends_on
from dated
where {{ holds_on('dated', 'dated.starts_on') }}
