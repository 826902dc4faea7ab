-- Bands of one instrument part follow one another and never get milder with a higher score: the level of the
-- highest subscale is then the worst level of all.
with bands as (
    select
        *,
        lead(lower_bound) over (
            partition by
                instrument, instrument_version, norm_set, score_scale, stage_code, sex, score_part, valid_from
            order by lower_bound
        ) as next_lower,
        lead(level_rank) over (
            partition by
                instrument, instrument_version, norm_set, score_scale, stage_code, sex, score_part, valid_from
            order by lower_bound
        ) as next_rank
    from {{ ref('int_level_rules') }}
)

select
    instrument,
    instrument_version,
    norm_set,
    score_scale,
    score_part,
    lower_bound,
    upper_bound,
    next_lower
from bands
where
    (next_lower is not null and (upper_bound is null or upper_bound <> next_lower or next_rank < level_rank))
