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


def contract_id(number: int = 0) -> str:
    """A number of a contract of the unit."""
    return f"{UNIT}-2026-H{number + 1:03}"


def _f12(number: int) -> Row:
    return {
        "contract_id": contract_id(number),
        "service_kind": "购买服务",
        "provider": "江西理工大学",
        "start_on": "2026-01-01",
        "end_on": "2027-12-31",
        "amount_year": 300000,
        "deliverables": "心理健康状况普查；心理危机干预服务",
    }


def _f12o(number: int) -> Row:
    return {
        "order_id": f"{UNIT}-2026-D{number + 1:03}",
        "contract_id": contract_id(),
        "school_code": "2136000001",
        "demand": "心理咨询个案服务",
        "ordered_on": "2026-10-09",
        "responded_on": "2026-10-12",
        "finished_on": "2026-10-20",
        "served_n": 120,
        "expert_n": 2,
        "rating": 5,
    }


def _f12p(number: int) -> Row:
    return {
        "payment_id": f"{UNIT}-2026-K{number + 1:03}",
        "contract_id": contract_id(number),
        "paid_on": "2026-10-15",
        "amount": 150000,
        "voucher_no": f"记字第{number + 1}号",
        "paid_for": "心理健康状况普查",
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


def _f14(number: int) -> Row:
    return {
        "duty_id": f"{UNIT}-2026-L{number + 1:03}",
        "duty_source": "履职提示",
        "title": f"整改事项第{number + 1}项",
        "due_on": "2026-10-31",
        "duty_status": "完成",
        "done_on": "2026-10-20",
        "evidence_no": "章教字〔2026〕12号",
    }


def _f14s(number: int) -> Row:
    return {
        "suggestion_id": f"{UNIT}-2026-Y{number + 1:03}",
        "suggestion_kind": "人大建议",
        "session": "区二届人大四次会议",
        "suggestion_no": f"{number + 1:03}",
        "suggestion_title": "关于加强学生心理健康教育的建议",
        "class_code": "A1",
        "assigned_on": "2026-03-10",
        "answered_on": "2026-05-20",
        "disclosure": "同意公开",
        "proposer_n": 12,
        "signed_n": 12,
        "attitude": "满意",
        "result": "满意",
    }


GOOD: dict[str, Callable[[int], Row]] = {
    "F11": _f11,
    "F11P": _f11p,
    "F11A": _f11a,
    "F12": _f12,
    "F12O": _f12o,
    "F12P": _f12p,
    "F13": _f13,
    "F13B": _f13b,
    "F14": _f14,
    "F14S": _f14s,
}
PERIODS = {"F11": "2026-10", "F12": "2026Q4", "F13": "2026-2027-1", "F14": "2026Q4"}
