"""Tokens: their shape, their check character, and the column check against the single check."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from validations.tokens import (
    BODY_ALPHABET,
    BODY_LENGTH,
    _check_char,
    is_valid_token,
    make_token,
    token_is_valid,
)

VALUES = st.integers(0, len(BODY_ALPHABET) ** BODY_LENGTH - 1)
KINDS = st.sampled_from(["P", "S"])


def test_the_check_character_is_that_of_the_published_grid_example():
    assert _check_char("A12425GABC1234002") == "M"


def test_a_token_is_three_groups_of_five():
    assert make_token("P", 0).startswith("P0000-00000-0000")
    assert [len(group) for group in make_token("S", 7).split("-")] == [5, 5, 5]


@settings(deadline=None)
@given(KINDS, VALUES)
def test_every_number_gives_a_valid_token_of_its_own_kind_only(kind, value):
    token = make_token(kind, value)
    assert is_valid_token(token, kind)
    assert not is_valid_token(token, "S" if kind == "P" else "P")


@settings(deadline=None)
@given(VALUES, VALUES)
def test_two_numbers_never_share_a_token(first, second):
    assert (make_token("P", first) == make_token("P", second)) == (first == second)


@settings(deadline=None)
@given(VALUES, st.integers(0, 16), st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
def test_one_wrong_character_is_always_noticed(value, position, char):
    token = make_token("P", value)
    spoiled = token[:position] + char + token[position + 1 :]
    assert is_valid_token(spoiled, "P") == (spoiled == token)


@settings(deadline=None)
@given(VALUES, st.integers(1, 15))
def test_two_neighbours_swapped_are_always_noticed(value, position):
    token = make_token("P", value)
    swapped = token[:position] + token[position + 1] + token[position] + token[position + 2 :]
    assert is_valid_token(swapped, "P") == (swapped == token)


@pytest.mark.parametrize("value", [-1, 32**13])
def test_a_number_that_does_not_fit_is_refused(value):
    with pytest.raises(ValueError, match="32"):
        make_token("P", value)


@pytest.mark.parametrize(
    "spoil",
    [
        str.lower,
        lambda token: token.replace("-", ""),
        lambda token: f" {token}",
        lambda token: f"{token}\n",
        lambda token: token.replace("P", "Ｐ", 1),
        lambda token: token[:-1],
        lambda _: "",
        lambda _: "36072219990101123X",
    ],
)
def test_a_token_written_another_way_is_not_valid_here(spoil):
    text = spoil(make_token("P", 123456789))
    assert not is_valid_token(text, "P")
    column = pl.DataFrame({"token": [text]}).select(token_is_valid("token", "P"))
    assert column["token"].to_list() == [False]


@settings(deadline=None)
@given(
    st.lists(
        st.one_of(
            st.none(),
            VALUES.map(lambda value: make_token("P", value)),
            VALUES.map(lambda value: make_token("S", value)),
            VALUES.map(lambda value: make_token("P", value)[:-1] + "0"),
            st.text(alphabet="P0Z-中\n ", max_size=18),
        )
    )
)
def test_the_column_check_agrees_with_the_single_check_and_keeps_null(tokens):
    frame = pl.DataFrame({"token": tokens}, schema={"token": pl.String})
    found = frame.select(token_is_valid("token", "P"))["token"].to_list()
    assert found == [None if t is None else is_valid_token(t, "P") for t in tokens]
