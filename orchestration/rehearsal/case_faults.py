"""Faults planted in the cases: registers and follow-ups that contradict themselves or another form.

What happens to cases without being a fault (closed and reopened, moved, lost) is in `case_turns`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from orchestration.rehearsal.case_desk import MENDED_LATER, Cases, Wanted, is_fresh, is_known
from orchestration.rehearsal.case_files import (
    AUTUMN,
    OCTOBER,
    ROUND,
    SEPTEMBER,
    register_row,
)
from orchestration.rehearsal.cases import Case
from orchestration.rehearsal.contacts import Contact
from orchestration.rehearsal.planting import Desk

_CORRECTED = date(2026, 11, 12)


def plant_case_faults(cases: Cases, gone: str) -> None:
    """Spoil registers and follow-ups; `gone` is a person no longer in post since October."""
    _untimely_followups(cases)
    _people_no_longer_in_post(cases, gone)
    _levels_without_record(cases)
    _without_plan_or_owner(cases)
    _two_schools(cases)
    _registers_that_lose_cases(cases)
    _against_the_screening(cases)
    _sent_back(cases)


def _untimely_followups(cases: Cases) -> None:
    def event_like(case: Case, **cells: str) -> None:
        file = cases.events(case)
        rows = [row for row in file.rows if row["case_id"] == case.case_id]
        seq = str(int(rows[-1]["event_seq"]) + 1)
        new = {**rows[-1], "event_seq": seq, "new_level": "", **cells}
        file, index = cases.append(file, new)
        cases.desk.mark(kind, file, ("X05",), "必改", "warehouse", index=index, column="event_on")

    kind = "建案之前就有随访"
    case = cases.take(is_fresh)
    event_like(case, event_on=(case.opened_on - timedelta(days=1)).isoformat())
    kind = "结案之后还有随访"
    closed = cases.take(lambda case, met: case.statuses[-1][1] == "closed" and met[-1].on.day < 28)
    after = closed.statuses[-1][0] + timedelta(days=2)
    event_like(closed, event_on=after.isoformat())
    kind = "随访的个案不在台账"
    case = cases.take(is_known)
    event_like(case, case_id=f"{case.school_code}-2026-999", event_seq="1")


def _people_no_longer_in_post(cases: Cases, gone: str) -> None:
    found = ("X06",)
    case = cases.take(lambda case, met: is_known(case, met) and case.levels[0][1] == "moderate")
    file = cases.events(case)
    index = cases.index(file, case)
    file = cases.desk.put(file.with_row(index, by_token=gone))
    cases.desk.mark(
        "离岗的人做的随访", file, found, "需说明", "warehouse", index=index, column="by_token"
    )
    case = cases.take(is_known)
    file, index = cases.change(case, owner_token=gone)
    cases.desk.mark(
        "责任人已经离岗", file, found, "需说明", "warehouse", index=index, column="owner_token"
    )


def _levels_without_record(cases: Cases) -> None:
    case = cases.take(lambda case, met: is_known(case, met) and case.levels[0][1] == "mild")
    cells = {"level": "中度", "level_on": "2026-10-20", "plan_on": "2026-10-23"}
    file, index = cases.change(case, **cells)
    cases.desk.mark(
        "等级变了却没有随访记录", file, ("X94",), "需说明", "warehouse", index=index, column="level"
    )
    case = cases.take(lambda case, met: is_known(case, met) and case.levels[0][1] == "moderate")
    file = cases.events(case)
    index = cases.index(file, case)
    file = cases.desk.put(file.with_row(index, new_level="重度", outcome="加重"))
    cases.desk.mark(
        "随访调了等级而台账没有改",
        file,
        ("X94",),
        "需说明",
        "warehouse",
        index=index,
        column="new_level",
    )


def _without_plan_or_owner(cases: Cases) -> None:
    for kind, column, rule_id in (
        ("中度个案没有一生一案", "plan_on", "F04.R09"),
        ("中度个案没有责任人", "owner_token", "F04.R12"),
    ):
        case = cases.take(
            lambda case, met: (
                is_known(case, met) and case.levels[0][1] == "moderate" and case.plan_on is not None
            )
        )
        file, index = cases.change(case, **{column: ""})
        cases.desk.mark(kind, file, (rule_id,), "需说明", index=index, column=column)


def _two_schools(cases: Cases) -> None:
    one = cases.take(is_known)
    other = cases.take(
        lambda case, met: (
            is_fresh(case, met)
            and (case.levels[0][1], case.source) != ("mild", "screening")
            and case.school_code != one.school_code
        )
    )
    events = cases.events(other)
    cases.desk.put(
        replace(
            events,
            rows=tuple(
                {**row, "case_id": one.case_id, "explain_code": "其他", "explain": "编号已用"}
                if row["case_id"] == other.case_id
                else row
                for row in events.rows
            ),
        )
    )
    first = cases.register(one)
    cases.desk.mark(
        "两校用了同一个案号", first, ("X96",), "必改", "warehouse",
        index=cases.index(first, one), column="case_id",
    )  # fmt: skip
    file, index = cases.change(other, case_id=one.case_id)
    cases.desk.mark(
        "两校用了同一个案号", file, ("X96",), "必改", "warehouse", index=index, column="case_id"
    )
    cases.desk.mark("个案号不是本校的", file, ("F04.R10",), "需说明", index=index, column="case_id")

    here = cases.take(is_known, "360731")
    host = cases.take(is_known, "360722")
    elsewhere = {
        **(register_row(host, OCTOBER) or {}),
        "case_id": f"{host.school_code}-2026-901",
        "pupil_token": here.token,
        "opened_on": "2026-10-20",
        "entry_source": "教师提名",
        "level": "轻度",
        "plan_on": "",
        **dict.fromkeys(("level_on", "status_on"), "2026-10-20"),
        **dict.fromkeys(("ack_principal_on", "ack_psych_on", "ack_homeroom_on"), "2026-10-21"),
        "parent_contact_on": "2026-10-21",
    }
    file, index = cases.append(cases.register(host), elsewhere)
    home = cases.register(here)
    for sheet, place in ((file, index), (home, cases.index(home, here))):
        cases.desk.mark(
            "同一学生在两县都是个案", sheet, ("X97",), "需说明", "warehouse",
            index=place, column="pupil_token",
        )  # fmt: skip


def _registers_that_lose_cases(cases: Cases) -> None:
    lost = cases.take(
        lambda case, met: is_known(case, met) and len(cases.school(case.school_code)) > 3
    )
    file = cases.keep(cases.register(lost), lambda row: row["case_id"] != lost.case_id)
    cases.desk.mark(
        "上月在册的个案不见了", file, ("X91",), "需说明", "warehouse", scope_code=lost.school_code
    )

    def has_only_old_cases(case: Case, met: tuple[Contact, ...]) -> bool:
        others = cases.school(case.school_code)
        return (
            is_known(case, met)
            and len(others) > 1
            and all(
                register_row(other, SEPTEMBER) and len(other.levels) == len(other.statuses) == 1
                for other in others
            )
        )

    emptied = cases.take(has_only_old_cases).school_code
    unit = next(case for case, _ in cases.all if case.school_code == emptied)
    file = cases.keep(cases.register(unit), lambda row: row["school_code"] != emptied)
    cases.desk.mark("台账突然空了", file, ("X98",), "需说明", "warehouse", scope_code=emptied)


def _against_the_screening(cases: Cases) -> None:
    case = cases.take(
        lambda case, met: (
            is_fresh(case, met) and case.source != "screening" and case.levels[0][1] == "moderate"
        )
    )
    file, index = cases.change(case, entry_source="筛查")
    cases.desk.mark(
        "说是筛查发现却没有筛查结果", file, ("X03",), "需说明", "warehouse",
        index=index, column="entry_source",
    )  # fmt: skip
    case = cases.take(
        lambda case, met: (
            is_fresh(case, met)
            and case.source == "screening"
            and case.opened_on <= date(2026, 10, 14)
        ),
        "360722",
    )
    for file in (cases.register(case), cases.events(case)):
        cases.keep(file, lambda row: row["case_id"] != case.case_id)
    screened = cases.desk.find("F02", ROUND, case.unit_code)
    cases.desk.mark(
        "筛查中度以上却没有建案", screened, ("X04",), "必改", "warehouse",
        scope_code=case.school_code,
    )  # fmt: skip


def _sent_back(cases: Cases) -> None:
    """One county's register and follow-ups with faults the gate sends back, mended a week later."""
    desk, unit = cases.desk, MENDED_LATER
    for form_id in ("F04", "F05"):
        desk.put(replace(desk.find(form_id, OCTOBER, unit), sent_on=_CORRECTED, revision=2))

    def spoil(kind: str, wanted: Wanted, rule_id: str, **cells: str) -> None:
        file, index = cases.change(cases.take(wanted, unit), **cells)
        desk.mark(kind, file, (rule_id,), index=index, column=next(iter(cells)))

    def at(level: str) -> Wanted:
        return lambda case, met: is_known(case, met) and case.levels[0][1] == level

    spoil("重度个案没有责任人", at("severe"), "F04.R07", owner_token="")
    spoil("等级日期早于纳入日期", is_known, "F04.R04", level_on="2025-10-12")
    spoil("家校沟通日期在将来", is_known, "F04.R06", parent_contact_on="2027-10-12")
    case = cases.take(is_known, unit)
    file = cases.register(case)
    first = cases.index(file, case)
    file, last = cases.append(file, file.rows[first])
    for index in (first, last):
        desk.mark("台账里一个案号两行", file, ("F04.R01",), index=index, column="case_id")

    file = desk.find("F05", OCTOBER, unit)
    early = file.with_row(0, event_on="2026-09-28")
    file = desk.put(early.with_row(1, refer_to="市级"))
    desk.mark("随访日期不在本月", file, ("F05.R03",), index=0, column="event_on")
    desk.mark("不是转介却填了机构", file, ("F05.R06",), index=1, column="refer_to")


def someone_leaves(desk: Desk) -> str:
    """Let one part-time teacher leave at the end of September; who it is."""
    file = desk.find("F07", AUTUMN, "360730")
    index = desk.pick(file, {"post_code": "兼职心理教师", "valid_to": ""})
    desk.put(file.with_row(index, valid_to="2026-09-30"))
    return file.rows[index]["staff_token"]
