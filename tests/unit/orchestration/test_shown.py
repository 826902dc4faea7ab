"""What an edition tells of the city alone stands of a unit as a status, never as a number."""

from __future__ import annotations

import polars as pl

from orchestration.shown import city_only

MONTH = "2026-10"


def figure(
    unit: str, status: str, *, month: str = MONTH, school: str | None = None, is_told: bool = False
) -> dict[str, object]:
    return {
        **{"month": month, "unit_code": unit, "school_code": school, "metric_id": "M18"},
        **{"variant": "a", "slice": "", "status": status, "is_leader_grain": is_told},
        **{"numerator": 1, "denominator": 1, "value": 1.0},
    }


def test_a_number_becomes_withheld_and_the_rest_stays_as_it_stands() -> None:
    every = pl.DataFrame(
        [
            figure("360702", "ok"),
            figure("360703", "not_applicable"),
            figure("360734", "not_reported"),
            figure("3607", "ok", is_told=True),
            figure("360702", "ok", month="2026-09"),
            figure("360702", "ok", school="2136000001"),
        ],
        infer_schema_length=None,
    )
    found = city_only(every, MONTH)
    assert found.columns == ["unit_code", "metric_id", "variant", "slice", "status"]
    assert dict(found.select("unit_code", "status").iter_rows()) == {
        "360702": "suppressed",
        "360703": "not_applicable",
        "360734": "not_reported",
    }
    assert found.height == 3
