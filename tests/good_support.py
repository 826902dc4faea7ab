"""Good rows of the forms of archives, posts and lines, as a person of 章贡区 would type them."""

from collections.abc import Callable
from typing import Any

Row = dict[str, Any]
_CHANNELS = ("公开招聘", "特岗", "定向", "三支一扶", "转岗培养")
_POSTS = ("专职心理教师", "兼职心理教师", "专职教研员", "兼职教研员", "辅导站负责人")
_LINES = ("12356全国心理援助热线", "12345心理热线专席", "966525省心理服务热线", "本地热线")


def _f08(number: int) -> Row:
    return {
        "channel": _CHANNELS[number % 5],
        "post_code": _POSTS[number // 5],
        "plan_n": 3,
        "applied_n": 25,
        "hired_n": 2,
    }


def _f10(number: int) -> Row:
    return {
        "line_code": _LINES[number],
        "calls_n": 36,
        "answered_n": 30,
        "pupil_related_n": 18,
        "crisis_n": 1,
        "handed_n": 4,
        "closed_n": 3,
    }


def _f10v(number: int) -> Row:
    return {
        "semester": "2026-2027-1",
        "school_code": f"2136{number + 1:06}",
        "visits_n": 52,
        "visitors_n": 31,
    }


PERIODS = {"F08": "2026Q4", "F10": "2026-10"}
GOOD: dict[str, Callable[[int], Row]] = {"F08": _f08, "F10": _f10, "F10V": _f10v}
# Sheets whose key takes few values: no more rows can stand together.
MOST_ROWS = {"F10": len(_LINES)}
