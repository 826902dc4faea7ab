-- Cut-offs of every instrument spelled out for each stage and sex: a rule for the stage beats one for all,
-- then a rule for the sex.
with sexes as (
    select code as sex from {{ ref('code_item') }}
    where list_name = 'sex'
),

candidates as (
    select
        rules.instrument,
        rules.instrument_version,
        rules.norm_set,
        rules.score_scale,
        stages.stage_code,
        sexes.sex,
        rules.score_part,
        rules.lower_bound,
        rules.upper_bound,
        levels.rank as level_rank,
        rules.valid_from,
        rules.valid_to,
        dense_rank() over (
            partition by
                rules.instrument, rules.instrument_version, rules.norm_set, rules.score_scale,
                stages.stage_code, sexes.sex, rules.score_part
            order by
                case when rules.stage_code = '*' then 1 else 0 end,
                case when rules.sex = '*' then 1 else 0 end
        ) as choice
    from {{ ref('standard_instrument_level') }} as rules
    inner join {{ ref('code_risk_level') }} as levels on rules.level_code = levels.level_code
    inner join {{ ref('code_stage') }} as stages on rules.stage_code in ('*', stages.stage_code)
    inner join sexes on rules.sex in ('*', sexes.sex)
)

select
    instrument,
    instrument_version,
    norm_set,
    score_scale,
    stage_code,
    sex,
    score_part,
    lower_bound,
    upper_bound,
    level_rank,
    valid_from,
    valid_to
from candidates
where choice = 1
