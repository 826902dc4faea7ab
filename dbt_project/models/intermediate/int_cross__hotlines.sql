-- What the form of hotlines and visits says against other forms and its own past. X16: follow-ups that name
-- a hotline as their source, against its calls about pupils · X99: more cases closed than were open ·
-- X00: visits told of a school that is not the unit's.
with sent as (
    select
        effective.period,
        effective.unit_code,
        effective.submission_id,
        {{ period_starts_on('effective.period') }} as starts_on
    from {{ ref('int_submissions__effective') }} as effective
    where effective.form_id = 'F10'
),

-- The unit's lines added up, at the address of the first; a reason on any of them speaks for all.
monthly as (
    select
        sent.period,
        sent.unit_code,
        sent.submission_id,
        sent.starts_on,
        min(hotlines.sheet) as sheet,
        min(hotlines.row_number) as row_number,
        max(hotlines.explain_code is not null) as is_explained,
        sum(hotlines.pupil_related_n) as pupil_related_count
    from sent
    inner join {{ ref('stg_f10_hotline') }} as hotlines on sent.submission_id = hotlines.submission_id
    group by sent.period, sent.unit_code, sent.submission_id, sent.starts_on
),

followups as (
    select
        effective.period,
        effective.unit_code,
        sum(case when events.contact_source = 'hotline' then 1 else 0 end) as hotline_count
    from {{ ref('int_submissions__effective') }} as effective
    left join {{ ref('int_followup_events') }} as events
        on
            effective.submission_id = events.submission_id
            and effective.scope_code = events.school_code
    where effective.form_id = 'F05'
    group by effective.period, effective.unit_code
),

-- Months in which some school's follow-ups are still missing: too few cannot be told from not yet.
silent as (
    select distinct
        expected.period,
        expected.unit_code
    from {{ ref('int_expected_scopes') }} as expected
    left join {{ ref('int_submissions__effective') }} as effective
        on
            expected.form_id = effective.form_id
            and expected.period = effective.period
            and expected.scope_code = effective.scope_code
    where expected.form_id = 'F05' and effective.submission_id is null
),

banded as (
    select
        monthly.*,
        followups.hotline_count,
        silent.unit_code is not null as is_silent,
        cast(least_share.value as decimal(9, 4)) as least_share,
        cast(most_share.value as decimal(9, 4)) as most_share,
        cast(minimum.value as integer) as minimum_count
    from monthly
    inner join followups
        on monthly.period = followups.period and monthly.unit_code = followups.unit_code
    left join silent on monthly.period = silent.period and monthly.unit_code = silent.unit_code
    inner join {{ ref('int_parameters') }} as least_share
        on
            least_share.parameter = 'hotline_followup_share_least'
            and {{ holds_on('least_share', 'monthly.starts_on') }}
    inner join {{ ref('int_parameters') }} as most_share
        on
            most_share.parameter = 'hotline_followup_share_most'
            and {{ holds_on('most_share', 'monthly.starts_on') }}
    inner join {{ ref('int_parameters') }} as minimum
        on
            minimum.parameter = 'hotline_followup_minimum'
            and {{ holds_on('minimum', 'monthly.starts_on') }}
),

-- What was open before a month can only be known from what was handed over since the form began.
running as (
    select
        sent.period,
        sent.unit_code,
        sent.submission_id,
        hotlines.sheet,
        hotlines.row_number,
        hotlines.line_code,
        hotlines.explain_code is not null as is_explained,
        hotlines.closed_n,
        sum(hotlines.handed_n - hotlines.closed_n) over (
            partition by sent.unit_code, hotlines.line_code order by sent.period
        ) as balance
    from sent
    inner join {{ ref('stg_f10_hotline') }} as hotlines on sent.submission_id = hotlines.submission_id
),

-- Cases closed beyond those known once were explained once: the lowest balance so far is the new nothing.
floored as (
    select
        running.*,
        least(
            coalesce(
                min(running.balance) over (
                    partition by running.unit_code, running.line_code order by running.period
                    rows between unbounded preceding and 1 preceding
                ),
                0
            ),
            0
        ) as least_balance
    from running
)

select
    'X16' as rule_id,
    banded.submission_id,
    banded.period,
    banded.unit_code,
    banded.unit_code as scope_code,
    banded.sheet,
    banded.row_number,
    'pupil_related_n' as column_name,
    banded.is_explained,
    cast(null as string) as reason,
    cast(null as string) as subject,
    cast(banded.pupil_related_count as string) as value_words,
    cast(banded.hotline_count as string) as limit_words
from banded
where
    banded.hotline_count > banded.pupil_related_count * banded.most_share
    or (
        not banded.is_silent
        and banded.pupil_related_count >= banded.minimum_count
        and banded.hotline_count < banded.pupil_related_count * banded.least_share
    )
union all
select
    'X99' as rule_id,
    floored.submission_id,
    floored.period,
    floored.unit_code,
    floored.unit_code as scope_code,
    floored.sheet,
    floored.row_number,
    'closed_n' as column_name,
    floored.is_explained,
    cast(null as string) as reason,
    hotline_names.label as subject,
    cast(floored.closed_n as string) as value_words,
    cast(floored.closed_n + floored.balance - floored.least_balance as string) as limit_words
from floored
inner join {{ ref('code_item') }} as hotline_names
    on hotline_names.list_name = 'line_code' and floored.line_code = hotline_names.code
where floored.balance < floored.least_balance
union all
select
    'X00' as rule_id,
    sent.submission_id,
    sent.period,
    sent.unit_code,
    visits.school_code as scope_code,
    visits.sheet,
    visits.row_number,
    'school_code' as column_name,
    false as is_explained,
    case
        when schools.school_code is null then '名录中没有这所学校'
        else
            '该校属于' || coalesce(units.name_zh, '其他单位') || '，不属于本报送单位'
    end as reason,
    cast(null as string) as subject,
    cast(null as string) as value_words,
    cast(null as string) as limit_words
from sent
inner join {{ ref('stg_f10_visit') }} as visits on sent.submission_id = visits.submission_id
left join {{ ref('int_school_semesters') }} as schools
    on visits.school_code = schools.school_code and visits.semester = schools.semester
left join {{ ref('code_reporting_unit') }} as units on schools.unit_code = units.unit_code
where schools.school_code is null or schools.unit_code <> sent.unit_code
