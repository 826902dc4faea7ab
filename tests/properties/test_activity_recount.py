"""M33 to M37 and M45 counted twice: by the SQL, and slowly in plain Python from the same rows."""

from __future__ import annotations

import calendar
import random
from datetime import date, datetime, timedelta

import pytest

from tests.lake_builder import Sent
from tests.lake_rows import AUTUMN, enrolment, school, staff
from tests.slow.activities import Recount, monday
from tests.slow.told_activities import (
    AWARDS,
    CAMPAIGNS,
    CITY_OWN,
    CONTESTS,
    NOTES,
    TRAININGS,
    Register,
    Row,
    Told,
)
from tests.warehouse_bench import WarehouseBench
from validations.code_lists import read_seed

MONTHS = ("2026-09", "2026-10", "2026-11", "2026-12", "2027-01")
KNOWN_AT = datetime(2027, 2, 10, 20)
UNITS = tuple(read_seed("code_reporting_unit")["unit_code"])
COUNTIES = tuple(unit for unit in UNITS if unit != CITY_OWN)
ACTIVE = ("360702", "360703", "360704", CITY_OWN)
TYPES = ("research", "outreach", *CONTESTS, *TRAININGS, "research", *CAMPAIGNS, "supervision")
TITLES = ("全市心理教研", "全市 心理·教研", "班会课展示", "心理委员培训（一）", "心理委员培训 一")
SCHOOLS = {unit: tuple(f"2136{n:04}{k:02}" for k in (1, 2)) for n, unit in enumerate(UNITS, 1)}
SEEDS = (1, 2)


def made(seed: int) -> Told:
    """A half-year of registers in which anything may happen twice."""
    rng = random.Random(seed)
    teachers = [(f"S{n:03}", UNITS[n % 6] if n % 6 else CITY_OWN) for n in range(24)]
    registers: dict[tuple[str, str], Register] = {}
    for unit in UNITS:
        for month in MONTHS:
            if rng.random() < (0.93 if unit in ACTIVE else 0.5):
                registers[unit, month] = register(rng, unit, month)
    homerooms = {unit: rng.randint(2, 9) for unit in UNITS}
    pieces = {
        unit: [
            {
                "bulletin_id": f"{unit}-2026-T{n:03}",
                "month": rng.choice(MONTHS),
                "bulletin_title": f"做法{n}",
                "is_accepted": rng.random() < 0.5,
            }
            for n in range(rng.randint(0, 4))
        ]
        for unit in UNITS
        if rng.random() < 0.8
    }
    return Told(UNITS, registers, pieces, teachers, homerooms, SCHOOLS, COUNTIES)


def register(rng: random.Random, unit: str, month: str) -> Register:
    """A unit's month; lists and awards name now and then an activity of nobody."""
    found = Register()
    year, number = int(month[:4]), int(month[5:])
    last = calendar.monthrange(year, number)[1]
    for serial in range(rng.randint(0, 7) if unit in ACTIVE else 1):
        day = date(year, number, rng.choice((5, 12, 20, last)))
        kind = rng.choice(TYPES)
        level = rng.choice(("city", "county", "county", "school", "downtown"))
        # One in ten takes a number that another month may have used.
        stem = "x" if rng.random() < 0.1 else month
        told = rng.choice(({}, {"attend_n": rng.randint(0, 90)}, {"teacher_n": 3, "pupil_n": 40}))
        row: Row = {
            "activity_id": f"{unit}-{stem}-{serial}",
            "title": rng.choice(TITLES),
            "activity_type": kind,
            "activity_level": level,
            "organiser_school": rng.choice(SCHOOLS[unit]) if level == "school" else None,
            "start_on": day,
            "end_on": day,
            "content_code": rng.choice("12345") if kind == "research" else None,
            "hours": float(rng.choice((6, 12, 20))) if kind in TRAININGS else None,
            "person_n": rng.choice((None, None, rng.randint(0, 12))),
            "county_codes": ";".join(rng.sample(COUNTIES, 3)) if rng.random() < 0.4 else None,
            "county_n": rng.choice((None, rng.randint(1, 9))),
            "city_school_n": rng.choice((None, rng.randint(0, 10))),
            "reached_school_codes": f"{SCHOOLS[unit][0]};9999999999"
            if kind == "outreach"
            else None,
            "benefit_n": rng.randint(10, 900) if kind == "outreach" else None,
            "explain_code": "verified" if rng.random() < 0.1 else None,
            **told,
        }
        if row["activity_id"] in {other["activity_id"] for other in found.rows}:
            continue
        found.rows.append(row)
        if rng.random() < 0.7:
            known = row["activity_id"] if rng.random() < 0.9 else f"{unit}-{month}-unknown"
            tokens = rng.sample(range(40), rng.randint(1, 12))
            found.lists += [
                {
                    "activity_id": known,
                    "staff_token": f"S{token:03}",
                    "attendee_role": rng.choice(("homeroom", "psych_teacher")),
                }
                for token in tokens
            ]
        if kind in CONTESTS:
            found.awards += [
                {
                    "activity_id": row["activity_id"],
                    "staff_token": f"S{token:03}",
                    "award_level": rng.choice(AWARDS),
                    "award_class": "first",
                }
                for token in rng.sample(range(40), rng.randint(0, 4))
            ]
    if unit == CITY_OWN:
        found.rows += notes(rng, month)
    return found


