-- M10 and M11 as parts: a row a school, metric and slice. M10 stands between two forms: the school must have
-- sent the detail of its screening, its case register and its follow-ups, which are asked for from a day on.
with due as (
    select
        school_year,
        school_code,
        review_due_on,
        count(*) as item_count,
        sum(case when is_reviewed_on_time then 1 else 0 end) as on_time_count
    from {{ ref('fct_review_items') }}
    group by school_year, school_code, review_due_on
),

reviews as (
    select
        months.month,
        due.school_code,
        sum(due.item_count) as item_count,
        sum(due.on_time_count) as on_time_count
    from {{ ref('dim_month') }} as months
    inner join due on months.school_year = due.school_year and months.as_of_on >= due.review_due_on
    group by months.month, due.school_code
)

select
    schools.month,
    schools.unit_code,
    schools.school_code,
    'M10' as metric_id,
    '' as variant,
    '' as slice,
    schools.has_round and forms.form_id is not null as is_expected,
    schools.is_detail_received and coalesce(reports.is_both_received, false) as is_received,
    coalesce(reviews.on_time_count, 0) as numerator,
    coalesce(reviews.item_count, 0) as denominator
from {{ ref('fct_school_screening') }} as schools
inner join {{ ref('dim_month') }} as months on schools.month = months.month
left join {{ ref('code_form') }} as forms
    on forms.form_id = 'F05' and {{ holds_on('forms', 'months.ends_on') }}
left join {{ ref('int_case_reporting') }} as reports
    on schools.month = reports.month and schools.school_code = reports.school_code
left join reviews on schools.month = reviews.month and schools.school_code = reviews.school_code
union all
select
    month,
    unit_code,
    school_code,
    'M11' as metric_id,
    '' as variant,
    stage_code as slice,
    true as is_expected,
    is_enrolment_received as is_received,
    archived_count as numerator,
    enrolled_count as denominator
from {{ ref('fct_stage_archives') }}
union all
select
    month,
    unit_code,
    school_code,
    'M11' as metric_id,
    '' as variant,
    '' as slice,
    true as is_expected,
    max(is_enrolment_received) as is_received,
    sum(archived_count) as numerator,
    sum(enrolled_count) as denominator
from {{ ref('fct_stage_archives') }}
group by month, unit_code, school_code
