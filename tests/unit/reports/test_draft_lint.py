"""Numbers of a draft: read whatever way they are written, and held against the figures."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from reports.draft_fit import Known
from reports.draft_lint import Judged, is_clean, lint
from reports.draft_report import build_report, report_lines
from reports.draft_words import Scope
from reports.number_reading import folded, numbers_in
from reports.workbook import workbook_bytes
from tests.unit.reports.letter_sample import KNOWN_AT
from tests.unit.reports.lint_sample import CITY_SCOPE, figure, known_of, letters_of_its_time

LETTERS = Path(__file__).resolve().parents[3].parent / "shared" / "letters"
FILES = {"A": "000_b11fbf9a2fe34006.txt", "B": "001_5934c993639f9c10.txt"}
KNOWN = {letter: letters_of_its_time(letter) for letter in "AB"}


def letter(name: str) -> str:
    path = LETTERS / FILES[name]
    if not path.exists():
        pytest.skip("the folder of real files is not beside the project")
    return path.read_text("utf-8")


def proved(judged: list[Judged]) -> set[str]:
    return {one.figures[0].figure_id for one in judged if one.verdict == "proved"}


@pytest.mark.parametrize(
    ("text", "kind", "value", "unit", "mark"),
    [
        ("参加６３００余人次", "count", 6300, "人次", "more"),
        ("收看达1000万余人次", "count", 10_000_000, "人次", "more"),
        ("受益1.8万人", "count", 18_000, "人", ""),
        ("约1,200名", "count", 1200, "名", "about"),
        ("覆盖率95.3％", "share", Decimal("0.953"), "", ""),
        ("约占全省的一半", "share", Decimal("0.5"), "", "about"),
        ("两年服务费", "count", 2, "年", ""),
        ("十二名代表", "count", 12, "名", ""),
        ("一百五十余次", "count", 150, "次", "more"),
        ("2亿元", "count", 200_000_000, "元", ""),
        ("第2名", "rank", 2, "", ""),
        ("四年级以上", "grade", 4, "", ""),
        ("2024 年 4 月", "date", 2024, "", ""),
        ("二〇二四年五月", "date", None, "", ""),
        ("〔2025〕53号", "name", None, "", ""),
        ("推广12356", "code", 12356, "", ""),
    ],
)
def test_numbers_are_read_however_they_are_written(text, kind, value, unit, mark):
    (number,) = numbers_in(folded(text))
    assert (number.kind, number.value, number.unit, number.mark) == (kind, value, unit, mark)


def test_what_is_no_number_is_left_alone():
    assert numbers_in("统一部署，进一步落实“一生一案”，百场辅导进百校，千家万户") == []


@pytest.mark.real_input
@pytest.mark.parametrize("name", ["A", "B"])
def test_the_letters_own_text_is_proved_from_its_own_figures(name: str):
    judged = lint(letter(name), *KNOWN[name])
    assert [
        (o.verdict, o.written.text) for o in judged if o.verdict in ("differs", "unsupported")
    ] == []
    assert is_clean(judged)


@pytest.mark.real_input
def test_nearly_every_figure_of_the_city_letter_is_found_in_its_text():
    found = proved(lint(letter("A"), *KNOWN["A"]))
    # The contest of 2025 has no number to find.
    assert {f"A{n:02d}" for n in range(1, 38)} - found == {"A27"}


@pytest.mark.real_input
@pytest.mark.parametrize("name", ["A", "B"])
def test_every_number_of_a_letter_that_is_changed_is_told(name: str):
    text = letter(name)
    missed = []
    for one in lint(text, *KNOWN[name]):
        if one.verdict != "proved" or one.written.kind not in ("count", "rank", "share"):
            continue
        number = one.written.text
        digits = "".join(c for c in number if c.isdigit())
        if not digits:
            continue
        wrong = number.replace(digits[0], str(int(digits[0]) % 8 + 2), 1)
        changed = text[: one.written.start] + wrong + text[one.written.end :]
        at = next(o for o in lint(changed, *KNOWN[name]) if o.written.start == one.written.start)
        if at.verdict not in ("differs", "unsupported"):
            missed.append((number, wrong, at.figures))
    assert missed == []


def one(text: str, *known: Known, scope: Scope = CITY_SCOPE) -> Judged:
    (judged,) = (j for j in lint(text, known, scope) if j.verdict != "recognised")
    return judged


def attendances(value: int) -> Known:
    return Known("A17", "参加人次", Decimal(value), "人次", (("参加",),), f"{value}人次")


@pytest.mark.parametrize(
    ("words", "value", "verdict"),
    [
        ("参加活动6300余人次", 6312, "proved"),
        ("参加活动6000余人次", 6312, "proved"),
        ("参加活动6300余人次", 6300, "differs"),
        ("参加活动6300余人次", 6400, "differs"),
        ("参加活动6300人次", 6312, "differs"),
        ("参加活动6312人次", 6312, "proved"),
        ("参加活动约6300人次", 6312, "proved"),
        ("参加活动约6300人次", 6351, "differs"),
        ("参加活动近6400人次", 6312, "proved"),
        ("参加活动近6300人次", 6312, "differs"),
        ("参加活动达0.63万人次", 6312, "proved"),
        ("参加活动超过6300人次", 6299, "differs"),
        ("参加活动6300余人", 6312, "unsupported"),
        ("收看6300余人次", 6312, "unsupported"),
    ],
)
def test_words_hold_or_differ_by_what_they_claim(words: str, value: int, verdict: str):
    assert one(words, attendances(value)).verdict == verdict


def test_exactly_150_is_never_150_and_more():
    known = Known("A16", "教研活动", Decimal(150), "次", (("教研活动",),), "150次")
    assert one("县级教研活动150余次", known).verdict == "differs"
    assert one("县级教研活动150次", known).verdict == "proved"


def test_a_hotline_number_is_proved_as_text_only():
    line = Known("A12", "热线", None, "", (), "12356", text="12356")
    assert one("推广热线12356", line).verdict == "proved"
    assert one("推广热线12355", line).verdict == "unsupported"
    assert one("接听12356人次", line).verdict == "unsupported"


def test_the_months_figures_prove_a_number_of_the_place_named():
    city = figure(value=Decimal("0.953"))
    county = figure(unit_code="360702", unit_name="章贡区", value=Decimal("0.8"))
    known = known_of(city, county)
    assert one("全市筛查覆盖率达95.3%", *known).figures[0].figure_id == "M02.3607.2026-10"
    assert one("章贡区筛查覆盖率为80.0%", *known).figures[0].figure_id == "M02.360702.2026-10"
    differing = one("全市筛查覆盖率达97%", *known)
    assert (differing.verdict, differing.figures[0].said) == ("differs", "95.3%")


def test_what_may_not_be_shown_proves_nothing():
    known = known_of(figure(status="suppressed", value=None))
    assert known == []


def test_the_report_names_the_line_the_figure_and_what_the_warehouse_says():
    text = "本段没有数。\n参加活动7300余人次，另有99名教师。"
    judged = lint(text, [attendances(6312)])
    assert report_lines(text, judged) == [
        "第2行　7300余人次　与数据不符　A17　参加人次：6312人次",
        "第2行　99名　无据　　",
        "有据0处，与数据不符1处，无据1处，无法核对0处；日期、文号、序号、电话等0处不作核对",
    ]
    book = build_report("稿.txt", text, judged, "2026年10月")
    marked = book.sheets[1].blocks[-1].rows  # type: ignore[union-attr]
    assert (
        marked[1][1] == "参加活动7300余人次〔与数据不符，A17 为6312人次〕，另有99名〔无据〕教师。"
    )
    assert workbook_bytes(book, KNOWN_AT) == workbook_bytes(book, KNOWN_AT)
