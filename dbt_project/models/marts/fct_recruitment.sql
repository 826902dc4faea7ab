-- Posts planned, hired for and retrained for in the year so far: one row a month, unit, channel and post of
-- the unit's F08 that speaks. A plan is no count of people: it stands in a column of its own and no model
-- adds it to one. Hired up to the plan is reckoned row by row, so that more than planned in one channel
-- makes up for nothing in another.
select
    reports.month,
    reports.unit_code,
    reports.recruitment_year,
    reports.period,
    reports.submission_id,
    posts.sheet,
    posts.row_number,
    posts.channel,
    posts.post_code,
    posts.channel = 'retraining' as is_retraining,
    posts.plan_n as plan_count,
    posts.hired_n as hired_count,
    least(posts.hired_n, posts.plan_n) as hired_within_plan_count,
    posts.prov_plan_n as province_plan_count
from {{ ref('int_recruitment_reports') }} as reports
inner join {{ ref('stg_f08_recruitment') }} as posts on reports.submission_id = posts.submission_id
