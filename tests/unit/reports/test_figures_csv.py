"""figures.csv: the agreed columns, a BOM, fixed decimals, nothing of what is suppressed."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import polars as pl
import pytest

from reports.figures_csv import COLUMNS, figures_bytes, write_figures
from tests.golden import sample


@pytest.fixture(scope="module")
def figures() -> pl.DataFrame:
    return sample.bulletin_input().figures


def read(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_it_has_the_agreed_columns_in_their_order_behind_a_bom(figures: pl.DataFrame) -> None:
    content = figures_bytes(figures)
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").split("\r\n")[0] == ",".join(COLUMNS)
    assert len(read(content)) == figures.height


def test_a_suppressed_row_carries_no_number(figures: pl.DataFrame) -> None:
    rows = [row for row in read(figures_bytes(figures)) if row["status"] == "suppressed"]
    assert rows
    assert {row[name] for row in rows for name in ("value", "numerator", "denominator")} == {""}


def test_numbers_are_fixed_decimals(figures: pl.DataFrame) -> None:
    row = next(r for r in read(figures_bytes(figures)) if r["figure_id"] == "M02.3607.2026-10")
    assert row["numerator"].endswith(".00")
    assert len(row["value"].split(".")[1]) == 6


def test_text_that_looks_like_a_formula_is_led_by_an_apostrophe(figures: pl.DataFrame) -> None:
    risky = figures.head(2).with_columns(unit_name=pl.Series(["=1+1", "-章贡区"]))
    assert [row["unit_name"] for row in read(figures_bytes(risky))] == ["'=1+1", "'-章贡区"]


def test_the_written_file_is_the_same_bytes(figures: pl.DataFrame, tmp_path: Path) -> None:
    write_figures(figures, tmp_path / "figures.csv")
    assert (tmp_path / "figures.csv").read_bytes() == figures_bytes(figures)
