"""The real forms of a rehearsal term as schools fill them, and what they push on Fridays.

Only writing is here; what the cases are is in ``term_cases``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from orchestration.settings import Settings
from tests.filled_workbooks import Row, workbook
from tests.pipeline.term_cases import CASES, SCHOOLS, UNITS, PlannedCase, day
from validations.code_lists import label_of
from validations.tokens import make_token

SEMESTER = "2026-2027-1"


def lay(settings: Settings, form_id: str, period: str, unit: str, rows: list[Row]) -> None:
    """A filled workbook into the inbox: it speaks for every school of the unit."""
    told = {row["school_code"] for row in rows}
    here = [code for code, home in SCHOOLS.items() if home == unit]
    scope = [[code, name_of(code), None if code in told else "是", None] for code in here]
    if form_id == "F00":
        scope = [["3607", "赣州市", None, None]]
    content = workbook(form_id, rows, scope=scope, period=period, unit_code=unit)
    settings.inbox.mkdir(exist_ok=True)
    (settings.inbox / f"{form_id}-{unit}-{period}.xlsx").write_bytes(content)


def name_of(code: str) -> str:
    """The invented name of a school."""
    return f"第{int(code[-4:])}小学"


def lay_register(settings: Settings) -> None:
    """The register of schools (F00)."""
    rows = [
        {
            "school_code": code,
            "school_name": name_of(code),
            "unit_code": label_of("unit", unit),
            "category": "小学",
            "stages": "小学",
            "opened_on": "2000-09-01",
        }
        for code, unit in SCHOOLS.items()
    ]
    lay(settings, "F00", SEMESTER, "3607", rows)


def lay_beginnings(settings: Settings, left: Mapping[str, tuple[str, str]] | None = None) -> None:
    """Pupils (F01) and staff (F07) of every unit; `left` names who left a school and when."""
    for unit in UNITS:
        here = [code for code, home in SCHOOLS.items() if home == unit]
        lay(settings, "F01", SEMESTER, unit, [row for code in here for row in _pupils(code, unit)])
        staff = [_teacher(code, unit) for code in here]
        for code, (token, last_day) in (left or {}).items():
            if code in here:
                staff.append(_teacher(code, unit) | {"staff_token": token, "valid_to": last_day})
        lay(settings, "F07", SEMESTER, unit, staff)


def lay_push(settings: Settings, friday: date) -> None:
    """What schools send on a Friday: the month's register as it stands, its follow-ups so far."""
    month = f"{friday:%Y-%m}"
    for unit in UNITS:
        here = [case for case in CASES if SCHOOLS[case.school] == unit]
        known = [case for case in here if day(case.first_told or case.opened) <= friday]
        told = [_case(case, friday) for case in known if friday <= day(case.last_told)]
        lay(settings, "F04", month, unit, told)
        done = [row for case in known for row in _followups(case, friday)]
        lay(settings, "F05", month, unit, done)


def _case(case: PlannedCase, friday: date) -> Row:
    """A row of F04 as of a Friday."""
    level, level_on = [pair for pair in case.levels if day(pair[1]) <= friday][-1]
    statuses = case.statuses or (("在册", case.opened),)
    status, status_on = [pair for pair in statuses if day(pair[1]) <= friday][-1]
    soon = min(friday, day(case.opened) + timedelta(days=3))
    return {
        "case_id": case.case_id,
        "school_code": case.school,
        "pupil_token": make_token("P", case.pupil),
        "opened_on": f"2026-{case.opened}",
        "entry_source": "教师提名",
        "level": level,
        "level_on": f"2026-{level_on}",
        "plan_on": str(soon),
        "owner_token": staff_of(case.school),
        **dict.fromkeys(("ack_principal_on", "ack_psych_on", "ack_homeroom_on"), str(soon)),
        "status": status,
        "status_on": f"2026-{status_on}",
        "close_reason": "其他" if status == "结案" else None,
    }


def _followups(case: PlannedCase, friday: date) -> Iterator[Row]:
    """The rows of F05 of the Friday's month so far, lost attempts among them."""
    days = sorted({*case.contacts, *case.lost})
    days = [one for one in days if one[:2] == f"{friday:%m}" and day(one) <= friday]
    for number, one in enumerate(days, start=1):
        yield {
            "case_id": case.case_id,
            "school_code": case.school,
            "event_seq": number,
            "event_on": f"2026-{one}",
            "contact_source": "计划随访",
            "mode": "电话" if one in case.lost else "面谈",
            "minutes": 40,
            "by_token": staff_of(case.school),
            "outcome": "失联" if one in case.lost else "平稳",
        }


def _pupils(code: str, unit: str) -> Iterator[Row]:
    zeros = ("boarding_n", "left_behind_n", "suspended_n", "retained_n", "exempt_n")
    for sex in ("男", "女"):
        yield {
            "semester": SEMESTER,
            "unit_code": label_of("unit", unit),
            "school_code": code,
            "stage": "小学",
            "grade": "五年级",
            "sex": sex,
            "enrolled_n": 40,
            "archived_n": 38,
            **dict.fromkeys(zeros, 0),
            **({"class_n": 2, "homeroom_n": 2} if sex == "男" else {}),
        }


def _teacher(code: str, unit: str) -> Row:
    return {
        "staff_token": staff_of(code),
        "unit_code": label_of("unit", unit),
        "school_code": code,
        "post_code": "专职心理教师",
        "valid_from": "2024-09-01",
        "establishment": "在编",
        "psych_major": "是",
        "certificate": "心理教师资格",
        "entry_channel": "招聘",
        "psych_hours_week": 12,
        "other_hours_week": 2,
    }


def staff_of(code: str) -> str:
    """The token of the one teacher of a school."""
    return make_token("S", int(code[-4:]))
