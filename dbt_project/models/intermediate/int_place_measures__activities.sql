-- What cannot be added up, as it stands in each place. Empty as yet.
select
    cast(null as string) as month,
    cast(null as string) as grain,
    cast(null as string) as place_code,
    cast(null as string) as metric_id,
    cast(null as string) as variant,
    cast(null as string) as slice,
    cast(null as string) as unit_code,
    cast(null as decimal(18, 2)) as numerator,
    cast(null as decimal(18, 2)) as denominator,
    cast(null as bigint) as expected_count,
    cast(null as bigint) as received_count
where false
