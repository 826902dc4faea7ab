"""The counselling rooms of the rehearsal city's schools, and the rows of F09.

Which rooms meet the standard is left to the warehouse to find.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date

from orchestration.rehearsal.city import SEED, City, School
from orchestration.rehearsal.enrolment import Row, census_day
from orchestration.rehearsal.planting import Desk
from orchestration.rehearsal.staff import posts_of
from orchestration.rehearsal.submissions import ScopeRow, Submission
from validations.code_lists import label_of

PERIOD = "2026-2027-1"
_ON = census_day(PERIOD)
_SENT_ON, _LATE_ON = date(2026, 10, 5), date(2026, 11, 4)
_LATE, _SILENT = {"360733"}, {"360734"}
_LINES = ("12356", "12345", "966525", "local")
# Somebody of this unit answers for a room and left in the summer.
_OWNER_GONE = "360783"


def room_submissions(city: City) -> tuple[Submission, ...]:
    """F09 of autumn 2026, a workbook a unit with all its schools; one is late and one silent."""
    owners = _owners(city)
    return tuple(_file(city, unit, owners) for unit in city.unit_codes if unit not in _SILENT)


def plant_room_faults(desk: Desk, gone: str) -> None:
    """A room whose owner left in the summer: 需说明, and only the warehouse can see it."""
    file = desk.find("F09", PERIOD, _OWNER_GONE, {"owner_token": "!"})
    index = desk.pick(file, {"owner_token": "!"})
    file = desk.put(file.with_row(index, owner_token=gone))
    desk.mark(
        "辅导室负责人已经离岗", file, ("X10",), "需说明", "warehouse",
        index=index, column="owner_token",
    )  # fmt: skip


def _owners(city: City) -> dict[str, str]:
    """Who answers for the rooms of a school: the first of its teachers still in post.

    Where a school has none, the first of its unit does.
    """
    moved = {s.code: s.merged_into for s in city.schools if s.merged_into and not s.is_open(_ON)}
    owners: dict[str, str] = {}
    for post in posts_of(city):
        if post.school_code and post.valid_to is None:
            owners.setdefault(moved.get(post.school_code) or post.school_code, post.token)
            owners.setdefault(post.unit_code, post.token)
    return owners


def _file(city: City, unit_code: str, owners: Mapping[str, str]) -> Submission:
    schools = [s for s in city.of_unit(unit_code, _ON) if s.kind != "kindergarten"]
    rows = {school: _rows(school, owners.get(school.code, owners[unit_code])) for school in schools}
    name = label_of("unit", unit_code)
    return Submission(
        sent_on=_LATE_ON if unit_code in _LATE else _SENT_ON,
        form_id="F09",
        period=PERIOD,
        unit_code=unit_code,
        path=f"{name}/{name}辅导室{PERIOD}.xlsx",
        format="xlsx",
        rows=tuple(row for own in rows.values() for row in own),
        scope=tuple(
            ScopeRow(s.code, s.renamed_to or s.name, is_nil=not own) for s, own in rows.items()
        ),
    )


def _rows(school: School, owner: str) -> list[Row]:
    """The rooms of a school: most have one, large ones two, a few none (零报告)."""
    rng = random.Random(f"{SEED} rooms {school.code}")  # noqa: S311 - invented data
    if school.intake < 3 or rng.random() < 0.08:
        return []
    return [_row(school, number, owner, rng) for number in range(1, 2 + (school.intake > 50))]


def _row(school: School, number: int, owner: str, rng: random.Random) -> Row:
    is_good = rng.random() < 0.7
    posted = _LINES[:3] if rng.random() < 0.8 else _LINES[: rng.choice((1, 2))]
    return {
        "room_id": f"{school.code}-{number:02d}",
        "school_code": school.code,
        "room_type": label_of("room_type", "room" if number == 1 else "activity"),
        "opened_on": f"{rng.choice((2019, 2021, 2023))}-09-01",
        "closed_on": "",
        "area_individual": str(rng.choice((10, 12, 15) if is_good else (8, 12, 18))),
        "area_group": str(rng.choice((20, 24, 36) if is_good else (12, 18, 24))),
        "area_reception": str(rng.choice((15, 16, 20) if is_good else (8, 12, 15))),
        "has_mailbox": "是",
        "has_cabinet": "是" if is_good or rng.random() < 0.5 else "否",
        "hotline_posted": "；".join(label_of("line_code", line) for line in posted),
        "open_hours_week": str(rng.choice((6, 8, 10, 10, 12))),
        "owner_token": owner,
        "explain_code": "",
        "explain": "",
    }
