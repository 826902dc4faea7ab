-- What case registers say against each other: X91 a case vanished without an end · X96 a case number of two
-- schools · X97 a pupil's cases running at two schools at once · X98 a register suddenly empty.
with vanished as (
    select
        cases.school_code,
        cases.case_id,
        registers.submission_id,
        registers.period,
        registers.is_nil
    from {{ ref('int_current_cases') }} as cases
    inner join {{ ref('int_latest_registers') }} as registers
        on cases.school_code = registers.school_code
    where cases.last_period < registers.period and not cases.is_closed
)

select
    'X91' as rule_id,
    vanished.submission_id,
    'F04' as form_id,
    vanished.period,
    vanished.school_code,
    cast(null as string) as sheet,
    cast(null as bigint) as row_number,
    cast(null as string) as column_name,
    false as is_explained,
    '个案' || vanished.case_id as subject,
    cast(null as string) as reason,
    cast(null as string) as value_words,
    cast(null as string) as limit_words,
    cast(null as string) as other_school_code
from vanished
where not vanished.is_nil
union all
select
    'X96' as rule_id,
    cases.submission_id,
    'F04' as form_id,
    cases.last_period as period,
    cases.school_code,
    cases.sheet,
    cases.row_number,
    'case_id' as column_name,
    false as is_explained,
    cases.case_id as subject,
    cast(null as string) as reason,
    cast(null as string) as value_words,
    cast(null as string) as limit_words,
    others.school_code as other_school_code
from {{ ref('int_cases') }} as cases
inner join {{ ref('int_cases') }} as others
    on cases.case_id = others.case_id and cases.school_code <> others.school_code
union all
select distinct
    'X97' as rule_id,
    cases.submission_id,
    'F04' as form_id,
    cases.last_period as period,
    cases.school_code,
    cases.sheet,
    cases.row_number,
    'pupil_token' as column_name,
    cases.explain_code is not null as is_explained,
    cases.pupil_token as subject,
    cast(null as string) as reason,
    cast(null as string) as value_words,
    cast(null as string) as limit_words,
    others.school_code as other_school_code
from {{ ref('int_cases') }} as cases
inner join {{ ref('int_cases') }} as others
    on cases.pupil_token = others.pupil_token and cases.school_code <> others.school_code
inner join {{ ref('int_case_stretches') }} as mine
    on mine.kind = 'running' and cases.school_code = mine.school_code and cases.case_id = mine.case_id
inner join {{ ref('int_case_stretches') }} as theirs
    on
        theirs.kind = 'running'
        and others.school_code = theirs.school_code
        and others.case_id = theirs.case_id
        and (mine.ended_on is null or mine.ended_on > theirs.started_on)
        and (theirs.ended_on is null or mine.started_on < theirs.ended_on)
union all
select
    'X98' as rule_id,
    vanished.submission_id,
    'F04' as form_id,
    vanished.period,
    vanished.school_code,
    cast(null as string) as sheet,
    cast(null as bigint) as row_number,
    cast(null as string) as column_name,
    false as is_explained,
    cast(null as string) as subject,
    cast(null as string) as reason,
    cast(count(*) as string) as value_words,
    cast(null as string) as limit_words,
    cast(null as string) as other_school_code
from vanished
where vanished.is_nil
group by vanished.submission_id, vanished.period, vanished.school_code
