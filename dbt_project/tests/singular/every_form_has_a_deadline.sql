-- A form without a deadline would never be asked for: each must have one on every anchor the warehouse uses.
select forms.form_id
from {{ ref('code_form') }} as forms
left join {{ ref('int_form_periods') }} as periods on forms.form_id = periods.form_id
where periods.form_id is null
