-- The last number of each series of the city's weekly notes at a month's end, and the readers so far as last
-- told: a running total, so that the latest is taken and months are never added.
with told as (
    select
        months.month,
        notes.activity_type as series,
        notes.issue_no,
        notes.start_on,
        notes.views_n,
        row_number() over (
            partition by months.month, notes.activity_type
            order by notes.start_on desc, notes.issue_no desc
        ) as recency,
        row_number() over (
            partition by months.month, notes.activity_type
            order by
                case when notes.views_n is null then 1 else 0 end,
                notes.start_on desc, notes.issue_no desc
        ) as told_recency
    from {{ ref('dim_month') }} as months
    inner join {{ ref('int_activity_rows') }} as notes
        on
            months.as_of_on >= notes.start_on
            and notes.is_note
            and notes.is_city_own
            and notes.standing = 'counts'
)

select
    month,
    series,
    max(case when recency = 1 then issue_no end) as last_issue_no,
    max(case when recency = 1 then start_on end) as last_posted_on,
    max(case when told_recency = 1 then views_n end) as views_count
from told
group by month, series
