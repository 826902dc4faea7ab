from __future__ import annotations

from datetime import datetime

import pytest

from orchestration.months import BadMonthError, check_month, month_before, semester_of

NOW = datetime(2026, 11, 22)


def test_this_month_and_the_first_one_are_fine() -> None:
    assert check_month("2026-11", NOW) == "2026-11"
    assert check_month("2025-09", NOW) == "2025-09"


@pytest.mark.parametrize(
    ("month", "words"),
    [
        ("2026-13", "写法不对"),
        ("2026年10月", "写法不对"),
        ("2026-1", "写法不对"),
        ("2026-10\n", "写法不对"),
        ("2026-12", "还没有到"),
        ("2025-08", "早于"),
    ],
)
def test_a_month_that_cannot_be_is_told_in_words(month: str, words: str) -> None:
    with pytest.raises(BadMonthError, match=words):
        check_month(month, NOW)


def test_semesters_turn_in_september_and_february() -> None:
    assert semester_of("2026-09") == "2026-2027-1"
    assert semester_of("2027-01") == "2026-2027-1"
    assert semester_of("2027-02") == "2026-2027-2"
    assert semester_of("2027-08") == "2026-2027-2"


def test_the_month_before_january_is_december() -> None:
    assert month_before("2027-01") == "2026-12"
    assert month_before("2026-10") == "2026-09"
