-- The work calendar's yearly patterns as dates: one row an item and year. A span that ends earlier in the year
-- than it begins runs over New Year.
with years as (
    select distinct year(day) as number
    from {{ ref('calendar_working_day') }}
),

dated as (
    select
        work.work_id,
        work.kind,
        work.title_zh,
        work.form_id,
        work.who_zh,
        work.valid_from,
        work.valid_to,
        cast(cast(years.number as string) || '-' || work.starts_month_day as date) as starts_on,
        cast(
            cast(
                years.number + case when work.ends_month_day < work.starts_month_day then 1 else 0 end as string
            )
            || '-' || work.ends_month_day as date
        ) as ends_on
    from {{ ref('calendar_work') }} as work
    cross join years
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
