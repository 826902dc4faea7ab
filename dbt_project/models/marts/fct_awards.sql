-- Awards of activities that count: one row an activity, person and level of award, the best of them.
with told as (
    select
        awards.activity_id,
        awards.staff_token,
        awards.award_level,
        awards.award_class,
        awards.award_rank,
        classes.sort_no as class_sort
    from {{ ref('stg_f11_award') }} as awards
    inner join {{ ref('int_submissions__effective') }} as effective
        on effective.form_id = 'F11' and awards.submission_id = effective.submission_id
    left join {{ ref('code_item') }} as classes
        on classes.list_name = 'award_class' and awards.award_class = classes.code
),

ranked as (
    select
        standings.counted_as,
        told.*,
        row_number() over (
            partition by standings.counted_as, told.staff_token, told.award_level
            order by coalesce(told.class_sort, 99) asc, coalesce(told.award_rank, 9999) asc
        ) as choice
    from told
    inner join {{ ref('int_activity_rows') }} as standings
        on told.activity_id = standings.activity_id and standings.recency = 1
)

select
    ranked.counted_as as activity_id,
    ranked.staff_token,
    ranked.award_level,
    ranked.award_class,
    ranked.award_rank,
    activities.unit_code,
    activities.period,
    activities.activity_type,
    activities.activity_level
from ranked
inner join {{ ref('int_activity_rows') }} as activities
    on ranked.counted_as = activities.activity_id and activities.standing = 'counts'
where ranked.choice = 1
