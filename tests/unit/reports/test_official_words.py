"""Numbers in the words of a letter: the letters' own, and what must hold for any number."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.official_words import NotACountError, Rounding, official_words, stated


@pytest.mark.parametrize(
    ("value", "how", "words"),
    [
        (6312, Rounding("over", Decimal(100), "digits", "人次"), "6300余人次"),
        (10213, Rounding("over", Decimal(1000), "digits", "名"), "10000余名"),
        (18034, Rounding("reach", Decimal(1000), "wan", "人"), "达1.8万人"),
        (10230000, Rounding("over", Decimal(1000000), "wan", "人次"), "1000万余人次"),
        (150, Rounding("over", Decimal(10), "digits", "次"), "150次"),
        (151, Rounding("over", Decimal(10), "digits", "次"), "150余次"),
        (159, Rounding("over", Decimal(10), "digits", "次"), "150余次"),
        (9, Rounding("over", Decimal(10), "digits", "次"), "9次"),
        (0, Rounding("over", Decimal(10), "digits", "次"), "0次"),
        (35, Rounding("exact", unit="名"), "35名"),
        (300000, Rounding("exact", Decimal(1), "wan", "元"), "30万元"),
        (600000, Rounding("exact", Decimal(1), "wan", "元"), "60万元"),
        (2, Rounding("exact", Decimal(1), "hanzi", "所"), "两所"),
        (23, Rounding("exact", Decimal(1), "hanzi", "所"), "23所"),
        (70, Rounding("approx", Decimal(10), "digits", "名"), "约70名"),
        (74, Rounding("approx", Decimal(10), "digits", "名"), "约70名"),
        (3, Rounding("ge", unit="所"), "3所"),
    ],
)
def test_numbers_are_said_as_letters_say_them(value: int, how: Rounding, words: str):
    assert official_words(Decimal(value), how).text == words


def test_half_a_share_and_tenths_have_words_of_their_own():
    how = Rounding("approx", Decimal("0.1"), "tenths")
    assert official_words(Decimal("0.5"), how).text == "约一半"
    assert official_words(Decimal("0.62"), how).text == "约六成"
    assert official_words(Decimal("1"), how).text == "约100%"


def test_the_mark_may_stand_apart_from_the_number():
    words = official_words(Decimal(18034), Rounding("reach", Decimal(1000), "wan", "人"))
    assert (words.mark, words.amount) == ("达", "1.8万人")


@pytest.mark.parametrize("qualifier", ["code", "identifier", "event"])
def test_a_hotline_number_is_never_rounded_like_a_count(qualifier: str):
    with pytest.raises(NotACountError):
        official_words(Decimal(12356), Rounding(qualifier, Decimal(100)))


values = st.integers(0, 10**9).map(Decimal)
steps = st.sampled_from([1, 10, 50, 100, 1000, 10000, 1000000]).map(Decimal)
styles = st.sampled_from(["digits", "wan"])


@given(values, steps, styles)
def test_words_never_claim_more_than_there_is(value: Decimal, step: Decimal, style):
    for qualifier in ("exact", "over", "reach", "ge", "le"):
        assert stated(value, Rounding(qualifier, step, style)) <= value


@given(values, steps, styles)
def test_more_is_said_only_of_what_lies_between_two_steps(value: Decimal, step: Decimal, style):
    how = Rounding("over", step, style, "名")
    said, amount = stated(value, how), official_words(value, how).amount
    assert ("余" in amount) == (said < value)
    assert said == value or said < value < said + step


@given(values, steps)
def test_about_is_the_nearest_step(value: Decimal, step: Decimal):
    how = Rounding("approx", step)
    assert abs(stated(value, how) - value) * 2 <= step
    assert official_words(value, how).mark == "约"


@given(values, steps, styles)
def test_the_number_named_can_be_read_back(value: Decimal, step: Decimal, style):
    how = Rounding("over", step, style, "名")
    text = official_words(value, how).amount.removesuffix("名").replace("余", "")
    factor = 10_000 if text.endswith("万") else 1
    assert Decimal(text.removesuffix("万")) * factor == stated(value, how)
