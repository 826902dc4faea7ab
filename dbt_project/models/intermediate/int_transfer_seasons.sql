-- Month by month the transfer year it lies in: from the day the last transfer season began until the next one
-- does. Those who left school in it come from the semester that ended with the season's eve.
with begun as (
    select
        months.month,
        months.ends_on,
        months.as_of_on,
        seasons.starts_on,
        seasons.ends_on as season_ends_on,
        row_number() over (partition by months.month order by seasons.starts_on desc) as recency
    from {{ ref('dim_month') }} as months
    inner join {{ ref('int_work_spans') }} as seasons
        on seasons.kind = 'transfer_season' and months.ends_on >= seasons.starts_on
)

select
    month,
    ends_on,
    as_of_on,
    starts_on as year_from,
    season_ends_on >= ends_on as is_in_season,
    {{ semester_of(add_days('starts_on', -1)) }} as spring_semester
from begun
where recency = 1
