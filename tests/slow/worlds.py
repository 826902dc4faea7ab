"""A thousand histories in one city: schools, who is whose, and all files as batches of a lake.

It only arranges what histories say; the lake's own shape is ``lake_builder``'s.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from random import Random
from typing import Any

from tests.lake_builder import LakeBuilder, Sent
from tests.lake_rows import enrolment, school, tested
from tests.slow.days import first_of
from tests.slow.histories import Term, history
from tests.slow.registers import Filed

UNITS = (
    *("360702", "360703", "360704", "360722", "360723", "360724", "360725", "360726", "360728"),
    *("360729", "360730", "360731", "360732", "360733", "360734", "360735", "360781", "360783"),
    *("3607JK", "3607RJ", "3607SZ"),
)


@dataclass
class World:
    """The files of a term's histories; `homes` names the unit of each school."""

    term: Term
    homes: dict[str, str] = field(default_factory=dict)
    filed: list[Filed] = field(default_factory=list)

    def schools(self, unit: str) -> list[str]:
        """The schools of a unit, or of the whole city for 3607."""
        return [code for code, home in self.homes.items() if unit in (home, "3607")]

    def send(self, lake: LakeBuilder) -> None:
        """The register of schools, their pupils, then every file in the order it came."""
        opening = datetime.combine(first_of(self.term.months[0]), datetime.min.time())
        semesters = sorted({_semester(first_of(month)) for month in self.term.months})
        for number, semester in enumerate(semesters):
            names = [school(code, unit) for code, unit in self.homes.items()]
            pupils = [
                Sent("F01", semester, unit, [_pupils(c, unit, semester) for c in here])
                for unit in UNITS
                if (here := [code for code, home in self.homes.items() if home == unit])
            ]
            lake.batch(
                opening + timedelta(hours=number), Sent("F00", semester, "3607", names), *pupils
            )
        moments = sorted({one.received_at for one in self.filed})
        for moment in moments:
            here = [one for one in self.filed if one.received_at == moment]
            lake.batch(moment, *self._files(here))

    def _files(self, filed: Iterable[Filed]) -> list[Sent]:
        """One file a form, period and unit: the rows of its schools, and who reports nothing."""
        files: dict[tuple[str, str, str], list[Filed]] = {}
        for one in filed:
            files.setdefault((one.form_id, one.period, self.homes[one.school]), []).append(one)
        return [
            Sent(
                *key,
                rows=[row for one in parts for row in one.rows],
                nil=[one.school for one in parts if one.is_nil],
                refused=[one.school for one in parts if not one.is_accepted],
            )
            for key, parts in sorted(files.items())
        ]


@cache
def world(term: Term, count: int, seed: int) -> World:
    """`count` histories of a term, each with two schools of its own in two units."""
    made = World(term)
    for number in range(count):
        here, there = (f"2136{number * 2 + place:06d}" for place in (1, 2))
        told = history(seed, number, term, (here, there))
        schools = sorted({one.school for one in told})
        for place, code in enumerate(schools):
            made.homes[code] = UNITS[(number * (1, 5)[place] + place) % len(UNITS)]
        made.filed += told
        if term.name == "autumn":
            made.filed += _tests(Random(f"tests {seed} {number}"), number, schools)
    return made


def _tests(random: Random, number: int, schools: list[str]) -> list[Filed]:
    """Screening of the pupil: none, one school's, or or both's; some broken off, tried again."""
    filed = []
    for code in schools:
        day = date(2026, 9, 1) + timedelta(days=random.randrange(1, 45))
        total = random.choice((4.0, 9.0, 10.0, 16.0, None))
        row = tested(f"Pautumn{number}", code, "4", day, total)
        row["crisis_flag"] = random.random() < 0.1
        row["is_valid"] = False if total is None else None
        rows = (row, *_again(random, row)) if random.random() < 0.7 else ()
        sent_on = datetime(2026, 10, 16, 20) if random.random() < 0.8 else datetime(2026, 11, 7, 20)
        if random.random() < 0.95:
            filed.append(Filed(sent_on, "F02", "2026-2027-1R1", code, rows, is_nil=not rows))
    return filed


def _again(random: Random, row: dict[str, Any]) -> tuple[dict[str, Any], ...]:
    """A second attempt after one that gave nothing: near the last day for it, or never."""
    if row["total_score"] is not None or random.random() < 0.3:
        return ()
    day = row["test_date"] + timedelta(days=random.choice((0, 6, 29, 30, 30, 31, 40)))
    total = random.choice((4.0, 12.0, None))
    again = {"attempt_no": 2, "test_date": day, "total_score": total}
    return ({**row, **again, "is_valid": False if total is None else None},)


def _pupils(code: str, unit: str, semester: str) -> dict[str, Any]:
    return enrolment(code, unit, "4", "1", 50, semester=semester, archived_n=int(code) % 51)


def _semester(day: date) -> str:
    start = day.year if day.month >= 9 else day.year - 1
    return f"{start}-{start + 1}-{1 if day.month >= 9 or day.month == 1 else 2}"
