"""Duties and suggestions of the rehearsal city (F14, third quarter of 2026).

Counties settle what they were told to do, mostly; the city office answers a suggestion of twelve
deputies, every one of whom signs. One duty is overdue and one signature missing on purpose.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from orchestration.rehearsal.city import City
from orchestration.rehearsal.enrolment import Row
from orchestration.rehearsal.planting import Desk
from orchestration.rehearsal.submissions import ScopeRow, Submission
from validations.code_lists import label_of

PERIOD = "2026Q3"
_SENT_ON, _LATE_ON = date(2026, 10, 5), date(2026, 11, 4)
_LATE, _SILENT = {"360733"}, {"360734"}
_CITY_OFFICE, _OVERDUE, _UNSIGNED = "3607SZ", "360781", "360783"
_ANSWERING = {_CITY_OFFICE: 12, "360704": 8, _UNSIGNED: 6}


def duty_submissions(city: City) -> tuple[Submission, ...]:
    """F14 of the third quarter, a workbook a unit; one is late and one silent."""
    return tuple(_file(unit) for unit in city.unit_codes if unit not in _SILENT)


def plant_duty_faults(desk: Desk) -> None:
    """A duty left undone, which is a figure and no fault, and a signature that is missing."""
    file = desk.find("F14", PERIOD, _OVERDUE)
    desk.put(
        file.with_row(
            0,
            duty_status=label_of("duty_status", "running"),
            done_on="",
            evidence_no="",
            unfinished_reason=label_of("unfinished_reason", "posts"),
        )
    )
    file = desk.find("F14", PERIOD, _UNSIGNED)
    (row,) = file.further["F14S"]
    short = {**row, "signed_n": str(int(row["signed_n"]) - 1)}
    file = desk.put(replace(file, further={**file.further, "F14S": (short,)}))
    desk.mark("建议缺一名代表的签名", file, ("X23",), "需说明", "warehouse", scope_code=_UNSIGNED)


def _file(unit_code: str) -> Submission:
    name = label_of("unit", unit_code)
    return Submission(
        sent_on=_LATE_ON if unit_code in _LATE else _SENT_ON,
        form_id="F14",
        period=PERIOD,
        unit_code=unit_code,
        path=f"{name}/{name}履职整改{PERIOD}.xlsx",
        format="xlsx",
        rows=(
            _duty(unit_code, 1, "notice", "配齐专职教研员", "2026-09-20", "2026-09-16"),
            _duty(unit_code, 2, "inspection", "补建心理辅导室", "2026-08-31", "2026-08-28"),
            _duty(unit_code, 3, "meeting", "开展班主任心理培训", "2026-12-31", ""),
        ),
        scope=(ScopeRow(unit_code, name),),
        further={"F14S": _suggestions(unit_code)},
    )


def _duty(unit_code: str, number: int, source: str, title: str, due_on: str, done_on: str) -> Row:
    return {
        "duty_id": f"{unit_code}-2026-L{number:03}",
        "duty_source": label_of("duty_source", source),
        "title": title,
        "due_on": due_on,
        "duty_status": label_of("duty_status", "done" if done_on else "running"),
        "done_on": done_on,
        "evidence_no": f"教督〔2026〕{10 + number}号" if done_on else "",
        "unfinished_reason": "",
        "explain_code": "",
        "explain": "",
    }


def _suggestions(unit_code: str) -> tuple[Row, ...]:
    if unit_code not in _ANSWERING:
        return ()
    is_city = unit_code == _CITY_OFFICE
    proposers = str(_ANSWERING[unit_code])
    return (
        {
            "suggestion_id": f"{unit_code}-2026-Y001",
            "suggestion_kind": label_of("suggestion_kind", "deputy"),
            "session": "市六届人大七次会议" if is_city else "二届人大六次会议",
            "suggestion_no": "098" if is_city else "055",
            "suggestion_title": "关于加强学生心理健康教育的建议",
            "class_code": label_of("class_code", "A1"),
            "assigned_on": "2026-03-10",
            "answered_on": "2026-05-20",
            "disclosure": label_of("disclosure", "open"),
            "proposer_n": proposers,
            "signed_n": proposers,
            "attitude": label_of("satisfaction", "satisfied"),
            "result": label_of("satisfaction", "satisfied" if is_city else "fair"),
            "explain_code": "",
            "explain": "",
        },
    )
