"""The cases of a rehearsal term, written down by hand: what happened, and which nights name them.

2026-09-04 is a Friday, as is every push. What a case is called overdue for is reckoned on paper
here, never computed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

UNITS = ("360702", "360704", "3607SZ")
SCHOOLS = {
    "2136000001": "360702",
    "2136000002": "360702",
    "2136000003": "360704",
    "2136000004": "360704",
    "2136000005": "3607SZ",
    "2136000006": "3607SZ",
}
FIRST_NIGHT, LAST_NIGHT = date(2026, 9, 1), date(2026, 12, 29)
FRIDAYS = tuple(date(2026, 9, 4) + timedelta(weeks=week) for week in range(17))
Dated = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class PlannedCase:
    """One case: days as '10-09', nights as the first and the last that must name it."""

    school: str
    serial: int
    pupil: int
    opened: str
    levels: Dated
    contacts: tuple[str, ...]
    nights: tuple[str, str] | None = None
    days_at_first: int = 0
    statuses: Dated = ()
    lost: tuple[str, ...] = ()
    first_told: str = ""
    last_told: str = "12-31"
    why: str = ""

    @property
    def case_id(self) -> str:
        """Its number."""
        return f"{self.school}-2026-{self.serial:03d}"

    def is_named_in(self, night: date) -> bool:
        """Whether the list of that night must name it."""
        if self.nights is None:
            return False
        return day(self.nights[0]) <= night <= day(self.nights[1])


def day(text: str) -> date:
    """'10-09' in 2026."""
    return date.fromisoformat(f"2026-{text}")


def fridays(first: str, last: str = "12-25", weeks: int = 1) -> tuple[str, ...]:
    """Every so many Fridays."""
    found = [friday for friday in FRIDAYS if day(first) <= friday <= day(last)]
    return tuple(f"{friday:%m-%d}" for friday in found[::weeks])


END = "12-29"
PLANTED = (
    PlannedCase(
        "2136000001",
        1,
        1,
        "09-04",
        (("重度", "09-04"),),
        (*fridays("09-11", "10-02"), *fridays("10-16")),
        ("10-10", "10-16"),
        1,
        why="one week left out: due on 9 October, met on the 16th",
    ),
    PlannedCase(
        "2136000002",
        1,
        2,
        "09-11",
        (("中度", "09-11"),),
        ("09-25", "10-09", *fridays("11-06", weeks=2)),
        ("10-26", "11-06"),
        3,
        why="due on 23 October, two days of grace end on Sunday the 25th",
    ),
    PlannedCase(
        "2136000003",
        1,
        3,
        "09-04",
        (("轻度", "09-04"),),
        ("10-02",),
        ("11-05", END),
        4,
        why="thirty days after 2 October is 1 November, three days of grace",
    ),
    PlannedCase(
        "2136000004",
        1,
        4,
        "09-11",
        (("重度", "09-11"),),
        fridays("10-23"),
        ("09-19", "10-23"),
        1,
        lost=fridays("09-18", "10-16"),
        why="tried every week and not reached",
    ),
    PlannedCase(
        "2136000005",
        1,
        5,
        "09-18",
        (("中度", "09-18"), ("重度", "10-05")),
        ("10-02", *fridays("10-16")),
        ("10-13", "10-16"),
        1,
        why="a rise on 5 October makes it due on the 12th instead of the 16th",
    ),
    PlannedCase(
        "2136000006",
        1,
        6,
        "09-04",
        (("重度", "09-04"),),
        (*fridays("09-11", "09-25"), *fridays("11-20")),
        ("11-17", "11-20"),
        1,
        statuses=(("在册", "09-04"), ("休学", "09-28"), ("复学", "11-09")),
        why="back on 9 November, not seen within the week; never named while away",
    ),
    PlannedCase(
        "2136000001",
        2,
        7,
        "09-04",
        (("重度", "09-04"),),
        fridays("09-11", "10-16"),
        ("10-24", "10-29"),
        1,
        statuses=(("在册", "09-04"), ("结案", "10-28")),
        why="missed on 23 October; closed on the 28th, told on the 30th",
    ),
    PlannedCase(
        "2136000003",
        2,
        8,
        "09-04",
        (("重度", "09-04"),),
        (),
        ("09-12", END),
        1,
        why="nobody ever came",
    ),
    PlannedCase(
        "2136000002",
        2,
        9,
        "09-04",
        (("重度", "09-04"),),
        fridays("09-11", "10-09"),
        statuses=(("在册", "09-04"), ("转出", "10-14")),
        why="moved in the middle of the interval: nothing is due here any more",
    ),
    PlannedCase(
        "2136000004",
        2,
        9,
        "10-14",
        (("重度", "10-14"),),
        fridays("10-30"),
        ("10-22", "10-30"),
        1,
        why="the same pupil at the new school, first seen after sixteen days",
    ),
    PlannedCase(
        "2136000005",
        2,
        10,
        "10-01",
        (("重度", "10-01"),),
        fridays("10-23"),
        ("10-23", "10-23"),
        15,
        first_told="10-23",
        why="in the books since 1 October, told only on the 23rd: named that very night",
    ),
    PlannedCase(
        "2136000006",
        2,
        11,
        "09-11",
        (("重度", "09-11"),),
        fridays("09-18", "10-30"),
        ("11-07", END),
        1,
        last_told="10-30",
        why="vanished from the register in November, and goes on all the same",
    ),
)
CAREFUL = (
    PlannedCase(
        "2136000003",
        3,
        12,
        "09-18",
        (("中度", "09-18"), ("重度", "11-13")),
        (*fridays("10-02", "10-30", 2), *fridays("11-13")),
        why="a rise with a contact on the day itself",
    ),
    PlannedCase(
        "2136000004",
        3,
        13,
        "09-11",
        (("重度", "09-11"), ("正常", "11-09")),
        fridays("09-18", "11-06"),
        why="well again since 9 November",
    ),
    PlannedCase(
        "2136000002",
        3,
        14,
        "09-09",
        (("中度", "09-09"),),
        ("09-25", "10-07", "10-23", "11-06", "11-18", "12-04", "12-18"),
        why="on the very last day of the grace three times",
    ),
    *(
        PlannedCase(
            school,
            10 + number,
            100 * number + int(school[-1]),
            opened,
            ((level, opened),),
            fridays(opened, weeks=weeks)[1:],
        )
        for school in SCHOOLS
        for number, (level, weeks, opened) in enumerate(
            (
                ("重度", 1, "09-04"),
                ("重度", 1, "10-23"),
                ("中度", 2, "09-04"),
                ("中度", 2, "09-18"),
                ("轻度", 4, "09-11"),
                ("轻度", 4, "10-02"),
            ),
            start=1,
        )
    ),
)
CASES = (*PLANTED, *CAREFUL)
