-- Every column that a form asks for, and whether it is asked needlessly: a fact that another column asks for
-- already, or one that could be reckoned from others. Keys (which pupil, which school), reasons and figures
-- asked on purpose to be compared (role check) are none of that; each says why in its row.
with facts as (
    select
        fact,
        count(*) as times_asked,
        min(form_id || sheet_id || column_name) as first_asked
    from {{ ref('code_form_column') }}
    where role = 'fact'
    group by fact
)

select
    columns_asked.form_id,
    columns_asked.sheet_id,
    columns_asked.column_name,
    columns_asked.role,
    columns_asked.is_prefilled,
    columns_asked.role = 'fact'
    and facts.times_asked > 1
    and facts.first_asked
    <> columns_asked.form_id || columns_asked.sheet_id || columns_asked.column_name as is_repeated,
    columns_asked.role = 'fact' and columns_asked.derived_from is not null as is_derivable,
    columns_asked.role = 'fact'
    and (
        columns_asked.derived_from is not null
        or (
            facts.times_asked > 1
            and facts.first_asked
            <> columns_asked.form_id || columns_asked.sheet_id || columns_asked.column_name
        )
    ) as is_needless
from {{ ref('code_form_column') }} as columns_asked
left join facts on columns_asked.fact = facts.fact
