"""干预处置 and 更正说明 say what the figures say: bands, marks, targets, old and new readings."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from reports.bulletin import BulletinInput, build_bulletin
from reports.bulletin_case_words import case_sentences
from reports.bulletin_cover import tile_words
from reports.bulletin_input import CITY
from reports.message import mail_content
from tests.golden import sample
from tests.unit.reports.test_bulletin import opened, rows_of, words_of

SHEET = "干预处置"


@pytest.fixture(scope="module")
def given() -> BulletinInput:
    return sample.bulletin_input()


@pytest.fixture(scope="module")
def rows(given: BulletinInput) -> list[list[Any]]:
    return rows_of(opened(given)[SHEET])


def tables_of(rows: list[list[Any]], name: str) -> list[list[Any]]:
    """The unit's row in each table of the sheet, in order: cases, follow-up, overdue."""
    return [row for row in rows if row[0] == name]


def reading(given: BulletinInput, **changes: object) -> BulletinInput:
    """The same month with the city's row of a figure changed."""
    figure_id = changes.pop("figure_id")
    is_it = pl.col("figure_id") == figure_id
    types = given.figures.schema
    new = [
        pl.when(is_it).then(pl.lit(value, types[name])).otherwise(name).alias(name)
        for name, value in changes.items()
    ]
    return replace(given, figures=given.figures.with_columns(*new))


def test_the_follow_up_table_gives_the_figure_with_its_group_and_target(
    given: BulletinInput, rows: list[list[Any]]
) -> None:
    row = given.row("M13", "360704")
    assert row is not None
    _, followup, _, _ = tables_of(rows, "赣县区")
    assert followup[1:3] == [int(row["denominator"]), int(row["numerator"])]
    assert followup[3] == round(float(row["numerator"] / row["denominator"]) + 1e-12, 3)
    assert followup[4] == 0.95
    assert followup[8] == 1


def test_a_unit_stands_with_a_band_and_never_with_its_number_of_overdue_pupils(
    given: BulletinInput, rows: list[list[Any]]
) -> None:
    labels = {"无", "1–9例", "10–19例", "20例以上", "未报"}
    for _, name in given.unit_list:
        assert tables_of(rows, name)[2][1] in labels
    number = given.row("M14", CITY, slice_="severe")
    assert number is not None
    assert tables_of(rows, "全市")[2][1] == number["numerator"]


def test_the_citys_number_gives_way_to_its_band_where_it_is_kept_back(
    given: BulletinInput,
) -> None:
    band = {"month": given.month, "unit_code": CITY, "level_code": "severe"}
    band |= {"band_code": "few", "band_label": "1–9例"}
    hidden = reading(
        replace(given, bands=pl.concat([given.bands, pl.DataFrame([band])], how="diagonal")),
        figure_id="M14-severe.3607.2026-10",
        status="suppressed",
        numerator=None,
    )
    assert tables_of(rows_of(opened(hidden)[SHEET]), "全市")[2][1] == "1–9例"
    assert any("其中重度1–9例" in words for _, _, words in case_sentences(hidden))


def test_a_register_that_did_not_come_is_not_a_register_without_cases(
    rows: list[list[Any]],
) -> None:
    for row in tables_of(rows, "寻乌县"):
        assert 0 not in row
        assert "未报" in row
    assert "＊" in tables_of(rows, "章贡区")[0]


def test_the_sentences_say_the_citys_figures(given: BulletinInput) -> None:
    words = {label: sentence for _, label, sentence in case_sentences(given)}
    row = given.row("M13", CITY, slice_="severe")
    assert row is not None
    severe = f"应{row['denominator']:,.0f}人次、及时{row['numerator']:,.0f}人次，目标100%"
    assert severe in words["随访"]
    assert list(words) == ["个案", "随访", "逾期", "建案", "转介复学", "建档"]


def test_a_rate_that_is_kept_back_is_said_as_a_mark_without_its_counts(
    given: BulletinInput,
) -> None:
    hidden = reading(
        given, figure_id="M12.3607.2026-10", status="suppressed", numerator=None, denominator=None
    )
    words = {label: sentence for _, label, sentence in case_sentences(hidden)}
    assert "一生一案率＊；" in words["建案"]


def test_follow_up_is_drawn_against_its_target_and_overdue_by_age(given: BulletinInput) -> None:
    assert len(opened(given)[SHEET]._charts) == 2


def test_no_empty_chart_is_drawn_where_every_age_is_kept_back(given: BulletinInput) -> None:
    is_late = (pl.col("metric_id") == "M14") & (pl.col("unit_code") == CITY)
    figures = given.figures.with_columns(
        status=pl.when(is_late).then(pl.lit("suppressed")).otherwise("status")
    )
    sheet = opened(replace(given, figures=figures))[SHEET]
    assert len(sheet._charts) == 1
    assert "八、" not in words_of(sheet)


def test_six_tiles_stand_in_two_rows_of_the_first_page(given: BulletinInput) -> None:
    cover = opened(given)["封面要点"]
    names = [row for row in rows_of(cover) if row[0] in ("筛查覆盖率", "专职缺口（底线）")]
    assert [cell for cell in names[0] if cell] == [
        "筛查覆盖率",
        "一生一案率",
        "重度随访及时率",
    ]
    assert len([cell for cell in names[1] if cell]) == 3


def test_the_mails_table_follows_the_tiles(given: BulletinInput) -> None:
    names = [row[0] for row in mail_content(given).indicators]
    assert "重度随访及时率" in names
    assert "一生一案率" in names


def test_a_comparison_that_is_kept_back_is_not_taken_for_one_there_is_not() -> None:
    row = {"unit_of_measure": "%", "decimals": 1, "status": "ok", "target": None}
    row |= {"numerator": Decimal(9), "denominator": Decimal(10), "value": Decimal("0.9")}
    row |= {"last_month_value": None, "last_month_status": "suppressed", "last_year_value": None}
    words = tile_words(row)
    assert (words["last_month"], words["last_year"]) == ("＊", "—")


def test_what_changed_since_an_issue_is_listed_with_both_readings(given: BulletinInput) -> None:
    words = rows_of(opened(given)["更正说明"])
    (corrected,) = (row for row in words if row[-1] == "M02.360702.2026-09")
    assert corrected[:6] == [13, "2026年9月", "筛查覆盖率", "章贡区", "80.0%", "91.2%"]
    (hidden,) = (row for row in words if row[-1] == "M13-severe.360704.2026-09")
    assert hidden[2:6] == ["随访及时率（重度）", "赣县区", "＊", "＊"]


def test_without_a_change_there_is_no_such_sheet_and_the_contents_do_not_name_it(
    given: BulletinInput,
) -> None:
    for errata in (None, pl.DataFrame()):
        book = build_bulletin(replace(given, errata=errata))
        assert "更正说明" not in [sheet.name for sheet in book.sheets]
        assert "更正说明" not in words_of(opened(replace(given, errata=errata))["封面要点"])
