-- As parts: a row a month, place and period. Empty as yet.
select
    cast(null as string) as month,
    cast(null as string) as unit_code,
    cast(null as string) as school_code,
    cast(null as string) as metric_id,
    cast(null as string) as variant,
    cast(null as string) as slice,
    true as is_expected,
    true as is_received,
    cast(null as decimal(18, 2)) as numerator,
    cast(null as decimal(18, 2)) as denominator
where false
