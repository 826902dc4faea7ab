"""Numbers are rounded once, half up, from the exact fraction; marks stand for what is no number."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from reports.formatting import half_up, number_style, rounded, shown, spoken, spoken_target


@pytest.mark.parametrize(
    ("number", "places", "expected"),
    [
        (Fraction(1, 8), 2, "0.13"),
        (Fraction(1, 200), 2, "0.01"),
        (Fraction(-1, 8), 2, "-0.13"),
        (Fraction(-1, 1000), 2, "0.00"),
        (Fraction(2, 3), 3, "0.667"),
        (Fraction(1005, 1000), 2, "1.01"),
    ],
)
def test_halves_go_away_from_zero_and_no_binary_float_is_asked(
    number: Fraction, places: int, expected: str
) -> None:
    assert half_up(number, places) == Decimal(expected)


def test_a_rate_comes_from_its_fraction_not_from_a_value_rounded_before() -> None:
    # 0.94949999… rounds to 94.9 %; the stored value 0.949500 would round to 95.0 %.
    numerator, denominator = Decimal(949499999), Decimal(1000000000)
    assert rounded(numerator, denominator, Decimal("0.949500"), "rate", 1) == Decimal("0.949")


def test_a_shortfall_is_its_value() -> None:
    assert rounded(Decimal(13), None, Decimal("13.000000"), "shortfall", 0) == 13


def row(status: str, **more: Any) -> dict[str, Any]:
    return {"status": status, "numerator": None, "denominator": None, "value": None, **more}


def test_each_status_has_its_own_mark_and_an_absent_figure_was_not_reported() -> None:
    marks = [shown(row(s), "rate", 1) for s in ("suppressed", "not_applicable", "not_reported")]
    assert marks == ["＊", "—", "未报"]
    assert shown(None, "rate", 1) == "未报"


def test_an_empty_denominator_is_never_a_percentage() -> None:
    empty = row("ok", numerator=Decimal(0), denominator=Decimal(0))
    assert shown(empty, "rate", 1) == "—"


@pytest.mark.parametrize(
    ("number", "kind", "decimals", "unit", "expected"),
    [
        (Decimal("0.953"), "rate", 1, "%", "95.3%"),
        (Decimal("1"), "rate", 1, "%", "100.0%"),
        (Decimal("812.5"), "ratio", 1, "人/名", "1:812.5"),
        (Decimal("1204"), "count", 0, "人", "1,204人"),
        ("＊", "rate", 1, "%", "＊"),
    ],
)
def test_numbers_are_spoken_with_their_unit(
    number: Decimal | str, kind: str, decimals: int, unit: str, expected: str
) -> None:
    assert spoken(number, kind, decimals, unit) == expected


def test_targets_are_spoken_without_needless_decimals() -> None:
    assert spoken_target(Decimal("0.950000"), "rate") == "95%"
    assert spoken_target(Decimal("0.9725"), "rate") == "97.25%"
    assert spoken_target(Decimal("800.000000"), "ratio", "人/名") == "1:800"
    assert spoken_target(Decimal("0.000000"), "shortfall", "名") == "0名"
    assert spoken_target(None, "rate") == "—"


def test_the_style_of_a_number_follows_kind_and_decimals() -> None:
    assert [number_style("rate", 1), number_style("ratio", 1), number_style("shortfall", 0)] == [
        "rate",
        "ratio1",
        "count",
    ]