def notes(rng: random.Random, month: str) -> list[Row]:
    """A month's weekly notes: mostly one a week, now and then none, a pause, or the last number."""
    found: list[Row] = []
    day = date.fromisoformat(f"{month}-01")
    while f"{day:%Y-%m}" == month:
        week = (monday(day) - date(2026, 8, 31)).days // 7
        for series in NOTES[: 1 if month < "2026-10" else 2]:
            luck = rng.random()
            common = {
                "activity_id": f"{CITY_OWN}-{series}-{day:%m%d}",
                "title": f"{series}{day:%m%d}",
                "activity_type": series,
                "activity_level": "city",
                "start_on": day,
                "end_on": day,
            }
            if luck < 0.88:
                number = 50 + week - (luck < 0.1)
                views = None if luck > 0.8 else 1000 * number
                found.append({**common, "issue_no": number, "views_n": views})
            elif luck < 0.95:
                found.append({**common, "is_paused": True})
        day += timedelta(days=7)
    return found


def send(bench: WarehouseBench, told: Told) -> None:
    """Put everything into a fresh lake, as on the evening of KNOWN_AT's day before."""
    lake = bench.fresh_lake()
    pupils = {
        unit: [
            enrolment(code, unit, "4", "1", 400, homeroom_n=told.homerooms[unit] if first else 0)
            for first, code in zip((True, False), SCHOOLS[unit], strict=True)
        ]
        for unit in UNITS
    }
    posts = {
        unit: [
            staff(token, unit, SCHOOLS[unit][0]) for token, home in told.teachers if home == unit
        ]
        for unit in UNITS
    }
    office = [
        Sent("F00", AUTUMN, "3607", [school(c, u) for u in UNITS for c in SCHOOLS[u]]),
        *(Sent("F01", AUTUMN, unit, rows) for unit, rows in pupils.items()),
        *(
            Sent("F07", AUTUMN, unit, rows, nil=[c for c in SCHOOLS[unit] if c not in homes(rows)])
            for unit, rows in posts.items()
        ),
        *(
            Sent("F13", AUTUMN, unit, nil=() if rows else (unit,), further={"F13B": rows})
            for unit, rows in told.pieces.items()
        ),
    ]
    lake.batch(datetime(2026, 9, 12, 20), *office)
    lake.batch(
        datetime(2027, 2, 9, 20),
        *(
            Sent(
                "F11",
                month,
                unit,
                given.rows,
                nil=() if given.rows else (unit,),
                further={"F11P": given.lists, "F11A": given.awards},
            )
            for (unit, month), given in told.registers.items()
        ),
    )


def homes(rows: list[Row]) -> set[str]:
    return {row["school_code"] for row in rows}


@pytest.mark.parametrize("seed", SEEDS)
def test_activities_are_those_of_the_slow_calculation(bench: WarehouseBench, seed: int) -> None:
    told = made(seed)
    send(bench, told)
    bench.run(KNOWN_AT, "fct_figures")
    for month in MONTHS:
        last = calendar.monthrange(int(month[:4]), int(month[5:]))[1]
        recount = Recount(told, month, date(int(month[:4]), int(month[5:]), last))
        wanted = dict(recount.figures())
        got = {
            key: figure
            for key, figure in bench.figures(month).items()
            if key[:3] in {"M33", "M34", "M35", "M36", "M37", "M45"}
        }
        assert got.keys() == wanted.keys()
        assert {k: (v, wanted[k]) for k, v in got.items() if v != wanted[k]} == {}, month
