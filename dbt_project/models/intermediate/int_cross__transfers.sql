-- What transfer slips say against other forms, X07: a case has left and no slip names the pupil, at the
-- register's row; a slip of a school that says it keeps no archives.
with gone as (
    select
        statuses.school_code,
        statuses.case_id,
        statuses.status,
        statuses.from_on as left_on,
        cases.pupil_token,
        cases.unit_code,
        {{ add_days('statuses.from_on', '-cast(parameters.value as integer)') }} as since_on,
        {{ add_days('statuses.from_on', 'parameters.value') }} as limit_on
    from {{ ref('int_case_statuses') }} as statuses
    inner join {{ ref('int_cases') }} as cases
        on statuses.school_code = cases.school_code and statuses.case_id = cases.case_id
    inner join {{ ref('int_parameters') }} as parameters
        on
            parameters.parameter = 'transfer_grace_days'
            and {{ holds_on('parameters', 'statuses.from_on') }}
    where statuses.status in ('transferred_out', 'graduated') and statuses.until_on is null
),

status_rows as (
    select
        *,
        row_number() over (
            partition by school_code, case_id, status, status_on order by period desc
        ) as recency
    from {{ ref('int_case_rows') }}
),

asked as (
    select distinct
        gone.school_code,
        gone.case_id,
        gone.status,
        gone.left_on,
        gone.since_on,
        gone.limit_on,
        gone.pupil_token
    from gone
    inner join {{ ref('int_submissions__effective') }} as slips
        on
            slips.form_id = 'F06'
            and gone.unit_code = slips.scope_code
            and slips.period >= {{ month_label('gone.limit_on') }}
    where gone.limit_on <= {{ last_complete_day() }}
),

sent as (
    select
        pupil_token,
        from_school,
        max(school_sent_on) as school_sent_on
    from {{ ref('int_transfers') }}
    group by pupil_token, from_school
),

archives as (
    select
        school_code,
        semester,
        sum(archived_count) as archived_count,
        row_number() over (partition by school_code order by semester desc) as recency
    from {{ ref('int_enrolment__effective') }}
    group by school_code, semester
)

select
    'X07' as rule_id,
    status_rows.submission_id,
    'F04' as form_id,
    status_rows.period,
    status_rows.unit_code,
    asked.school_code as scope_code,
    status_rows.sheet,
    status_rows.row_number,
    'status' as column_name,
    status_rows.explain_code is not null as is_explained,
    '个案' || asked.case_id as subject,
    cast(asked.left_on as string) || case asked.status when 'graduated' then '毕业' else '转出' end
    || '，至' || cast(asked.limit_on as string) || '没有档案移交单' as reason
from asked
inner join status_rows
    on
        status_rows.recency = 1
        and asked.school_code = status_rows.school_code
        and asked.case_id = status_rows.case_id
        and asked.status = status_rows.status
        and asked.left_on = status_rows.status_on
left join sent
    on
        asked.pupil_token = sent.pupil_token
        and asked.school_code = sent.from_school
        and asked.since_on <= sent.school_sent_on
where sent.pupil_token is null
union all
select
    'X07' as rule_id,
    ends.submission_id,
    'F06' as form_id,
    ends.period,
    ends.told_by as unit_code,
    ends.told_by as scope_code,
    ends.sheet,
    ends.row_number,
    'from_school' as column_name,
    ends.explain_code is not null as is_explained,
    '移交单' || ends.transfer_id as subject,
    '转出学校的学籍基数表没有已建档的学生，台账也没有该生的个案' as reason
from {{ ref('int_transfer_ends') }} as ends
inner join archives
    on archives.recency = 1 and archives.archived_count = 0 and ends.from_school = archives.school_code
left join {{ ref('int_cases') }} as cases on ends.pupil_token = cases.pupil_token
where ends.leg_no = '1' and ends.side = 'sender' and cases.case_id is null
