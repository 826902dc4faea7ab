{# One row for each combination of the columns: fails with the combinations that have more. #}
{% test unique_grain(model, columns) %}
select
    {{ columns | join(', ') }},
    count(*) as row_count
from {{ model }}
group by {{ columns | join(', ') }}
having count(*) > 1
{% endtest %}
