-- What each unit has sent of the forms that units send, as a month sees it. Of a full list (stock) one row a
-- month: the latest period begun that was sent; it no longer speaks once a later one was due and did not
-- come. Of what is added month by month (increment) a row for every period so far, owed or sent: a series
-- is added over them, and is_current marks the month's own. `submission_id` is empty where nothing counts.
with sent as (
    select
        effective.form_id,
        effective.period,
        effective.scope_code as unit_code,
        effective.submission_id
    from {{ ref('int_submissions__effective') }} as effective
    inner join {{ ref('code_form') }} as forms
        on effective.form_id = forms.form_id and forms.scope_kind = 'unit'
),

owed as (
    select
        expected.form_id,
        expected.period,
        expected.scope_code as unit_code,
        expected.due_on
    from {{ ref('int_expected_scopes') }} as expected
    inner join {{ ref('code_form') }} as forms
        on expected.form_id = forms.form_id and forms.scope_kind = 'unit'
),

keyed as (
    select
        form_id,
        period,
        unit_code
    from sent
    union distinct
    select
        form_id,
        period,
        unit_code
    from owed
),

periods as (
    select
        keyed.form_id,
        keyed.period,
        keyed.unit_code,
        forms.kind,
        {{ period_starts_on('keyed.period') }} as starts_on,
        sent.submission_id,
        owed.due_on
    from keyed
    inner join {{ ref('code_form') }} as forms on keyed.form_id = forms.form_id
    left join sent
        on
            keyed.form_id = sent.form_id
            and keyed.period = sent.period
            and keyed.unit_code = sent.unit_code
    left join owed
        on
            keyed.form_id = owed.form_id
            and keyed.period = owed.period
            and keyed.unit_code = owed.unit_code
),

seen as (
    select
        months.month,
        least(months.ends_on, cast({{ known_at() }} as date)) as seen_on,
        periods.*
    from {{ ref('dim_month') }} as months
    inner join periods on months.ends_on >= periods.starts_on
),

stocks as (
    select
        month,
        unit_code,
        form_id,
        max(case when submission_id is not null then starts_on end) as sent_from,
        max(case when submission_id is null and due_on < seen_on then starts_on end) as missed_from,
        max(due_on is not null) as is_owed
    from seen
    where kind = 'stock'
    group by month, unit_code, form_id
)

select
    seen.month,
    seen.unit_code,
    seen.form_id,
    seen.period,
    seen.starts_on,
    seen.submission_id,
    seen.due_on is not null as is_owed,
    seen.submission_id is not null as is_received,
    seen.period = seen.month as is_current
from seen
where seen.kind = 'increment'
union all
select
    stocks.month,
    stocks.unit_code,
    stocks.form_id,
    latest.period,
    latest.starts_on,
    latest.submission_id,
    stocks.is_owed,
    latest.submission_id is not null as is_received,
    true as is_current
from stocks
left join seen as latest
    on
        stocks.month = latest.month
        and stocks.unit_code = latest.unit_code
        and stocks.form_id = latest.form_id
        and stocks.sent_from = latest.starts_on
        and (stocks.missed_from is null or stocks.missed_from < stocks.sent_from)
