"""Archives on their way in the rehearsal city: F06 of September and October 2026.

Slips of pupils of the case register who left and of some who went on to the next school. One went
out and never came in, one came in from nobody, one seal broke, one archive left the city, and one
pupil left without a slip.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from orchestration.rehearsal.case_desk import Cases, is_known
from orchestration.rehearsal.case_files import OCTOBER, SENT_ON, SEPTEMBER
from orchestration.rehearsal.cases import Case
from orchestration.rehearsal.city import City, School
from orchestration.rehearsal.contacts import Contact
from orchestration.rehearsal.enrolment import Row, cohorts
from orchestration.rehearsal.planting import Desk
from orchestration.rehearsal.staff import posts_of
from orchestration.rehearsal.submissions import ScopeRow, Submission
from validations.code_lists import label_of

OUTSIDE = "outside"
_LATE = {(OCTOBER, "360733"): date(2026, 11, 12)}
_SILENT = "360734"
_MOVED_FROM, _MOVED_TO = "360731", "360722"
_LEFT_ON = "2026-09-08"
# Where a case left early in term: carried through in the county, posted out of the city, lost on
# its way to another county, and without a slip.
_HOME, _AWAY, _LOST, _FORGOTTEN = "360781", "360728", "360732", "360783"
_LOST_TO = "360724"
_GHOST_FROM, _GHOST_TO = "360783", "360729"
_BROKEN = "360729"


@dataclass(frozen=True)
class _Slip:
    """One archive: whose, from which school to which unit and school, its number and why."""

    serial: int
    token: str
    reason: str
    from_school: str
    from_unit: str
    to_unit: str
    to_school: str


@dataclass(frozen=True)
class _End:
    """One row: the slip, the leg, and the day its sender or its receiver tells."""

    slip: _Slip
    leg: str
    side: str
    on: date
    is_intact: bool = True

    @property
    def unit(self) -> str:
        """Who reports it."""
        is_of_target = self.leg == "3" or (self.leg == "2" and self.side == "receiver")
        return self.slip.to_unit if is_of_target else self.slip.from_unit


def plant_archives(desk: Desk, city: City, cases: Cases) -> None:
    """Lay every F06 on the desk, with the cases that left early in term and what went wrong."""
    clerks = _clerks(city)
    left = {unit: _leave(cases, unit) for unit in (_HOME, _AWAY, _LOST, _FORGOTTEN)}
    orphan = _way(_of_case(left[_LOST], _LOST_TO, _school(city, _LOST_TO, "junior")))[:3]
    ghost = _way(_graduate(city, _GHOST_FROM, 9, _GHOST_TO), date(2026, 10, 8))
    untold = next(end for end in ghost if (end.leg, end.side) == ("2", "sender"))
    broken = [
        _End(end.slip, end.leg, end.side, end.on, (end.leg, end.side) != ("3", "receiver"))
        for end in _way(_graduate(city, _BROKEN, 8, _BROKEN), date(2026, 9, 14))
    ]
    ends = [
        *_way(_of_case(left[_HOME], _HOME, _school(city, _HOME, "junior"))),
        *_way(_of_case(left[_AWAY], OUTSIDE, "")),
        *orphan,
        *(end for end in ghost if end is not untold),
        *broken,
        *_way(_moved(desk, city), date(2026, 10, 14)),
    ]
    for unit in city.unit_codes:
        if unit not in (_SILENT, _GHOST_FROM, _BROKEN) and _has_both(city, unit):
            ends += _way(_graduate(city, unit, 0, unit), date(2026, 9, 9))
            ends += _way(_graduate(city, unit, 1, unit), date(2026, 10, 12))
    for month in SENT_ON:
        for unit in city.unit_codes:
            if unit != _SILENT:
                desk.put(_file(month, unit, ends, clerks))
    _mark(desk, orphan[-1], "档案送出没有人接收", ("X08",), "sent_on")
    _mark(
        desk,
        next(end for end in ghost if (end.leg, end.side) == ("2", "receiver")),
        "档案收到没有人送出",
        ("X08",),
        "arrived_on",
    )
    _mark(desk, broken[-1], "档案封条破损", (), "seal_intact")
    register, index = cases.change(left[_FORGOTTEN], OCTOBER)
    desk.mark(
        "离校的个案没有移交单", register, ("X07",), "必改", "warehouse",
        index=index, column="status",
    )  # fmt: skip


def _leave(cases: Cases, unit_code: str) -> Case:
    """A mild case of a unit that moved away when term had just begun."""

    def wanted(case: Case, met: tuple[Contact, ...]) -> bool:
        is_mild = is_known(case, met) and case.levels[0][1] == "mild"
        return is_mild and not case.is_renumbered and case.opened_on < date.fromisoformat(_LEFT_ON)

    case = cases.take(wanted, unit_code)
    for month in (SEPTEMBER, OCTOBER):
        cases.keep(
            cases.events(case, month),
            lambda row: row["case_id"] != case.case_id or row["event_on"] < _LEFT_ON,
        )
        cases.change(case, month, status="转出", status_on=_LEFT_ON)
    return case


def _of_case(case: Case, to_unit: str, to_school: str) -> _Slip:
    reason = "out_of_city" if to_unit == OUTSIDE else "transfer"
    return _Slip(1, case.token, reason, case.school_code, case.unit_code, to_unit, to_school)


def _moved(desk: Desk, city: City) -> _Slip:
    """The case that changed counties in October, by the rows of both registers."""
    register = desk.find("F04", OCTOBER, _MOVED_FROM, {"status": "转出"})
    row = next(row for row in register.rows if row["status"] == "转出")
    taken_up = desk.find("F04", OCTOBER, _MOVED_TO, {"pupil_token": row["pupil_token"]})
    host = next(r for r in taken_up.rows if r["pupil_token"] == row["pupil_token"])
    return _Slip(
        1,
        row["pupil_token"],
        "transfer",
        row["school_code"],
        _MOVED_FROM,
        _MOVED_TO,
        host["school_code"],
    )


def _graduate(city: City, unit_code: str, number: int, to_unit: str) -> _Slip:
    """The pupil of that number in the last grade of a primary school of last spring."""
    school = _of_stage(city, unit_code, "primary")
    cohort = next(c for c in cohorts(school, 2025) if c.grade == "6" and c.sex == "1")
    target = _school(city, to_unit, "junior")
    token = cohort.token(number)
    return _Slip(number + 11, token, "graduation", school.code, unit_code, to_unit, target)


def _of_stage(city: City, unit_code: str, stage: str) -> School:
    """The unit's first school with the stage and not the next, open all along."""
    other = {"primary": "junior", "junior": "primary"}[stage]
    return next(
        school
        for school in city.of_unit(unit_code, date(2026, 9, 10))
        if stage in school.stages
        and other not in school.stages
        and school.code == school.lineage
        and school.is_open(date(2026, 3, 4))
        and not school.absorbs
    )


