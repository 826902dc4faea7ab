-- Pupils overdue (M14) as a band, by unit and level: what leaders must act on without a number small enough
-- to find a child by. The band is that of the figure; where there is no figure there is no band.
select
    figures.month,
    figures.unit_code,
    figures.unit_name,
    figures.slice as level_code,
    figures.status,
    bands.band_code,
    bands.label as band_label,
    bands.sort_no as band_no
from {{ ref('fct_figures') }} as figures
inner join {{ ref('code_risk_level') }} as levels on figures.slice = levels.level_code
inner join {{ ref('dim_month') }} as months on figures.month = months.month
left join {{ ref('standard_band') }} as bands
    on
        bands.band_set = 'overdue'
        and figures.value >= bands.count_from
        and (bands.count_to is null or figures.value <= bands.count_to)
        and {{ holds_on('bands', 'months.ends_on') }}
where figures.metric_id = 'M14' and figures.school_code is null
