"""Retests on 监测预警, referrals and returns on 干预处置 and in the overview."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reports.bulletin import BulletinInput
from reports.bulletin_case_words import case_sentences
from reports.formatting import number_style, spoken, spoken_target
from tests.unit.reports.bulletin_sample import Part, with_figures
from tests.unit.reports.test_bulletin import opened, row_of, rows_of

UNIT, NAME, SILENT = "360704", "赣县区", "寻乌县"


@pytest.fixture(scope="module")
def given() -> BulletinInput:
    parts: list[Part] = [
        ("M06", "", "", "3607", 45, 60),
        ("M06", "", "", UNIT, 18, 24),
        ("M15", "", "", "3607", 33, 40),
        ("M15", "", "", UNIT, 12, 16),
        ("M15", "", "", "360734", None, None),
        ("M16", "", "", "3607", 21, 24),
    ]
    return with_figures(parts)


def test_referrals_and_returns_stand_by_unit_with_their_groups(given: BulletinInput) -> None:
    rows = rows_of(opened(given)["干预处置"])
    start = next(n for n, row in enumerate(rows) if str(row[0]).endswith("转介闭环和复学跟踪"))
    turns = {str(row[0]): list(row) for row in rows[start:]}
    city = next(row for name, row in turns.items() if name.startswith("全市"))
    assert city[1:4] == [40, 33, 0.825]
    assert turns[NAME][1:4] == [16, 12, 0.75]
    assert turns[SILENT][1:4] == ["未报"] * 3


def test_the_retest_rate_stands_beside_the_rate_of_valid_tests(given: BulletinInput) -> None:
    sheet = opened(given)["监测预警"]
    header = next(row for row in rows_of(sheet) if "补测率" in row)
    assert row_of(sheet, NAME)[header.index("补测率")] == 0.75


def test_the_overview_has_both_beside_their_neighbours(given: BulletinInput) -> None:
    sheet = opened(given)["县(市、区)一览"]
    header = next(row for row in rows_of(sheet) if "转介闭环率" in row)
    at = header.index("转介闭环率")
    assert header[at - 1 : at + 3] == ["随访及时率", "转介闭环率", "复学跟踪率", "三岗知情率"]
    assert row_of(sheet, NAME)[at] == 0.75


def test_the_city_is_said_in_a_sentence(given: BulletinInput) -> None:
    words = {label: sentence for _, label, sentence in case_sentences(given)}
    assert "闭环率82.5%（期限已到40人次、按期反馈33人次" in words["转介复学"]


HALF = Decimal("36.5")


def test_a_ratio_other_than_pupils_a_teacher_is_a_number_with_its_unit() -> None:
    assert spoken(HALF, "ratio", 1, "人次/千人") == "36.5人次/千人"
    assert spoken(HALF, "ratio", 1, "人/名") == "1:36.5"
    assert number_style("ratio", 1, "人次/千人") == "decimal1"
    assert number_style("ratio", 1, "人/名") == "ratio1"
    assert spoken_target(40, "ratio", "分钟/所") == "40分钟/所"
