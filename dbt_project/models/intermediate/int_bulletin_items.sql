-- Pieces sent in for the city's bulletin, by the semester's list that counts; a number told in two semesters
-- is one piece, of the later list.
select
    effective.unit_code,
    effective.period,
    items.bulletin_id,
    items.month as sent_month,
    items.is_accepted
from (
    select
        told.*,
        row_number() over (
            partition by told.bulletin_id order by lists.period desc, told.row_number asc
        ) as recency
    from {{ ref('stg_f13_bulletin_item') }} as told
    inner join {{ ref('int_submissions__effective') }} as lists
        on lists.form_id = 'F13' and told.submission_id = lists.submission_id
) as items
inner join {{ ref('int_submissions__effective') }} as effective
    on effective.form_id = 'F13' and items.submission_id = effective.submission_id
where items.recency = 1
