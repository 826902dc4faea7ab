"""What may enter schools, and pieces for the bulletin, in the rehearsal city (F13, autumn 2026).

Every county gives something up; none takes on more than it gives up, but for the one spoilt.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from orchestration.rehearsal.city import City
from orchestration.rehearsal.enrolment import Row
from orchestration.rehearsal.planting import Desk
from orchestration.rehearsal.submissions import ScopeRow, Submission
from validations.code_lists import label_of

PERIOD = "2026-2027-1"
_SENT_ON, _LATE_ON = date(2026, 9, 28), date(2026, 10, 5)
_LATE, _SILENT = {"360733"}, {"360734"}
_GROWING = "360729"
_ITEMS = (
    ("防溺水宣传", "emergency", "kept"),
    ("法治进校园", "justice", "kept"),
    ("消防演练", "fire", "kept"),
    ("近视防控宣讲", "health", "kept"),
    ("各类知识竞赛", "civilisation", "dropped"),
)
_PIECES = ("心理课进课表的做法", "一生一案的联审办法", "暖心一句话行动小结")


def campus_submissions(city: City) -> tuple[Submission, ...]:
    """F13 of autumn 2026, a workbook a unit; one is late and one silent."""
    return tuple(_file(city, unit) for unit in city.unit_codes if unit not in _SILENT)


def plant_campus_faults(desk: Desk) -> None:
    """A list that grows: the gate asks why, and the warehouse holds it against the baseline."""
    file = desk.find("F13", PERIOD, _GROWING)
    new = [
        {
            **_item(_GROWING, len(file.rows) + number, title, "police", "added"),
            "approval_no": f"县减负办〔2026〕{number + 3}号",
        }
        for number, title in enumerate(("反诈宣传进校园", "禁毒知识宣讲"), start=1)
    ]
    index = len(file.rows)
    file = desk.put(replace(file, rows=(*file.rows, *new)))
    desk.mark(
        "进校园事项新增多于取消", file, ("F13.R07",), "需说明", "gate",
        index=index, column="entry_status",
    )  # fmt: skip
    desk.mark(
        "进校园事项不减反增", file, ("X14",), "需说明", "warehouse",
        index=index, column="entry_status",
    )  # fmt: skip


def _file(city: City, unit_code: str) -> Submission:
    name = label_of("unit", unit_code)
    order = city.unit_codes.index(unit_code)
    items = _ITEMS if order % 2 else _ITEMS[1:]
    return Submission(
        sent_on=_LATE_ON if unit_code in _LATE else _SENT_ON,
        form_id="F13",
        period=PERIOD,
        unit_code=unit_code,
        path=f"{name}/{name}进校园清单{PERIOD}.xlsx",
        format="xlsx",
        rows=tuple(
            _item(unit_code, number, title, department, status)
            for number, (title, department, status) in enumerate(items, start=1)
        ),
        scope=(ScopeRow(unit_code, name),),
        further={"F13B": tuple(_piece(unit_code, n, order) for n in range(order % 3 + 1))},
    )


def _item(unit_code: str, number: int, title: str, department: str, status: str) -> Row:
    is_gone = status == "dropped"
    return {
        "item_id": f"{unit_code}-2026-J{number:03}",
        "title": title,
        "source_department": label_of("source_department", department),
        "approval_no": "",
        "school_n": "0" if is_gone else str(6 + number),
        "pupil_hours": "0" if is_gone else "1",
        "entry_status": label_of("entry_status", status),
        "merged_into": "",
        "banned_forms": label_of("banned_form", "quiz") if is_gone else "",
        "explain_code": "",
        "explain": "",
    }


def _piece(unit_code: str, number: int, order: int) -> Row:
    return {
        "bulletin_id": f"{unit_code}-2026-T{number + 1:03}",
        "month": "2026-09",
        "bulletin_title": _PIECES[number],
        "is_accepted": "是" if (order + number) % 2 else "否",
        "explain_code": "",
        "explain": "",
    }
