"""Random sentences of a draft: a number that is another figure's is never 有据, the own one is."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from hypothesis import assume, given
from hypothesis import strategies as st

from orchestration.lint_draft import scope_of
from reports.draft_fit import Known
from reports.draft_lint import Judged, lint
from tests.unit.reports.lint_sample import MONTH, known_of, value

PLACES = {"3607": "全市", "360702": "章贡区", "360734": "寻乌县"}
TIMES = {"2026-10": "", "2025-10": "上年同期"}
LEVELS = {"": "", "mild": "轻度", "moderate": "中度", "severe": "重度"}
ACTIVITY = {"": "", "county": "县级", "city": "市级", "downtown": "中心城区"}
WINDOWS = {"m": "当月", "y": "本学年", "t": "2023年9月以来"}
WRONG_STARTS = ("2019年以来", "2024年以来", "2023年10月以来")


@dataclass(frozen=True)
class Said:
    """A sentence without its number, and the figure it is said of."""

    words: str
    figure_id: str
    unit: str


def _figures() -> tuple[list[Known], list[Said]]:
    """Every combination with a value of its own."""
    rows, said = [], []
    count = 0
    for place, month in product(PLACES, TIMES):
        where = {"unit_code": place, "unit_name": PLACES[place], "month": month}
        lead = TIMES[month] + PLACES[place]
        for level in LEVELS:
            count += 1
            rows.append(value("M13", Decimal(500 + count) / 1000, slice=level, **where))
            said.append(Said(f"{lead}{LEVELS[level]}随访及时率", rows[-1]["figure_id"], "%"))
        count += 1
        rows.append(value("M12", Decimal(500 + count) / 1000, **where))
        said.append(Said(f"{lead}一生一案率", rows[-1]["figure_id"], "%"))
        for (letter, window), level in product(WINDOWS.items(), ACTIVITY):
            count += 1
            rows.append(value(f"M33-a{letter}", 1000 + count, slice=level, **where))
            words = f"{lead}{window}{ACTIVITY[level]}教研活动"
            said.append(Said(words, rows[-1]["figure_id"], "次"))
        for metric, words in (("M26-b", "录用"), ("M26-c", "计划招聘")):
            count += 1
            rows.append(value(metric, 1000 + count, **where))
            said.append(Said(f"{lead}{words}", rows[-1]["figure_id"], "名"))
    return known_of(*rows), said


KNOWN, SAID = _figures()
VALUES = {one.figure_id: one.value for one in KNOWN}
scopes = st.sampled_from([scope_of(MONTH, "3607"), scope_of(MONTH, "360702")])
openings = st.sampled_from(["", "目前，", "总的看，", "据统计，", "章贡区工作扎实。", "一是"])
joins = st.sampled_from(["", "为", "达到", "是"])


def _number(figure_id: str) -> str:
    number = VALUES[figure_id]
    assert number is not None
    return f"{number * 100:.1f}%" if number < 1 else str(number)


def _sentence(opening: str, said: Said, join: str, number: str) -> str:
    return f"{opening}{said.words}{join}{number}{'' if said.unit == '%' else said.unit}。"


def _last(text: str, scope: object) -> Judged:
    return lint(text, KNOWN, scope)[-1]  # type: ignore[arg-type]


# A window of one's own is not spoken of in another time: 上年同期2023年9月以来 says nothing.
speakable = st.sampled_from([s for s in SAID if not ("上年同期" in s.words and "以来" in s.words)])


@given(speakable, st.sampled_from(SAID), openings, joins, scopes)
def test_anothers_number_is_never_proved(said, other, opening, join, scope) -> None:
    assume(said.unit == other.unit and said.figure_id != other.figure_id)
    text = _sentence(opening, said, join, _number(other.figure_id))
    assert _last(text, scope).verdict in ("differs", "unsupported"), text


@given(speakable, openings, joins, scopes)
def test_a_numbers_own_figure_proves_it(said, opening, join, scope) -> None:
    found = _last(_sentence(opening, said, join, _number(said.figure_id)), scope)
    if found.verdict == "proved":
        assert found.figures[0].figure_id == said.figure_id
    else:
        # Time and window said in one word each may leave it open, never against the figure.
        assert found.verdict == "unsupported"


@given(speakable.filter(lambda s: "上年" not in s.words), joins, scopes)
def test_a_plain_sentence_with_the_right_number_is_proved(said, join, scope) -> None:
    assert _last(_sentence("", said, join, _number(said.figure_id)), scope).verdict == "proved"


@given(st.sampled_from(WRONG_STARTS), st.sampled_from(SAID), joins, scopes)
def test_a_series_with_another_start_is_never_proved(start, other, join, scope) -> None:
    assume(other.unit == "次")
    text = f"全市{start}教研活动{join}{_number(other.figure_id)}次。"
    assert _last(text, scope).verdict == "unsupported"


RATES = st.sampled_from([s for s in SAID if s.unit == "%" and "上年" not in s.words])


@given(RATES, RATES, scopes)
def test_two_numbers_in_a_sentence_do_not_lend_each_other_their_figures(first, other, scope):
    """The second number is said of the first's place and time unless it says its own."""
    assume(first.figure_id != other.figure_id)
    tail = f"{other.words}{_number(first.figure_id)}"
    text = f"{first.words}{_number(first.figure_id)}，{tail}。"
    assert _last(text, scope).verdict in ("differs", "unsupported"), text
