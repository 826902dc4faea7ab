-- Screening of a school at a month's end: its stages added up, whether it reached the floor inside the
-- semester's window (M07), and its tests whose validity could be judged (M04).
with schools as (
    select
        month,
        school_code,
        unit_code,
        max(has_round) as has_round,
        max(has_round_this_semester) as has_round_this_semester,
        max(is_enrolment_received) as is_enrolment_received,
        max(is_screening_received) as is_screening_received,
        max(is_detail_received) as is_detail_received,
        max(is_screening_received_this_semester) as is_screening_received_this_semester,
        sum(due_count) as due_count,
        sum(covered_count) as covered_count,
        sum(attempted_count) as attempted_count,
        sum(refused_count) as refused_count,
        sum(covered_in_window_count) as covered_in_window_count
    from {{ ref('fct_stage_screening') }}
    group by month, school_code, unit_code
),

tests as (
    select
        months.month,
        tests.school_code,
        sum(tests.judged_count) as judged_test_count,
        sum(tests.valid_count) as valid_test_count
    from (
        select
            school_year,
            school_code,
            test_month,
            count(*) as judged_count,
            sum(case when is_valid then 1 else 0 end) as valid_count
        from {{ ref('fct_screening_tests') }}
        where is_validity_known
        group by school_year, school_code, test_month
    ) as tests
    inner join {{ ref('dim_month') }} as months
        on tests.school_year = months.school_year and tests.test_month <= months.month
    group by months.month, tests.school_code
),

floors as (
    select
        months.month,
        max(
            case
                when parameters.parameter = 'on_time_coverage_floor'
                    then cast(parameters.value as decimal(9, 4))
            end
        ) as coverage_floor,
        max(
            case
                when parameters.parameter = 'on_time_window_months'
                    then {{ add_months('semesters.starts_on', 'parameters.value') }}
            end
        ) as window_ended_before
    from {{ ref('dim_month') }} as months
    inner join {{ ref('calendar_semester') }} as semesters on months.semester = semesters.semester
    inner join {{ ref('int_parameters') }} as parameters
        on
            parameters.parameter in ('on_time_coverage_floor', 'on_time_window_months')
            and {{ holds_on('parameters', 'semesters.starts_on') }}
    group by months.month
)

select
    schools.*,
    coalesce(tests.judged_test_count, 0) as judged_test_count,
    coalesce(tests.valid_test_count, 0) as valid_test_count,
    -- Punctuality can be judged from the month whose last day is the window's, not while it runs.
    coalesce({{ add_days('months.ends_on', 1) }} >= floors.window_ended_before, false) as is_window_over,
    schools.due_count > 0 as is_due,
    schools.due_count > 0
    and schools.covered_in_window_count >= schools.due_count * floors.coverage_floor as is_on_time
from schools
inner join {{ ref('dim_month') }} as months on schools.month = months.month
left join tests on schools.month = tests.month and schools.school_code = tests.school_code
left join floors on schools.month = floors.month
