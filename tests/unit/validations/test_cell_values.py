"""One cell as people write it: what it comes to, and what is refused in words."""

from datetime import date

import pytest

from validations.cell_values import (
    folded,
    looks_blank,
    read_code,
    read_date,
    read_decimal,
    read_integer,
    ruined_by_float,
)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025.3.1", date(2025, 3, 1)),
        ("2025年3月1日", date(2025, 3, 1)),
        ("2025 年 3 月 1 日", date(2025, 3, 1)),
        ("2025/3/1", date(2025, 3, 1)),
        ("20250301", date(2025, 3, 1)),
        ("２０２５－０３－０１", date(2025, 3, 1)),
        ("2025-03-01 00:00:00", date(2025, 3, 1)),
        ("2025-3-1 8:30", date(2025, 3, 1)),
        ("45717", date(2025, 3, 1)),
        ("45717.5", date(2025, 3, 1)),
        ("2024-02-29", date(2024, 2, 29)),
    ],
)
def test_a_day_is_read_however_it_is_written(text: str, day: date) -> None:
    assert read_date(text).value == day


def test_a_serial_counts_from_1904_where_the_workbook_says_so() -> None:
    assert read_date("44255", is_1904=True).value == date(2025, 3, 1)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2025年3月", "没有写明哪一日"),
        ("3/1/2025", "年份要写四位"),
        ("25.3.1", "年份要写四位"),
        ("2025-02-29", "没有“2025-02-29”这一天"),
        ("2025-3.1", "应形如"),
        ("昨天", "应形如"),
        ("20251301", "没有“20251301”这一天"),
        ("123", "应形如"),
    ],
)
def test_a_day_that_may_mean_two_things_is_asked_back(text: str, words: str) -> None:
    reading = read_date(text)
    assert reading.value is None
    assert words in str(reading.problem)


@pytest.mark.parametrize(
    ("text", "number"),
    [("１２０", 120), ("1,200", 1200), ("1，200", 1200), (" 7 ", 7), ("12.0", 12), ("+3", 3)],
)
def test_whole_numbers_in_any_dress(text: str, number: int) -> None:
    assert read_integer(text, is_count=True).value == number


@pytest.mark.parametrize("text", ["12.5", "12人", "1,20", "十二", "1e3", "inf", "0x1F", "12%"])
def test_what_is_no_whole_number_is_told(text: str) -> None:
    reading = read_integer(text, is_count=True)
    assert reading.value is None
    assert reading.problem


def test_none_in_words_is_zero_only_where_it_counts() -> None:
    assert read_integer("无", is_count=True).value == 0
    assert read_integer("无", is_count=False).value is None
    assert read_decimal("无").value is None
    assert read_decimal("无").problem is None


@pytest.mark.parametrize(("text", "number"), [("95%", 0.95), ("３．５", 3.5), ("1,234.5", 1234.5)])
def test_decimals_in_any_dress(text: str, number: float) -> None:
    assert read_decimal(text).value == pytest.approx(number)


@pytest.mark.parametrize("text", ["nan", "inf", "1.2.3", "3分", "%"])
def test_what_is_no_number_is_told(text: str) -> None:
    assert read_decimal(text).problem


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("２１３６０００００１", "2136000001"),
        (" 2136 000001\u3000", "2136000001"),
        ("p0000-00000-0001p", "P0000-00000-0001P"),
        ("P0000000000001P", "P0000-00000-0001P"),
        ("2.13601E+09", "2.13601E+09"),
    ],
)
def test_codes_are_mended_in_dress_only(text: str, code: str) -> None:
    assert read_code(text).value == code


def test_a_code_ruined_by_a_float_is_recognised() -> None:
    assert "科学计数法" in str(ruined_by_float("2.13601E+09"))
    assert "小数点" in str(ruined_by_float("2136000001.0"))
    assert ruined_by_float("2136000001") is None


@pytest.mark.parametrize("text", ["/", "／", "—", "——", "-", "N/A", "不适用", " / "])
def test_signs_for_nothing(text: str) -> None:
    assert looks_blank(text)


def test_folding_makes_width_plain_and_drops_what_cannot_be_seen() -> None:
    assert folded("\ufeff　ＡＢ１２　\u200b") == "AB12"
