-- The slices a figure may have, by kind, where they are a closed list: each stands in every month, whether or
-- not there is anything in it. Instrument groups are an open list and come with the sums. A form that nobody
-- owes (F03 stands in for F02) has no punctuality of its own.
select
    'none' as slice_kind,
    '' as slice,
    false as is_city_only
union all
select
    'stage' as slice_kind,
    stage_code as slice,
    false as is_city_only
from {{ ref('code_stage') }}
union all
select
    'level' as slice_kind,
    level_code as slice,
    false as is_city_only
from {{ ref('code_risk_level') }}
union all
select
    'case_level' as slice_kind,
    level_code as slice,
    false as is_city_only
from {{ ref('code_risk_level') }}
where rank > 0
union all
select distinct
    'overdue_age' as slice_kind,
    age_code as slice,
    false as is_city_only
from {{ ref('standard_overdue_age') }}
union all
select
    'form' as slice_kind,
    form_id as slice,
    scope_kind = 'city' as is_city_only
from {{ ref('code_form') }}
where form_id in (select expected.form_id from {{ ref('int_expected_scopes') }} as expected)
union all
select
    list_name as slice_kind,
    code as slice,
    false as is_city_only
from {{ ref('code_item') }}
where
    list_name in (
        'leg_no', 'transfer_anomaly', 'transfer_stage', 'line_code', 'activity_level', 'content_code',
        'award_level'
    )
union all
select
    case
        when code in ('lesson_contest', 'skills_contest', 'teaching_contest') then 'contest'
        when code in ('training', 'lecture', 'study_tour') then 'training'
        when code in ('mind_note', 'family_note') then 'weekly_series'
        else 'campaign'
    end as slice_kind,
    code as slice,
    false as is_city_only
from {{ ref('code_item') }}
where
    list_name = 'activity_type'
    and code in (
        'lesson_contest', 'skills_contest', 'teaching_contest', 'training', 'lecture', 'study_tour',
        'mind_note', 'family_note', 'awareness', 'class_meeting', 'drama', 'parent_class', 'pe_art_labour',
        'caring'
    )
