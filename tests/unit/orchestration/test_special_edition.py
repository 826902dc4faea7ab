"""Terms and school years: how they are written, which month speaks for them, what came before."""

from __future__ import annotations

from datetime import datetime

import polars as pl
import pytest

from orchestration.months import BadMonthError
from orchestration.special_edition import check_period, last_month, period_before

MONTHS = pl.Series(["2026-05", "2026-08", "2026-09", "2026-11", "2026-11", "2027-01", "2027-02"])


@pytest.mark.parametrize("period", ["2026-2027-1", "2026-2027-2", "2026-2027"])
def test_a_term_and_a_school_year_are_periods(period: str) -> None:
    assert check_period(period) == period


@pytest.mark.parametrize("period", ["2026-10", "2026", "2026-2028", "2026-2027-3", "2026-2027-1R1"])
def test_nothing_else_is(period: str) -> None:
    with pytest.raises(BadMonthError, match="2026-2027-1"):
        check_period(period)


@pytest.mark.parametrize(
    ("period", "month"),
    [
        ("2025-2026-2", "2026-08"),
        ("2026-2027-1", "2027-01"),
        ("2026-2027-2", "2027-02"),
        ("2026-2027", "2027-02"),
        ("2025-2026", "2026-08"),
        ("2025-2026-1", None),
    ],
)
def test_the_last_month_known_of_it_speaks_for_it(period: str, month: str | None) -> None:
    assert last_month(MONTHS, period, datetime(2027, 3, 5)) == month


def test_a_month_that_still_runs_speaks_only_where_there_is_no_other() -> None:
    november, february = datetime(2026, 11, 30, 20), datetime(2027, 2, 28, 20)
    assert last_month(MONTHS.head(5), "2026-2027-1", november) == "2026-09"
    assert last_month(MONTHS, "2026-2027-2", february) == "2027-02"


@pytest.mark.parametrize(
    ("period", "before"),
    [
        ("2026-2027-2", "2026-2027-1"),
        ("2026-2027-1", "2025-2026-2"),
        ("2026-2027", "2025-2026"),
    ],
)
def test_it_looks_back_to_the_period_of_its_kind_before(period: str, before: str) -> None:
    assert period_before(period) == before
