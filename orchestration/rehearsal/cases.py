"""The pupils the rehearsal city looks after: one value a case, its whole history from one seed.

When a case is met is in `contacts`, which rows it gives a month in `case_files`; faults are
planted in `case_faults`, not here.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from orchestration.rehearsal.city import SEED, City, School
from orchestration.rehearsal.enrolment import LAST_YEAR, Cohort
from orchestration.rehearsal.screening import due_cohorts
from validations.school_days import working_day_after

# The last day a case can open and still stand in the register of October.
LAST_OPENING = date(2026, 11, 3)
_TERM_STARTS = date(2026, 9, 2)
# Share of the schools that look for cases beside the screening, and of their pupils who are one.
_LOOKING, _OTHERWISE_KNOWN = 0.5, 0.013
_OTHER_SOURCES = ("teacher", "teacher", "teacher", "self", "parent", "medical")
_OTHER_LEVELS = ("mild",) * 6 + ("moderate",) * 10 + ("severe",) * 4
_NO_PLAN_YET, _NO_ACK = 0.04, 0.05


@dataclass(frozen=True)
class Flagged:
    """A pupil whose screening calls for a case: where, when first, and how grave."""

    token: str
    school_code: str
    tested_on: date
    level: str


@dataclass(frozen=True)
class Case:
    """One case; `levels` and `statuses` are (day, code) in the order of their days.

    `acks` are the days the principal, the psychology teacher and the homeroom teacher were
    told. Days are None where it has not happened.
    """

    case_id: str
    school_code: str
    unit_code: str
    token: str
    opened_on: date
    source: str
    levels: tuple[tuple[date, str], ...]
    statuses: tuple[tuple[date, str], ...]
    plan_on: date | None
    owner: str
    acks: tuple[date | None, date | None, date | None]
    parent_on: date | None
    close_reason: str = ""

    @property
    def is_renumbered(self) -> bool:
        """Whether the number is that of another school, merged into this one or become it."""
        return not self.case_id.startswith(self.school_code)

    def level_on(self, day: date) -> tuple[date, str]:
        """Since when and at which level the case stands on a day; the first level before it."""
        return max((pair for pair in self.levels if pair[0] <= day), default=self.levels[0])

    def status_on(self, day: date) -> tuple[date, str]:
        """Since when and in which status the case stands on a day."""
        return max((pair for pair in self.statuses if pair[0] <= day), default=self.statuses[0])


def cases_of(
    city: City, flagged: Iterable[Flagged], staff: dict[str, tuple[str, ...]]
) -> tuple[Case, ...]:
    """Every case of the autumn of 2026; `staff` has the people in post of each school.

    Numbers run by school and year in the order of the opening days.
    """
    open_schools = [s for s in city.schools if s.is_open(LAST_OPENING)]
    by_code = {school.code: school for school in open_schools}
    screened = {pupil.token: pupil for pupil in flagged if pupil.school_code in by_code}
    drafts = [_screened(by_code[pupil.school_code], pupil, staff) for pupil in screened.values()]
    for school in open_schools:
        is_new = bool(school.absorbs) or school.code != school.lineage
        if not is_new and _rng("looking", school.lineage).random() >= _LOOKING:
            continue
        for cohort in due_cohorts(school, LAST_YEAR):
            drafts += _otherwise(cohort, screened.keys(), staff)
    return tuple(_numbered(drafts))


def _screened(school: School, pupil: Flagged, staff: dict[str, tuple[str, ...]]) -> Case:
    rng = _rng("case", pupil.token)
    opened = min(_later(pupil.tested_on, rng.randint(1, 4)), LAST_OPENING)
    return _case(school, school.code, pupil.token, "screening", opened, opened, pupil.level, staff)


def _otherwise(
    cohort: Cohort, screened: Iterable[str], staff: dict[str, tuple[str, ...]]
) -> Iterator[Case]:
    """Cases a teacher, a parent, a clinic or the pupil brought up; most are of last spring."""
    rng = _rng("otherwise", cohort.lineage, cohort.stage, cohort.entry_year, cohort.sex)
    known = set(screened)
    for number in range(cohort.size - sum(cohort.away)):
        if rng.random() >= _OTHERWISE_KNOWN or cohort.token(number) in known:
            continue
        is_old = rng.random() < 0.6 and cohort.entry_year < LAST_YEAR
        first = date(2026, 3, 4) if is_old else _TERM_STARTS
        opened = _later(first, rng.randint(1, 80 if is_old else 35))
        # Every running case is levelled anew when the term starts.
        levelled = max(opened, _later(_TERM_STARTS, rng.randint(0, 3)))
        prefix = cohort.lineage if is_old else cohort.school.code
        source, level = rng.choice(_OTHER_SOURCES), rng.choice(_OTHER_LEVELS)
        token = cohort.token(number)
        yield _case(cohort.school, prefix, token, source, opened, levelled, level, staff)


def _case(
    school: School,
    prefix: str,
    token: str,
    source: str,
    opened: date,
    levelled: date,
    level: str,
    staff: dict[str, tuple[str, ...]],
) -> Case:
    rng = _rng("care", token)
    needs_plan = level != "mild" and rng.random() >= _NO_PLAN_YET
    acks = [_later(levelled, rng.randint(1, 4)) for _ in range(3)]
    return Case(
        case_id=prefix,
        school_code=school.code,
        unit_code=school.unit_code,
        token=token,
        opened_on=opened,
        source=source,
        levels=((levelled, level),),
        statuses=((levelled, "open"),),
        plan_on=_later(levelled, rng.randint(2, 9)) if needs_plan else None,
        owner=rng.choice(staff[school.code]),
        acks=(acks[0], acks[1], acks[2] if rng.random() >= _NO_ACK else None),
        parent_on=_later(levelled, rng.randint(1, 6)) if rng.random() < 0.8 else None,
    )


def _numbered(drafts: list[Case]) -> Iterator[Case]:
    """The cases with their numbers; until then `case_id` holds the school that numbers them."""
    counts: Counter[tuple[str, int]] = Counter()
    for case in sorted(drafts, key=lambda case: (case.case_id, case.opened_on, case.token)):
        counts[case.case_id, case.opened_on.year] += 1
        serial = counts[case.case_id, case.opened_on.year]
        yield replace(case, case_id=f"{case.case_id}-{case.opened_on.year}-{serial:03d}")


def _later(day: date, working_days: int) -> date:
    later = working_day_after(day, working_days) if working_days else day
    assert later is not None, "the calendar ends after the rehearsal"
    return later


def _rng(*parts: object) -> random.Random:
    return random.Random(" ".join(map(str, (SEED, *parts))))  # noqa: S311 - invented data
