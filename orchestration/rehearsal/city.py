"""The schools of the rehearsal city and how many pupils each takes in: one value from one seed.

What the schools report is in `enrolment`, `staff` and `screening`; nothing is written here.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from orchestration.rehearsal.names import places, school_name

SEED = 2026
FIRST_YEAR = 2025

# Pupils of one sex a grade takes in, by kind and size.
_INTAKE = {
    "primary_xl": 84, "primary_l": 52, "primary_m": 20, "primary_s": 9, "primary_0": 0,
    "nine_year": 15, "nine_year_s": 4, "junior_xl": 150, "junior_l": 54, "junior_m": 30,
    "complete": 33, "senior_xl": 150, "senior": 60, "vocational": 36, "special": 3,
    "kindergarten": 17,
}  # fmt: skip
_EXACT_INTAKE = 66
# Kind -> category code and stages.
_KINDS = {
    "primary": ("21", ("primary",)),
    "nine_year": ("31", ("primary", "junior")),
    "junior": ("31", ("junior",)),
    "complete": ("34", ("junior", "senior")),
    "senior": ("34", ("senior",)),
    "vocational": ("36", ("vocational",)),
    "special": ("51", ("special",)),
    "kindergarten": ("11", ("preschool",)),
}
_COUNTY = "primary_m primary_m nine_year junior_m complete"
_SMALL_COUNTY = "primary_m primary_s nine_year complete"
_PLAN = {
    "360702": "primary_xl primary_xl primary_l primary_m primary_m nine_year junior_l complete "
    "kindergarten special",
    "3607JK": "primary_l primary_m nine_year junior_m kindergarten",
    "3607RJ": "primary_s nine_year_s primary_0",
    "360704": "primary_xl primary_m primary_m nine_year junior_m complete vocational",
    "360703": "primary_xl primary_l primary_m primary_m nine_year junior_l senior vocational "
    "kindergarten",
    "360722": "primary_l primary_m primary_s nine_year junior_l complete",
    "360723": _COUNTY,
    "360724": _COUNTY,
    "360725": _SMALL_COUNTY,
    "360726": _COUNTY,
    "360783": _COUNTY,
    "360728": _SMALL_COUNTY,
    "360729": "primary_m primary_s complete special",
    "360730": "primary_l primary_m primary_s nine_year junior_xl complete vocational",
    "360731": "primary_xl primary_l primary_m nine_year junior_l senior_xl vocational kindergarten",
    "360732": "primary_l primary_m primary_m nine_year junior_l complete kindergarten",
    "360733": _COUNTY,
    "360734": _SMALL_COUNTY,
    "360735": _SMALL_COUNTY,
    "360781": "primary_xl primary_m primary_m nine_year junior_l complete",
    "3607SZ": "primary_l junior_xl complete senior_xl senior vocational special",
}


@dataclass(frozen=True)
class School:
    """One school; `intake` is pupils of one sex a grade takes in each year, about.

    `lineage` is the code its pupils were first counted under (another one after a change of
    category); `exact_total` fixes the pupils of the last school year, `points` are teaching
    """

    code: str
    name: str
    unit_code: str
    kind: str
    category: str
    stages: tuple[str, ...]
    intake: int
    lineage: str
    opened_on: date = date(2005, 9, 1)
    closed_on: date | None = None
    merged_into: str | None = None
    exact_total: int | None = None
    points: tuple[str, ...] = ()
    renamed_to: str | None = None
    absorbs: tuple[School, ...] = ()

    def is_open(self, on: date) -> bool:
        """Whether the school stands on a day; the closing day is its last."""
        return self.opened_on <= on and (self.closed_on is None or on <= self.closed_on)


@dataclass(frozen=True)
class City:
    """All schools of the city, closed and coming ones included."""

    schools: tuple[School, ...]

    @property
    def unit_codes(self) -> tuple[str, ...]:
        """The units that have schools, in official order."""
        return tuple(_PLAN)

    def of_unit(self, unit_code: str, on: date) -> tuple[School, ...]:
        """The schools of a unit open on a day."""
        return tuple(s for s in self.schools if s.unit_code == unit_code and s.is_open(on))

    def by_role(self, role: str) -> School:
        """The school that plays a part in the imperfections, as `exactly_800` or `merged`."""
        return next(school for school in self.schools if school.code == _ROLES[role])


# Schools with a part to play; codes follow from the plan (unit's place, school's place).
_ROLES = {
    "exactly_800": "2136900601",
    "over_800": "2136901601",
    "no_pupils": "2136900303",
    "renamed": "2136900701",
    "becomes_nine_year": "2136900802",
    "nine_year_after": "3136900806",
    "closed": "2136901302",
    "with_points": "2136901403",
    "merged": "2136901202",
    "merged_with": "2136901201",
}


def build_city(seed: int = SEED) -> City:
    """The city of a seed: equal seeds give equal cities."""
    rng = random.Random(f"city {seed}")  # noqa: S311 - invented data, no secret
    names = places(rng)
    schools = []
    for unit_no, (unit_code, plan) in enumerate(_PLAN.items(), start=1):
        for school_no, size in enumerate(plan.split(), start=1):
            kind = re.sub(r"_(xl|l|m|s|0)$", "", size)
            category, stages = _KINDS[kind]
            code = f"{category}3690{unit_no:02d}{school_no:02d}"
            intake = round(_INTAKE[size] * rng.uniform(0.85, 1.15))
            schools.append(
                School(
                    code=code,
                    name=school_name(kind, next(names), rng),
                    unit_code=unit_code,
                    kind=kind,
                    category=category,
                    stages=stages,
                    intake=intake,
                    lineage=code,
                )
            )
    return City(tuple(_with_history(schools, next(names))))


def _with_history(schools: list[School], new_place: str) -> list[School]:
    """Give the schools with a part to play their history: renamed, merged, closed, exact."""
    role = {
        name: next((s for s in schools if s.code == code), None) for name, code in _ROLES.items()
    }
    changed: dict[str, School] = {}

    def change(name: str, **history: Any) -> School:
        school = role[name]
        assert school is not None, name
        changed[school.code] = replace(school, **history)
        return changed[school.code]

    last_day, gone = date(2026, 8, 31), date(2026, 3, 1)
    change("exactly_800", exact_total=800, intake=_EXACT_INTAKE)
    change("over_800", exact_total=801, intake=_EXACT_INTAKE)
    change("renamed", renamed_to=f"{new_place}实验小学")
    change("with_points", points=("01", "02"))
    change("closed", closed_on=gone)
    merged = change("merged", closed_on=last_day, merged_into=_ROLES["merged_with"])
    change("merged_with", absorbs=(merged,))
    before = change("becomes_nine_year", closed_on=last_day, merged_into=_ROLES["nine_year_after"])
    after = replace(
        before,
        code=_ROLES["nine_year_after"],
        name=before.name.removesuffix("小学").rstrip("第一二三实验中心") + "学校",
        kind="nine_year",
        category="31",
        stages=("primary", "junior"),
        opened_on=date(2026, 9, 1),
        closed_on=None,
        merged_into=None,
    )
    aged = [changed.get(school.code, school) for school in schools]
    return [*aged, after]
