-- M18 and M20 as parts. M18 and its stages: a row a school and origin. M20: a row for every month of slips in
-- the transfer year, since a silent month may hide what is wrong, and one for what is known of the unit;
-- others may have told that, so it counts also where the unit itself is silent.
with stages as (
    select code as slice
    from {{ ref('code_item') }}
    where list_name = 'transfer_stage'
),

anomalies as (
    select
        month,
        unit_code,
        coalesce(anomaly_code, '') as slice,
        count(*) as anomaly_count
    from {{ ref('int_transfer_anomalies') }}
    group by grouping sets ((month, unit_code, anomaly_code), (month, unit_code))
),

slices as (
    select slice
    from {{ ref('int_figure_slices') }}
    where slice_kind in ('none', 'transfer_anomaly')
)

select
    month,
    unit_code,
    cast(null as string) as school_code,
    'M18' as metric_id,
    case when origin = 'cases' then 'a' else 'b' end as variant,
    '' as slice,
    is_expected,
    is_received,
    cast(done_count as decimal(18, 2)) as numerator,
    cast(due_count as decimal(18, 2)) as denominator
from {{ ref('int_transfer_dues') }}
union all
select
    dues.month,
    dues.unit_code,
    cast(null as string) as school_code,
    'M18' as metric_id,
    'c' as variant,
    stages.slice,
    dues.is_expected,
    dues.is_received,
    cast(
        case stages.slice
            when 'due' then dues.stage_due
            when 'school_sent' then dues.stage_sent
            when 'county_received' then dues.stage_received
            when 'county_forwarded' then dues.stage_forwarded
            else dues.stage_done
        end as decimal(18, 2)
    ) as numerator,
    cast(null as decimal(18, 2)) as denominator
from {{ ref('int_transfer_dues') }} as dues
cross join stages
union all
select
    reports.month,
    reports.unit_code,
    cast(null as string) as school_code,
    'M20' as metric_id,
    '' as variant,
    slices.slice,
    reports.is_owed or reports.is_received as is_expected,
    reports.is_received,
    cast(0 as decimal(18, 2)) as numerator,
    cast(null as decimal(18, 2)) as denominator
from {{ ref('int_unit_reports') }} as reports
inner join {{ ref('int_transfer_seasons') }} as seasons
    on reports.month = seasons.month and reports.starts_on >= seasons.year_from
cross join slices
where reports.form_id = 'F06'
union all
select
    month,
    unit_code,
    cast(null as string) as school_code,
    'M20' as metric_id,
    '' as variant,
    slice,
    true as is_expected,
    true as is_received,
    cast(anomaly_count as decimal(18, 2)) as numerator,
    cast(null as decimal(18, 2)) as denominator
from anomalies
