"""What a number is said of must be what the figure is of: place, time, slice, window, plan."""

from __future__ import annotations

import pytest

from orchestration.lint_draft import scope_of
from reports.draft_fit import Known
from reports.draft_lint import Judged, is_clean, lint
from reports.draft_words import Scope
from tests.unit.reports.lint_sample import CITY_SCOPE, MONTH, month_of_figures

KNOWN = month_of_figures()


def judged(text: str, scope: Scope = CITY_SCOPE, known: list[Known] = KNOWN) -> list[Judged]:
    """Every number of a text that is held against something."""
    return [one for one in lint(text, known, scope) if one.verdict != "recognised"]


def verdicts(text: str, scope: Scope = CITY_SCOPE) -> list[str]:
    return [one.verdict for one in judged(text, scope)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # The place that is named, and the letter's own where none is.
        ("全市筛查覆盖率96.5%。", ["proved"]),
        ("筛查覆盖率96.5%。", ["proved"]),
        ("章贡区筛查覆盖率96.5%。", ["differs"]),
        ("章贡区筛查覆盖率97.5%。", ["proved"]),
        ("全市筛查覆盖率96.5%，其中章贡区97.5%。", ["proved", "proved"]),
        ("全市筛查覆盖率96.5%，其中章贡区96.5%。", ["proved", "differs"]),
        ("寻乌县筛查覆盖率96.5%。", ["unsupported"]),
        ("章贡区工作扎实。筛查覆盖率96.5%。", ["differs"]),
        ("全省筛查覆盖率96.5%。", ["unsupported"]),
        # Another time has its own figure or none.
        ("上年同期筛查覆盖率96.5%。", ["differs"]),
        ("上年同期筛查覆盖率96.3%。", ["proved"]),
        ("上月筛查覆盖率96.5%。", ["unsupported"]),
        ("去年筛查覆盖率96.5%。", ["unsupported"]),
        ("2023年全市筛查覆盖率96.5%。", ["unsupported"]),
        ("2026年9月筛查覆盖率96.5%。", ["unsupported"]),
        ("2026年10月，全市筛查覆盖率96.5%。", ["proved"]),
        ("第一季度筛查覆盖率96.5%。", ["unsupported"]),
        # A pair: the first number is of the earlier time.
        ("筛查覆盖率由96.3%提高到96.5%。", ["unsupported", "proved"]),
        ("筛查覆盖率由上年同期的96.3%提高到96.5%。", ["proved", "proved"]),
        ("筛查覆盖率由上年同期的96.5%提高到96.3%。", ["differs", "differs"]),
        # Slices, and the metric's own name.
        ("重度随访及时率96.5%。", ["differs"]),
        ("全市一生一案率96.5%，重度随访及时率96.5%。", ["proved", "differs"]),
        ("全市重度随访及时率88.3%，中度随访及时率89.3%。", ["proved", "proved"]),
        ("随访及时率89.2%。", ["proved"]),
        ("重度随访及时率89.2%。", ["differs"]),
        ("轻度随访及时率89.2%。", ["unsupported"]),
        ("初中筛查覆盖率95.2%。", ["proved"]),
        ("初中筛查覆盖率96.5%。", ["differs"]),
        ("满意率96.5%。", ["unsupported"]),
        ("筛查覆盖率96.5%，满意度96.5%。", ["proved", "unsupported"]),
        ("留守儿童筛查覆盖率96.5%。", ["unsupported"]),
        ("教师筛查覆盖率96.5%。", ["unsupported"]),
        ("县级教研活动57次。", ["unsupported"]),
        ("本学年县级教研活动57次。", ["proved"]),
        ("本学年市级教研活动57次。", ["unsupported"]),
        # Plans and what was done.
        ("全市计划招聘专职心理教师12名。", ["proved"]),
        ("计划招聘专职心理教师12名，实际招聘12名。", ["proved", "differs"]),
        ("全市已招聘专职心理健康教育教师12名。", ["differs"]),
        ("计划招聘专职心理教师4名，录用4名。", ["differs", "proved"]),
        ("计划招聘专职心理教师4名。", ["differs"]),
        ("筛查覆盖率目标96.5%。", ["unsupported"]),
        ("4名系计划招聘。", ["unsupported"]),
        ("录用4名参加“励耕计划”培训的教师。", ["proved"]),
        # Windows and where a series begins.
        ("2023年9月以来教研活动61次。", ["proved"]),
        ("2019年以来教研活动61次。", ["unsupported"]),
        ("2019年以来教研活动58次。", ["unsupported"]),
        ("本学年教研活动58次。", ["proved"]),
        ("当月教研活动58次。", ["differs"]),
        ("当月教研活动34次。", ["proved"]),
        ("2026年10月教研活动58次。", ["differs"]),
        ("2026年教研活动61次。", ["unsupported"]),
        ("累计开展教研活动61次。", ["proved"]),
        ("教研活动58次。", ["unsupported"]),
        ("教研参加人次近2000人次。", ["unsupported"]),
        ("当月教研参加人次近2000人次。", ["differs"]),
        ("本学年教研参加人次近2000人次。", ["proved"]),
        # Parts of figures in ordinary words.
        ("全市应筛学生38105人，有效筛查学生35426人。", ["proved", "proved"]),
        ("有效筛查35,426人。", ["proved"]),
        ("有效筛查学生38105人。", ["differs"]),
        ("月末重度个案71例，中度265例。", ["proved", "proved"]),
        ("月末重度个案265例。", ["differs"]),
        ("在岗专职心理教师33名。", ["proved"]),
        ("在岗专职33名。", ["proved"]),
        ("张代表等12名代表：", ["proved"]),
        ("在12名代表中签名11名。", ["proved", "proved"]),
        ("在12名代表中签名12名。", ["proved", "differs"]),
        # However it is written.
        ("应筛学生三万八千一百零五人。", ["proved"]),
        ("应筛学生38 105人。", ["proved"]),
        ("应筛学生38\u2009105人。", ["proved"]),
        ("筛查覆盖率百分之九十六点五。", ["proved"]),
        ("生师比为1:1099.7。", ["proved"]),
        ("生师比为1：800。", ["differs"]),
        ("三分之二的学校，半数以上的县。", ["uncheckable", "uncheckable"]),
        # Tables: the heads belong to the cell.
        ("章贡区|筛查覆盖率(%)：97.5\n章贡区|筛查覆盖率(%)：96.5", ["proved", "differs"]),
    ],
)
def test_a_number_is_proved_only_by_what_it_is_said_of(text: str, expected: list[str]) -> None:
    assert verdicts(text) == expected


