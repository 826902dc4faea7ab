"""Good rows of the forms of archives, posts and lines, as a person of 章贡区 would type them."""

from collections.abc import Callable
from typing import Any

from validations.tokens import make_token

Row = dict[str, Any]
_CHANNELS = ("公开招聘", "特岗", "定向", "三支一扶", "转岗培养")
_POSTS = ("专职心理教师", "兼职心理教师", "专职教研员", "兼职教研员", "辅导站负责人")
_LINES = ("12356全国心理援助热线", "12345心理热线专席", "966525省心理服务热线", "本地热线")


def transfer_id(number: int = 0) -> str:
    """The number of an archive that a school of the unit sent off in 2026."""
    return f"2136000001-2026-T{number + 1:04}"


def _f06(number: int) -> Row:
    is_sender = number % 2 == 0
    row = {
        "transfer_id": transfer_id(number // 2),
        "leg_no": "学校到县局",
        "side": "送出方" if is_sender else "接收方",
        "pupil_token": make_token("P", number // 2),
        "reason": "毕业升学",
        "from_school": "2136000001",
        "from_unit": "章贡区",
        "to_unit": "南康区",
        "to_school": "3136000001",
        "seal_no": f"A26{number // 2:04}",
        "pieces": 3,
        "issue": "无",
    }
    sent = {"sent_on": "2026-10-14", "sent_by_token": make_token("S", 0)}
    came = {"arrived_on": "2026-10-16", "received_by_token": make_token("S", 1)}
    return row | (sent if is_sender else came | {"seal_intact": "是"})


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


PERIODS = {"F06": "2026-10", "F08": "2026Q4", "F10": "2026-10"}
GOOD: dict[str, Callable[[int], Row]] = {"F06": _f06, "F08": _f08, "F10": _f10, "F10V": _f10v}
# Sheets whose key takes few values: no more rows can stand together.
MOST_ROWS = {"F10": len(_LINES)}
