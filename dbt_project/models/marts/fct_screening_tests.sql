-- One row a test that counts as an attempt, judged anew: complete, valid, and the level by the dated cut-
-- offs. The level is the worst over total and subscales, and a crisis item lifts it to at least the floor.
with attempts as (
    select
        *,
        greatest(sub_01, sub_02, sub_03, sub_04, sub_05, sub_06, sub_07, sub_08, sub_09, sub_10)
            as sub_highest,
        least(sub_01, sub_02, sub_03, sub_04, sub_05, sub_06, sub_07, sub_08, sub_09, sub_10) as sub_lowest
    from {{ ref('int_screening_rows') }}
    where is_attempt
),

judged as (
    select
        attempts.*,
        coalesce(versions.has_validity, false) and attempts.validity_score is not null as is_validity_known,
        coalesce(
            attempts.total_score between versions.total_min and versions.total_max
            and coalesce(attempts.sub_highest <= versions.sub_max, true)
            and coalesce(attempts.sub_lowest >= versions.sub_min, true),
            false
        ) as is_complete,
        coalesce(not versions.has_validity, false)
        or coalesce(attempts.validity_score < versions.validity_void_from, false) as is_truthful
    from attempts
    left join {{ ref('code_instrument_version') }} as versions
        on
            attempts.instrument = versions.instrument
            and attempts.instrument_version = versions.instrument_version
            and attempts.norm_set = versions.norm_set
            and attempts.score_scale = versions.score_scale
            and {{ holds_on('versions', 'attempts.event_date') }}
),

scored as (
    select
        judged.submission_id,
        judged.row_number,
        max(rules.level_rank) as score_rank
    from judged
    inner join {{ ref('int_level_rules') }} as rules
        on
            judged.instrument = rules.instrument
            and judged.instrument_version = rules.instrument_version
            and judged.norm_set = rules.norm_set
            and judged.score_scale = rules.score_scale
            and judged.stage_code = rules.stage_code
            and judged.sex = rules.sex
            and {{ holds_on('rules', 'judged.event_date') }}
            and {{ judged_score('judged', 'rules.score_part') }} >= rules.lower_bound
            and (
                rules.upper_bound is null
                or {{ judged_score('judged', 'rules.score_part') }} < rules.upper_bound
            )
    where judged.is_complete and judged.is_truthful
    group by judged.submission_id, judged.row_number
),

floors as (
    select
        parameters.valid_from,
        parameters.valid_to,
        levels.rank as floor_rank
    from {{ ref('int_parameters') }} as parameters
    inner join {{ ref('code_risk_level') }} as levels on parameters.value = levels.level_code
    where parameters.parameter = 'crisis_floor_level'
)

select
    judged.submission_id,
    judged.sheet,
    judged.row_number,
    judged.round_id,
    judged.semester,
    judged.school_year,
    judged.school_code,
    judged.stage_code,
    judged.grade_code,
    judged.grade_sort,
    judged.sex,
    judged.pupil_token,
    judged.instrument || '_' || judged.instrument_version || '_' || judged.norm_set
    || '_' || judged.stage_code as instrument_group,
    judged.event_date as test_date,
    {{ month_label('judged.event_date') }} as test_month,
    judged.attempt_no,
    judged.has_crisis,
    judged.is_complete and judged.is_truthful as is_valid,
    judged.is_validity_known,
    case
        when not (judged.is_complete and judged.is_truthful) then null
        when judged.has_crisis then greatest(scored.score_rank, floors.floor_rank)
        else scored.score_rank
    end as level_rank,
    judged.submitted_level,
    judged.explain_code
from judged
left join scored
    on judged.submission_id = scored.submission_id and judged.row_number = scored.row_number
left join floors on {{ holds_on('floors', 'judged.event_date') }}