def test_the_letter_of_a_county_speaks_of_the_county() -> None:
    own = scope_of(MONTH, "360702")
    assert verdicts("筛查覆盖率97.5%。", own) == ["proved"]
    assert verdicts("全区筛查覆盖率97.5%。", own) == ["proved"]
    assert verdicts("章贡区筛查覆盖率96.5%。", own) == ["differs"]
    assert verdicts("全市筛查覆盖率96.5%。", own) == ["proved"]
    assert verdicts("全区筛查覆盖率97.5%。") == ["unsupported"]


def test_what_is_without_support_says_why() -> None:
    (one,) = judged("2023年全市筛查覆盖率96.5%。")
    assert one.reason == "time"
    (one,) = judged("2019年以来教研活动58次。")
    assert one.reason == "window"
    (one,) = judged("教研活动58次。")
    assert one.reason == "several"
    assert "34次" in one.words
    (one,) = judged("留守儿童筛查覆盖率96.5%。")
    assert (one.reason, one.words[:2]) == ("unknown", "留守")


def test_telephones_and_codes_are_no_numbers_of_a_letter() -> None:
    text = "联系电话：0797-8123456，手机13800138000，单位代码360702，国办发〔2012〕12号。"
    found = lint(text, KNOWN, CITY_SCOPE)
    assert is_clean(found)
    assert [one.reason for one in found] == ["phone", "personal", "", ""]


def test_a_long_number_that_names_nothing_is_still_told() -> None:
    assert verdicts("学生38105，其余不计。") == ["unsupported"]
