"""Invariant: not reported is never zero, and an empty denominator is never 0 % or 100 %."""

from __future__ import annotations

from datetime import datetime

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.pipeline import small_city
from tests.warehouse_bench import WarehouseBench
from validations.code_lists import read_seed

KNOWN_AT = datetime(2026, 11, 30, 20)
OPTIONAL = [
    *small_city.enrolments(),
    small_city.late_enrolment(),
    *small_city.rosters(),
    *small_city.screenings(),
]
NEEDS = {
    metric: set(forms.split(";"))
    for metric, forms in read_seed("code_metric").select("metric_id", "form_ids").rows()
}


@settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(silent=st.sets(st.integers(0, len(OPTIONAL) - 1), min_size=1, max_size=6))
def test_whoever_is_silent_has_no_value_anywhere(bench: WarehouseBench, silent: set[int]):
    lake = bench.fresh_lake()
    sent = [file for number, file in enumerate(OPTIONAL) if number not in silent]
    lake.batch(datetime(2026, 9, 10), small_city.register(), *sent)
    bench.run(KNOWN_AT)
    figures = bench.rows("fct_figures")
    without = figures.filter(pl.col("status") != "ok").select("value", "numerator", "denominator")
    assert without.null_count().row(0) == (without.height,) * 3
    rates = figures.filter(pl.col("status") == "ok", pl.col("denominator").is_not_null())
    assert rates.filter(pl.col("denominator") == 0).is_empty()
    reported = {
        (file.form_id, scope)
        for file in sent
        for scope in {*file.nil, *(file.scope_of(row) for row in file.rows)}
    }
    for row in figures.filter(pl.col("school_code").is_not_null()).to_dicts():
        complete = all((form, row["school_code"]) in reported for form in NEEDS[row["metric_id"]])
        assert complete or row["status"] in ("not_reported", "not_applicable"), row["figure_id"]
        assert complete or row["value"] is None, row["figure_id"]
