-- Stages add to their place, units to the city, schools to their unit: numerators and denominators alike.
with additive as (
    select *
    from {{ ref('fct_figures') }}
    where status = 'ok' and metric_id in ('M01', 'M02', 'M03', 'M05', 'M11')
),

stages as (
    select
        month,
        metric_id,
        unit_code as place_code,
        'stages' as parts,
        sum(case when slice <> '' then numerator else 0 end) as parts_sum,
        sum(case when slice = '' then numerator else 0 end) as total
    from additive
    where school_code is null
    group by month, metric_id, unit_code
),

schools as (
    select
        month,
        metric_id,
        unit_code as place_code,
        'schools' as parts,
        sum(case when school_code is not null then numerator else 0 end) as parts_sum,
        sum(case when school_code is null then numerator else 0 end) as total
    from {{ ref('fct_figures') }}
    where
        status = 'ok'
        and slice = ''
        and unit_code <> '3607'
        and metric_id in ('M01', 'M02', 'M03', 'M05', 'M10', 'M11', 'M12', 'M13', 'M14', 'M17', 'M24')
    group by month, metric_id, unit_code
),

no_sums as (
    select metric_id || variant as metric from {{ ref('int_no_sums') }}
    union distinct
    -- A unit with nothing to divide by has no ratio, yet its part is in the city's.
    select metric_id || coalesce(variant, '') as metric from {{ ref('code_metric') }}
    where kind = 'ratio' or not {{ list_has('grains', "'unit'") }}
),

units as (
    select
        month,
        metric_id || variant || slice as metric_id,
        '3607' as place_code,
        'units' as parts,
        sum(case when unit_code <> '3607' then numerator else 0 end) as parts_sum,
        sum(case when unit_code = '3607' then numerator else 0 end) as total
    from {{ ref('fct_figures') }}
    where
        status = 'ok'
        and school_code is null
        and slice = ''
        -- Groups of M09 do not add; what stands for the city alone has no parts.
        and metric_id <> 'M09'
        and metric_id || variant not in (select no_sums.metric from no_sums)
    group by month, metric_id || variant || slice
)

select * from stages
where parts_sum <> total
union all
select * from schools
where parts_sum <> total
union all
select * from units
where parts_sum <> total
