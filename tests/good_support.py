"""Good rows of the forms of archives, posts and lines, as a person of 章贡区 would type them."""

from collections.abc import Callable
from typing import Any

Row = dict[str, Any]
_LINES = ("12356全国心理援助热线", "12345心理热线专席", "966525省心理服务热线", "本地热线")


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


PERIODS = {"F10": "2026-10"}
GOOD: dict[str, Callable[[int], Row]] = {"F10": _f10, "F10V": _f10v}
# Sheets whose key takes few values: no more rows can stand together.
MOST_ROWS = {"F10": len(_LINES)}
