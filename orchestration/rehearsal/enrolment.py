"""Pupils of the rehearsal city by cohort, and the rows of F01 and F00 that follow from them.

Results of screenings are in `screening`; a pupil here is a token and a place, nothing more.
"""

from __future__ import annotations

import hashlib
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from orchestration.rehearsal.city import SEED, City, School
from validations.code_lists import label_of, read_seed
from validations.tokens import make_token

LAST_YEAR = 2026
SEXES = ("1", "2")
_GRADES = {
    "preschool": ("K1", "K2", "K3"),
    "primary": ("1", "2", "3", "4", "5", "6"),
    "junior": ("7", "8", "9"),
    "senior": ("10", "11", "12"),
    "vocational": ("V1", "V2", "V3"),
    "special": ("1", "2", "3", "4", "5", "6", "7", "8", "9"),
}
_CLASS_SIZE = 46
Row = dict[str, str]


@dataclass(frozen=True)
class Cohort:
    """Pupils of one sex who entered a stage of a school in one year and stay together."""

    school: School
    stage: str
    grade: str
    sex: str
    entry_year: int
    lineage: str
    size: int

    @property
    def away(self) -> tuple[int, int, int]:
        """How many are suspended, kept on the roll, exempt; the last ones of the cohort."""
        rng = _rng("away", self.lineage, self.stage, self.entry_year, self.sex)
        return tuple(int(self.size > 5 and rng.random() < odds) for odds in (0.12, 0.04, 0.05))  # type: ignore[return-value]

    def token(self, number: int) -> str:
        """The token of a pupil, the same in every year."""
        return _token(self.lineage, self.stage, self.entry_year, self.sex, number)


@cache
def _token(lineage: str, stage: str, entry_year: int, sex: str, number: int) -> str:
    who = f"{SEED} {lineage} {stage} {entry_year} {sex} {number}"
    digest = hashlib.blake2b(who.encode(), digest_size=8).digest()
    return make_token("P", int.from_bytes(digest))


def year_of(period: str) -> int:
    """The year a semester's or round's school year begins in."""
    return int(period[:4])


@cache
def census_day(semester: str) -> date:
    """The day on which a semester's pupils and schools are counted."""
    rows = read_seed("calendar_semester").filter(semester=semester)
    return date.fromisoformat(rows["census_on"][0])


def cohorts(school: School, year: int) -> Iterator[Cohort]:
    """The cohorts of a school in the school year that begins in `year`."""
    for stage in school.stages:
        for years_in, grade in enumerate(_GRADES[stage]):
            for sex in SEXES:
                entry = year - years_in
                sources = [school, *(s for s in school.absorbs if not s.is_open(date(year, 9, 1)))]
                for source in sources:
                    if stage in source.stages and (size := _size(source, stage, entry, sex)):
                        yield Cohort(school, stage, grade, sex, entry, source.lineage, size)


@cache
def _size(school: School, stage: str, entry_year: int, sex: str) -> int:
    if school.code != school.lineage and stage != "primary" and entry_year < school.opened_on.year:
        return 0
    is_filler = (stage, entry_year, sex) == (school.stages[0], LAST_YEAR, "1")
    if school.exact_total is not None and is_filler:
        years = [(g, LAST_YEAR - y) for g in school.stages for y, _ in enumerate(_GRADES[g])]
        rest = [
            _size(school, g, year, s)
            for g, year in years
            for s in SEXES
            if (g, year, s) != (stage, entry_year, sex)
        ]
        return school.exact_total - sum(rest)
    spread = _rng("size", school.lineage, stage, entry_year, sex).uniform(0.9, 1.1)
    return round(school.intake * spread)


def enrolment_rows(school: School, semester: str) -> list[Row]:
    """The rows of F01 of one school, as its clerk would type them."""
    pupils: dict[tuple[str, str, str], list[Cohort]] = defaultdict(list)
    for cohort in cohorts(school, year_of(semester)):
        pupils[cohort.stage, cohort.grade, cohort.sex].append(cohort)
    rows = []
    for stage, grade in dict.fromkeys((stage, grade) for stage, grade, _ in pupils):
        total = sum(c.size for sex in SEXES for c in pupils[stage, grade, sex])
        for sex in SEXES:
            here = pupils[stage, grade, sex]
            rows += _rows_of_cell(school, semester, stage, grade, sex, here, total)
    return rows


def _rows_of_cell(
    school: School, semester: str, stage: str, grade: str, sex: str, here: list[Cohort], total: int
) -> list[Row]:
    size = sum(cohort.size for cohort in here)
    at_points = size // 4 if grade in {"1", "2"} else 0
    rows = [
        _row(school, semester, stage, grade, sex, point, at_points, (0, 0, 0), None)
        for point in school.points
        if at_points
    ]
    main = size - sum(1 for _ in rows) * at_points
    away = tuple(sum(cohort.away[i] for cohort in here) for i in range(3))
    classes = max(1, round(total / _CLASS_SIZE)) if sex == "1" else None
    return [_row(school, semester, stage, grade, sex, "", main, away, classes), *rows]


def _row(
    school: School,
    semester: str,
    stage: str,
    grade: str,
    sex: str,
    point: str,
    size: int,
    away: tuple[int, ...],
    classes: int | None,
) -> Row:
    rng = _rng("cell", school.code, semester, stage, grade, sex, point)
    boards = {"primary": 0.05, "junior": 0.35, "senior": 0.6, "vocational": 0.7}.get(stage, 0.0)
    is_small = classes is not None and (size * 2) / classes < 12
    return {
        "semester": semester,
        "unit_code": label_of("unit", school.unit_code),
        "school_code": school.code,
        "point_no": point,
        "stage": label_of("stage", stage),
        "grade": label_of("grade", grade),
        "sex": label_of("sex", sex),
        "enrolled_n": str(size),
        "boarding_n": str(int(size * boards * rng.uniform(0.6, 1.0))),
        "left_behind_n": str(int(size * rng.uniform(0.05, 0.4))),
        "suspended_n": str(away[0]),
        "retained_n": str(away[1]),
        "exempt_n": str(away[2]),
        "archived_n": str(int(size * rng.uniform(0.85, 1.0))),
        "class_n": "" if classes is None else str(classes),
        "homeroom_n": "" if classes is None else str(classes),
        # Special schools and small ones do have classes of three: a reason is given.
        "explain_code": "已核实无误" if is_small or (point and sex == "1") else "",
        "explain": "",
    }


def register_rows(city: City, semester: str) -> list[Row]:
    """The rows of F00 as the city office sends them: every school known by then."""
    on = census_day(semester)
    is_renamed = semester != "2025-2026-1"
    return [
        {
            "school_code": school.code,
            "school_name": (is_renamed and school.renamed_to) or school.name,
            "unit_code": label_of("unit", school.unit_code),
            "category": label_of("school_category", school.category),
            "stages": "；".join(label_of("stage", stage) for stage in school.stages),
            "opened_on": school.opened_on.isoformat(),
            "closed_on": school.closed_on.isoformat()
            if school.closed_on and school.closed_on <= on
            else "",
            "merged_into": (school.merged_into or "")
            if school.closed_on and school.closed_on <= on
            else "",
            "explain_code": "",
            "explain": "",
        }
        for school in city.schools
        if school.opened_on <= on
    ]


def _rng(*parts: object) -> random.Random:
    return random.Random(" ".join(map(str, (SEED, *parts))))  # noqa: S311 - invented data
