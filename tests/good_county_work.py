"""Good rows of the forms of county work, as a person of 章贡区 would type them."""

from collections.abc import Callable
from typing import Any

from validations.tokens import make_token

Row = dict[str, Any]
UNIT = "360702"


def activity_id(number: int = 0) -> str:
    """A number of an activity of the unit in 2026."""
    return f"{UNIT}-2026-{number + 1:03}"


def _f11(number: int) -> Row:
    return {
        "activity_id": activity_id(number),
        "title": f"县级教研活动第{number + 1}次",
        "activity_type": "教研",
        "activity_level": "县级",
        "organiser_unit": "章贡区",
        "start_on": "2026-10-14",
        "end_on": "2026-10-14",
        "content_code": "团辅",
        "stages": "小学；初中",
        "hours": 3,
        "attend_n": 42,
        "teacher_n": 42,
        "pupil_n": 0,
        "parent_n": 0,
        "person_n": 42,
    }


def _f11p(number: int) -> Row:
    return {
        "activity_id": activity_id(),
        "staff_token": make_token("S", number),
        "attendee_role": "班主任" if number % 2 else "心理教师",
    }


def _f11a(number: int) -> Row:
    return {
        "activity_id": activity_id(),
        "staff_token": make_token("S", number),
        "award_level": "市级",
        "award_class": "一等奖" if number < 3 else "二等奖",
        "award_rank": number + 1,
    }


def _f13(number: int) -> Row:
    return {
        "item_id": f"{UNIT}-2026-J{number + 1:03}",
        "title": f"进校园事项第{number + 1}项",
        "source_department": "公安",
        "school_n": 36,
        "pupil_hours": 1.5,
        "entry_status": "保留",
    }


def _f13b(number: int) -> Row:
    return {
        "bulletin_id": f"{UNIT}-2026-T{number + 1:03}",
        "month": "2026-10",
        "bulletin_title": f"心理健康教育工作做法之{number + 1}",
        "is_accepted": "是" if number % 2 else "否",
    }


GOOD: dict[str, Callable[[int], Row]] = {
    "F11": _f11,
    "F11P": _f11p,
    "F11A": _f11a,
    "F13": _f13,
    "F13B": _f13b,
}
PERIODS = {"F11": "2026-10", "F13": "2026-2027-1"}
