"""The files that come of the cases: F04 and F05 of each unit and month.

Which cases there are is in `cases`, when they are met in `contacts`; faults are planted in
`case_faults`. Rows are as their senders type them: Chinese words in English-named columns.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from orchestration.rehearsal.cases import LAST_OPENING, Case, Flagged, cases_of
from orchestration.rehearsal.city import City, School
from orchestration.rehearsal.contacts import Contact, with_contacts
from orchestration.rehearsal.enrolment import Row, census_day
from orchestration.rehearsal.planting import Desk
from orchestration.rehearsal.staff import posts_of
from orchestration.rehearsal.submissions import ScopeRow, Submission
from validations.code_lists import label_of

AUTUMN, ROUND = "2026-2027-1", "2026-2027-1R1"
SEPTEMBER, OCTOBER = "2026-09", "2026-10"
# Month -> when its forms are sent, and up to which day the register is true.
SENT_ON = {SEPTEMBER: date(2026, 10, 5), OCTOBER: date(2026, 11, 4)}
_TRUE_UNTIL = {SEPTEMBER: date(2026, 9, 30), OCTOBER: LAST_OPENING}
_LATE = {(OCTOBER, "360733"): date(2026, 11, 12)}
# 章贡 sends the month's follow-ups once before the month ends, as for 重度.
_PUSHES = {"360702": date(2026, 10, 19)}
_TITLES = {"F04": "个案台账", "F05": "随访记录"}
_LEVELS = ("正常", "轻度", "中度", "重度")
Cared = Sequence[tuple[Case, tuple[Contact, ...]]]


def put_case_files(desk: Desk, city: City) -> Cared:
    """Lay every F04 and F05 on the desk; the cases behind them come back.

    Who was flagged is read from the screening files as they lie there.
    """
    staff = staff_in_post(desk, city)
    cared = [with_contacts(case) for case in cases_of(city, flagged_pupils(desk), staff)]
    for file in case_files(city, cared):
        desk.put(file)
    return cared


def flagged_pupils(desk: Desk) -> tuple[Flagged, ...]:
    """Pupils with a moderate or severe result this autumn, each by the first of them."""
    found: dict[str, Flagged] = {}
    for file in desk.files:
        if (file.form_id, file.period) != ("F02", ROUND) or file.raw is not None:
            continue
        for row in file.rows:
            if row["level"] not in _LEVELS[2:] or row["consent"] != "同意":
                continue
            level = "severe" if row["level"] == "重度" else "moderate"
            day = date.fromisoformat(row["test_date"])
            pupil = Flagged(row["pupil_token"], row["school_code"], day, level)
            known = found.get(pupil.token)
            if known is None or day < known.tested_on:
                found[pupil.token] = pupil
    return tuple(sorted(found.values(), key=lambda pupil: pupil.token))


def staff_in_post(desk: Desk, city: City) -> dict[str, tuple[str, ...]]:
    """School code -> people surely in post all autumn; a school without one has its unit's.

    People who left, or with a fault in this autumn's roster, are left out, so that no fault has a
    second one.
    """
    faulty = {row["staff_token"] for row in desk.faulty_rows("F07", AUTUMN)}
    faulty |= {
        row["staff_token"]
        for file in desk.files
        if (file.form_id, file.period) == ("F07", AUTUMN)
        for row in file.rows
        if row["valid_to"]
    }
    of_unit, of_school = defaultdict(list), defaultdict(list)
    for post in posts_of(city):
        if post.valid_to is None and post.token not in faulty:
            of_unit[post.unit_code].append(post.token)
            of_school[post.school_code].append(post.token)
    return {
        school.code: tuple(of_school[school.code] or of_unit[school.unit_code])
        for school in city.schools
    }


def case_files(city: City, cared: Cared) -> Iterator[Submission]:
    """F04 and F05 of every unit for September and October, schools without a case as nil."""
    for month, day in SENT_ON.items():
        for unit_code in city.unit_codes:
            schools = [
                s for s in city.of_unit(unit_code, census_day(AUTUMN)) if s.stages != ("preschool",)
            ]
            mine = [(case, met) for case, met in cared if case.unit_code == unit_code]
            sent = _LATE.get((month, unit_code), day)
            register = [row for case, _ in mine if (row := register_row(case, month))]
            events = [row for case, met in mine for row in event_rows(case, met, month)]
            yield _file("F04", month, unit_code, sent, schools, register)
            followups = _file("F05", month, unit_code, sent, schools, events)
            yield followups
            if month == OCTOBER and unit_code in _PUSHES:
                yield _pushed(followups, _PUSHES[unit_code], schools)


def _pushed(whole: Submission, day: date, schools: list[School]) -> Submission:
    """What was sent before the month was over: the events up to the day before."""
    known = day.isoformat()
    rows = [
        row if row["feedback_on"] < known else {**row, "feedback_on": ""}
        for row in whole.rows
        if row["event_on"] < known
    ]
    return _file("F05", whole.period, whole.unit_code, day, schools, rows)


def _file(
    form_id: str,
    month: str,
    unit_code: str,
    day: date,
    schools: list[School],
    rows: list[Row],
) -> Submission:
    unit_name = label_of("unit", unit_code)
    with_rows = {row["school_code"] for row in rows}
    return Submission(
        sent_on=day,
        form_id=form_id,
        period=month,
        unit_code=unit_code,
        path=f"{unit_name}/{unit_name}{_TITLES[form_id]}{month}.xlsx",
        format="xlsx",
        rows=tuple(rows),
        scope=tuple(
            ScopeRow(s.code, s.renamed_to or s.name, is_nil=s.code not in with_rows)
            for s in schools
        ),
    )


def register_row(case: Case, month: str) -> Row | None:
    """A case's row in the register of a month; none before it opens or after it has ended."""
    day = _TRUE_UNTIL[month]
    (level_on, level), (status_on, status) = case.level_on(day), case.status_on(day)
    has_ended = status in ("closed", "transferred_out") and f"{status_on:%Y-%m}" < month
    if max(case.opened_on, case.levels[0][0]) > day or has_ended:
        return None
    told = [shown if shown and shown <= day else None for shown in case.acks]
    return {
        "case_id": case.case_id,
        "school_code": case.school_code,
        "pupil_token": case.token,
        "opened_on": case.opened_on.isoformat(),
        "entry_source": label_of("entry_source", case.source),
        "level": label_of("level", level),
        "level_on": level_on.isoformat(),
        "plan_on": _day(case.plan_on, day),
        "owner_token": case.owner,
        "ack_principal_on": _day(told[0], day),
        "ack_psych_on": _day(told[1], day),
        "ack_homeroom_on": _day(told[2], day),
        "parent_contact_on": _day(case.parent_on, day),
        "status": label_of("case_status", status),
        "status_on": status_on.isoformat(),
        "close_reason": label_of("close_reason", case.close_reason) if status == "closed" else "",
        **_explained(case),
    }


def event_rows(case: Case, contacts: Iterable[Contact], month: str) -> Iterator[Row]:
    """The rows of F05 a case gives in a month, numbered from 1."""
    met = [contact for contact in contacts if f"{contact.on:%Y-%m}" == month]
    for number, contact in enumerate(met, start=1):
        yield {
            "case_id": case.case_id,
            "school_code": case.school_code,
            "event_seq": str(number),
            "event_on": contact.on.isoformat(),
            "contact_source": label_of("contact_source", contact.source),
            "mode": label_of("contact_mode", contact.mode),
            "minutes": str(contact.minutes),
            "by_token": contact.by,
            "outcome": label_of("followup_outcome", contact.outcome),
            "new_level": label_of("level", contact.new_level) if contact.new_level else "",
            "refer_to": label_of("refer_to", contact.refer_to) if contact.refer_to else "",
            "feedback_on": _day(contact.feedback_on, _TRUE_UNTIL[month]),
            **_explained(case),
        }


def _explained(case: Case) -> Row:
    """A number that came with a merged school is explained, as the gate asks."""
    return {"explain_code": "合并或拆分" if case.is_renumbered else "", "explain": ""}


def _day(day: date | None, known: date) -> str:
    return day.isoformat() if day and day <= known else ""
