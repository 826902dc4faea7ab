-- How far back the reports behind what is counted over years reach: a row a month, unit ('3607': the city),
-- metric and variant. A series added from periods is known from a unit's first period sent or owed on; what
-- lies before it nobody has told, and no figure may say that it rests on it. Of a missing period after that
-- the figure's own counts of reports tell. In the city, `data_from_on` is where the first unit begins and
-- `data_whole_from_on` where the last does; both are empty where all reach the series' start.
with told as (
    select
        form_id,
        scope_code as unit_code,
        {{ period_starts_on('period') }} as starts_on
    from {{ ref('int_submissions__effective') }}
    where form_id in (select series.form_id from {{ ref('standard_series') }} as series)
    union all
    select
        form_id,
        scope_code as unit_code,
        {{ period_starts_on('period') }} as starts_on
    from {{ ref('int_expected_scopes') }}
    where form_id in (select series.form_id from {{ ref('standard_series') }} as series)
),

firsts as (
    select
        told.form_id,
        told.unit_code,
        min(told.starts_on) as first_on
    from told
    inner join {{ ref('dim_unit') }} as units on told.unit_code = units.unit_code
    group by told.form_id, told.unit_code
),

reached as (
    select
        months.month,
        firsts.form_id,
        units.unit_code,
        min(firsts.first_on) as first_on,
        max(firsts.first_on) as last_first_on
    from {{ ref('dim_month') }} as months
    inner join firsts on months.ends_on >= firsts.first_on
    inner join {{ ref('dim_unit') }} as units
        on firsts.unit_code = units.unit_code or units.unit_code = '3607'
    group by months.month, firsts.form_id, units.unit_code
)

select
    months.month,
    units.unit_code,
    series.metric_id,
    series.variant,
    series.starts_on,
    series.note_zh,
    case when reached.last_first_on > series.starts_on then greatest(reached.first_on, series.starts_on) end
        as data_from_on,
    case when reached.last_first_on > series.starts_on then reached.last_first_on end as data_whole_from_on
from {{ ref('dim_month') }} as months
inner join {{ ref('standard_series') }} as series on {{ holds_on('series', 'months.ends_on') }}
cross join {{ ref('dim_unit') }} as units
left join reached
    on
        months.month = reached.month
        and units.unit_code = reached.unit_code
        and series.form_id = reached.form_id
