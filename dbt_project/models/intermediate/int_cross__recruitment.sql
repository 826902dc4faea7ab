-- X09: who was hired this year by the unit's last F08 against who came in that year by the rosters (F07), by
-- way of coming. More came in than were hired is asked at once; fewer only when every roster the unit owes
-- for that time has come.
with last_reports as (
    select
        scope_code as unit_code,
        period,
        submission_id,
        cast(substr(period, 1, 4) || '-01-01' as date) as starts_on,
        {{ add_days(add_months(last_month_of_quarter('period'), 1), -1) }} as ends_on,
        {{ semester_of_period('period') }} as semester,
        row_number() over (partition by scope_code order by period desc) as recency
    from {{ ref('int_submissions__effective') }}
    where form_id = 'F08'
),

ways as (
    select
        last_reports.*,
        items.code as entry_channel,
        items.label as entry_label
    from last_reports
    inner join {{ ref('code_item') }} as items
        on items.list_name = 'entry_channel' and items.code in ('recruited', 'converted')
    where last_reports.recency = 1
),

hired as (
    select
        submission_id,
        case when channel = 'retraining' then 'converted' else 'recruited' end as entry_channel,
        sum(hired_n) as hired_count,
        min(row_number) as row_number,
        min(sheet) as sheet,
        max(explain_code is not null) as is_explained
    from {{ ref('stg_f08_recruitment') }}
    group by submission_id, case when channel = 'retraining' then 'converted' else 'recruited' end
),

entered as (
    select
        ways.submission_id,
        ways.entry_channel,
        count(*) as entered_count
    from ways
    inner join {{ ref('int_staff_entries') }} as entries
        on
            ways.unit_code = entries.unit_code
            and ways.entry_channel = entries.entry_channel
            and entries.entered_on between ways.starts_on and ways.ends_on
    group by ways.submission_id, ways.entry_channel
),

unheard as (
    select distinct
        unit_code,
        period as semester
    from {{ ref('fct_expected_submissions') }}
    where form_id = 'F07' and not is_received
),

compared as (
    select
        ways.*,
        hired.sheet,
        hired.row_number,
        coalesce(hired.is_explained, false) as is_explained,
        coalesce(hired.hired_count, 0) as hired_count,
        coalesce(entered.entered_count, 0) as entered_count,
        unheard.unit_code is not null as is_roster_missing
    from ways
    left join hired
        on ways.submission_id = hired.submission_id and ways.entry_channel = hired.entry_channel
    left join entered
        on ways.submission_id = entered.submission_id and ways.entry_channel = entered.entry_channel
    left join unheard on ways.unit_code = unheard.unit_code and ways.semester = unheard.semester
)

select
    'X09' as rule_id,
    submission_id,
    'F08' as form_id,
    period,
    unit_code,
    unit_code as scope_code,
    sheet,
    row_number,
    'hired_n' as column_name,
    is_explained,
    entry_label as subject,
    cast(cast(hired_count as bigint) as string) as value_words,
    cast(entered_count as string) as limit_words
from compared
where
    entered_count > hired_count
    or (hired_count > entered_count and not is_roster_missing)
