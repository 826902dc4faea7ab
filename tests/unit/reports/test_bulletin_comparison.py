"""A term's edition: called after the term, its last month beside that of the term before."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import polars as pl
import pytest

from reports.bulletin import build_bulletin, bulletin_subject
from reports.bulletin_input import CITY, BulletinInput
from reports.message import mail_content
from reports.workbook import workbook_bytes
from tests.golden import sample

WORDS, BEFORE = "2026-2027学年第一学期（秋）（截至2026年10月）", "2025-2026学年第二学期"
SHEET = "与上期比较"


def earlier(given: BulletinInput) -> pl.DataFrame:
    """June: coverage of the city at 1 in 4, one figure withheld, the rest as in October."""
    is_city = (pl.col("metric_id") == "M02") & (pl.col("unit_code") == CITY)
    is_whole = is_city & (pl.col("slice") == "")
    is_hidden = (pl.col("metric_id") == "M13") & (pl.col("slice") == "")
    changed = given.figures.with_columns(
        month=pl.lit("2026-06"),
        numerator=pl.when(is_whole).then(Decimal(25)).otherwise("numerator"),
        denominator=pl.when(is_whole).then(Decimal(100)).otherwise("denominator"),
        status=pl.when(is_hidden).then(pl.lit("suppressed")).otherwise("status"),
    )
    return changed.with_columns(
        *(
            pl.when(is_hidden).then(None).otherwise(name).alias(name)
            for name in ("numerator", "denominator", "value", "is_target_met")
        )
    )


@pytest.fixture(scope="module")
def given() -> BulletinInput:
    found = sample.bulletin_input()
    return replace(found, period_words=WORDS, earlier=earlier(found), earlier_words=BEFORE)


def opened(given: BulletinInput) -> Any:
    content = workbook_bytes(build_bulletin(given), sample.KNOWN_AT)
    return openpyxl.load_workbook(BytesIO(content))


def cells(sheet: Any, name: str) -> list[Any]:
    """The first row that begins with a name, without the empty cells of wide columns."""
    rows = ([cell.value for cell in row if cell.value is not None] for row in sheet.iter_rows())
    return next(row for row in rows if row and row[0] == name)


def test_the_edition_says_which_months_it_speaks_of_and_has_no_number(
    given: BulletinInput,
) -> None:
    cover = opened(given).worksheets[0]
    texts = [str(cell.value) for row in cover.iter_rows() for cell in row if cell.value]
    assert any("上月是2026年9月，上年同期是2025年10月" in text for text in texts)
    assert bulletin_subject(given) == f"{given.title}（{WORDS}）"
    monthly = opened(sample.bulletin_input()).worksheets[0]
    assert not any("所称本月" in str(c.value) for row in monthly.iter_rows() for c in row)


def test_both_months_stand_beside_each_other_as_each_was(given: BulletinInput) -> None:
    row = cells(opened(given)[SHEET], "筛查覆盖率")
    now = given.row("M02", CITY)
    assert now is not None
    assert row[1] == pytest.approx(float(now["numerator"] / now["denominator"]), abs=0.0005)
    assert row[2] == pytest.approx(0.25)
    assert row[-2:] == [25, 100]


def test_what_was_withheld_then_is_withheld_now(given: BulletinInput) -> None:
    row = cells(opened(given)[SHEET], "随访及时率")
    assert row[2] == "＊" and row[-2:] == ["＊", "＊"]


def test_a_months_bulletin_has_no_such_sheet_and_does_not_promise_one(
    given: BulletinInput,
) -> None:
    month = opened(sample.bulletin_input())
    assert SHEET not in month.sheetnames
    contents = [cell.value for row in month["封面要点"].iter_rows() for cell in row]
    assert not any(SHEET in str(words) for words in contents)
    term = opened(given)
    contents = [cell.value for row in term["封面要点"].iter_rows() for cell in row]
    assert any(SHEET in str(words) for words in contents)


def test_without_a_period_before_it_says_so(given: BulletinInput) -> None:
    book = opened(replace(given, earlier=pl.DataFrame(), earlier_words=""))
    words = [cell.value for row in book[SHEET].iter_rows() for cell in row]
    assert "上期没有可以比较的数。" in words


def test_it_is_called_after_the_term_on_page_mail_and_file(given: BulletinInput) -> None:
    content = mail_content(given)
    for words in (bulletin_subject(given), content.subject, content.lead, content.file_name):
        assert WORDS in words


def test_it_has_no_number_of_its_own_lest_it_be_taken_for_the_months_issue(
    given: BulletinInput,
) -> None:
    cover = [str(c.value) for row in opened(given)["封面要点"].iter_rows() for c in row if c.value]
    assert f"专刊（据第 {given.issue_no} 期数据）" in cover
    assert f"第 {given.issue_no} 期" not in cover