def _has_both(city: City, unit_code: str) -> bool:
    try:
        return bool(_of_stage(city, unit_code, "primary") and _school(city, unit_code, "junior"))
    except StopIteration:
        return False


def _school(city: City, unit_code: str, stage: str) -> str:
    return _of_stage(city, unit_code, stage).code


def _way(slip: _Slip, first: date = date(2026, 9, 9)) -> list[_End]:
    """Both ends of every leg from a slip's first day on; out of the city it is posted."""
    legs = ["1", "3"] if slip.from_unit == slip.to_unit else ["1", "2", "3"]
    ends = []
    day = first
    for leg in legs[:2] if slip.to_unit == OUTSIDE else legs:
        ends.append(_End(slip, leg, "sender", day))
        arrived = day + timedelta(days=1 if leg == "1" else 5)
        if leg != "2" or slip.to_unit != OUTSIDE:
            ends.append(_End(slip, leg, "receiver", arrived))
        day = arrived + timedelta(days=1)
    return ends


def _clerks(city: City) -> dict[str, str]:
    """One person in post for each unit, who hands archives over and takes them in."""
    return {post.unit_code: post.token for post in reversed(posts_of(city)) if not post.valid_to}


def _file(month: str, unit_code: str, ends: Sequence[_End], clerks: dict[str, str]) -> Submission:
    name = label_of("unit", unit_code)
    rows = tuple(_row(end, clerks) for end in _told(month, unit_code, ends))
    return Submission(
        sent_on=_LATE.get((month, unit_code), SENT_ON[month]),
        form_id="F06",
        period=month,
        unit_code=unit_code,
        path=f"{name}/{name}档案移交单{month}.xlsx",
        format="xlsx",
        rows=rows,
        scope=(ScopeRow(unit_code, name, is_nil=not rows),),
    )


def _told(month: str, unit_code: str, ends: Sequence[_End]) -> Iterator[_End]:
    return (end for end in ends if end.unit == unit_code and f"{end.on:%Y-%m}" == month)


def _row(end: _End, clerks: dict[str, str]) -> Row:
    slip = end.slip
    is_sender = end.side == "sender"
    return {
        "transfer_id": f"{slip.from_school}-2026-T{slip.serial:04d}",
        "leg_no": label_of("leg_no", end.leg),
        "side": label_of("transfer_side", end.side),
        "pupil_token": slip.token,
        "reason": label_of("transfer_reason", slip.reason),
        "from_school": slip.from_school,
        "from_unit": label_of("unit", slip.from_unit),
        "to_unit": "市外" if slip.to_unit == OUTSIDE else label_of("unit", slip.to_unit),
        "to_province": label_of("province", "44") if slip.to_unit == OUTSIDE else "",
        "to_school": slip.to_school,
        "seal_no": f"A26{slip.serial:04d}",
        "pieces": "3",
        "sent_on": end.on.isoformat() if is_sender else "",
        "sent_by_token": clerks[end.unit] if is_sender else "",
        "arrived_on": "" if is_sender else end.on.isoformat(),
        "received_by_token": "" if is_sender else clerks[end.unit],
        "seal_intact": "" if is_sender else ("是" if end.is_intact else "否"),
        "issue": label_of("transfer_issue", "none" if end.is_intact else "damaged"),
        "explain_code": "",
        "explain": "",
    }


def _mark(desk: Desk, end: _End, kind: str, rule_ids: tuple[str, ...], column: str) -> None:
    """Write down what was planted at an end's row, if a rule or nobody must say so."""
    file = desk.find("F06", f"{end.on:%Y-%m}", end.unit)
    number = f"{end.slip.from_school}-2026-T{end.slip.serial:04d}"
    at = (number, label_of("leg_no", end.leg), label_of("transfer_side", end.side))
    index = next(
        i
        for i, row in enumerate(file.rows)
        if (row["transfer_id"], row["leg_no"], row["side"]) == at
    )
    if rule_ids:
        desk.mark(kind, file, rule_ids, "需说明", "warehouse", index=index, column=column)
    else:
        desk.mark(kind, file, (), "", "nobody", index=index, column=column)
