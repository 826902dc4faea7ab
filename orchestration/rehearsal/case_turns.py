"""Turns of a case that are no fault: reopened, moved in mid-interval, suspended, back, not reached.

They must be understood and counted without a finding. Faults are in `case_faults`.
"""

from __future__ import annotations

from datetime import date

from orchestration.rehearsal.case_desk import Cases, Wanted, is_known
from orchestration.rehearsal.case_files import OCTOBER, SEPTEMBER, register_row
from orchestration.rehearsal.cases import Case
from orchestration.rehearsal.contacts import Contact
from orchestration.rehearsal.enrolment import Row


def plant_case_turns(cases: Cases) -> None:
    """Give some cases a turn, with the rows that go with it, and write down where."""
    _reopened(cases)
    _not_reached(cases)
    _moved(cases)
    _away_and_back(cases)


def _of_spring(level: str) -> Wanted:
    def wanted(case: Case, met: tuple[Contact, ...]) -> bool:
        is_old = case.opened_on < date(2026, 9, 1)
        return is_old and is_known(case, met) and case.levels[0][1] == level

    return wanted


def _mark(cases: Cases, kind: str, case: Case) -> None:
    file = cases.register(case)
    index = cases.index(file, case)
    cases.desk.mark(kind, file, (), "", "nobody", index=index, column="status")


def _without_events(cases: Cases, case: Case, first: str, last: str = "9999") -> None:
    """Drop the case's contacts from one day up to, but not on, another."""
    for month in (SEPTEMBER, OCTOBER):
        file = cases.events(case, month)
        cases.keep(
            file,
            lambda row: row["case_id"] != case.case_id or not first <= row["event_on"] < last,
        )


def _reopened(cases: Cases) -> None:
    case = cases.take(_of_spring("mild"))
    _without_events(cases, case, "2026-09-18", "2026-10-09")
    reason = "专班评议决定"
    cases.change(case, SEPTEMBER, status="结案", status_on="2026-09-18", close_reason=reason)
    cases.change(case, status_on="2026-10-09")
    _mark(cases, "结案后又重新在册", case)


def _not_reached(cases: Cases) -> None:
    case = cases.take(_of_spring("severe"))
    file = cases.events(case)
    places = [i for i, row in enumerate(file.rows) if row["case_id"] == case.case_id]
    for index in places[-2:]:
        file = cases.desk.put(file.with_row(index, outcome="失联"))
        cases.desk.mark("失联不算一次随访", file, (), "", "nobody", index=index, column="outcome")


def _moved(cases: Cases) -> None:
    """A case leaves one county on the 14th and is taken up in another two days later."""
    case = cases.take(_of_spring("moderate"), "360731")
    host = cases.take(_of_spring("moderate"), "360722")
    _without_events(cases, case, "2026-10-14")
    cases.change(case, status="转出", status_on="2026-10-14")
    _mark(cases, "随访间隔当中转出", case)
    number = f"{host.school_code}-2026-902"
    row = {
        **(register_row(host, OCTOBER) or {}),
        "case_id": number,
        "pupil_token": case.token,
        "entry_source": "转入移交",
        "plan_on": "2026-10-20",
        "parent_contact_on": "",
        **dict.fromkeys(("opened_on", "level_on", "status_on"), "2026-10-16"),
        **dict.fromkeys(("ack_principal_on", "ack_psych_on", "ack_homeroom_on"), "2026-10-19"),
    }
    file, index = cases.append(cases.register(host), row)
    cases.desk.mark("随访间隔当中转入", file, (), "", "nobody", index=index, column="status")
    for seq, day in enumerate(("2026-10-16", "2026-10-28"), start=1):
        cases.append(cases.events(host), _event(number, host, seq, day, "面谈", "平稳"))


def _away_and_back(cases: Cases) -> None:
    case = cases.take(_of_spring("moderate"))
    _without_events(cases, case, "2026-09-16", "2026-10-12")
    cases.change(case, SEPTEMBER, status="休学", status_on="2026-09-16")
    cases.change(case, status="复学", status_on="2026-10-12")
    events = cases.events(case)
    met = [int(row["event_seq"]) for row in events.rows if row["case_id"] == case.case_id]
    back = _event(case.case_id, case, max(met, default=0) + 1, "2026-10-12", "复学评估", "复学")
    cases.append(events, back)
    _mark(cases, "休学后复学", case)
    away = cases.take(_of_spring("mild"))
    _without_events(cases, away, "2026-10-13")
    cases.change(away, status="休学", status_on="2026-10-13")
    _mark(cases, "休学中", away)


def _event(number: str, case: Case, seq: int, day: str, mode: str, outcome: str) -> Row:
    return {
        "case_id": number,
        "school_code": case.school_code,
        "event_seq": str(seq),
        "event_on": day,
        "contact_source": "计划随访",
        "mode": mode,
        "minutes": "40",
        "by_token": case.owner,
        "outcome": outcome,
        "new_level": "",
        "refer_to": "",
        "feedback_on": "",
        "explain_code": "",
        "explain": "",
    }
