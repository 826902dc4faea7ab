"""Registers and follow-ups of six schools with every fault of the list in them, once each.

September is sound; October carries the faults. What must be said of them stands in the test.
"""

from __future__ import annotations

from datetime import datetime

from orchestration.intake import Intake, IntakeReport
from orchestration.settings import Settings
from tests.filled_workbooks import Row
from tests.pipeline.term_cases import SCHOOLS, UNITS
from tests.pipeline.term_files import lay, lay_beginnings, lay_register, staff_of
from validations.tokens import make_token

ONE, TWO, THREE, FOUR, FIVE, SIX = SCHOOLS
GONE = make_token("S", 77)
TERM_START = datetime(2026, 9, 8, 20)
SEPTEMBER_DAY, OCTOBER_DAY = datetime(2026, 10, 2, 20), datetime(2026, 11, 3, 20)


def number(school: str, serial: int) -> str:
    """A case number of a school."""
    return f"{school}-2026-{serial:03d}"


def case(school: str, serial: int, pupil: int, opened: str = "09-07", **given: str | None) -> Row:
    """A moderate case without a fault."""
    day = f"2026-{opened}"
    return {
        "case_id": number(school, serial),
        "school_code": school,
        "pupil_token": make_token("P", pupil),
        "opened_on": day,
        "entry_source": "教师提名",
        "level": "中度",
        "level_on": day,
        "plan_on": day,
        "owner_token": staff_of(school),
        **dict.fromkeys(("ack_principal_on", "ack_psych_on", "ack_homeroom_on"), day),
        "status": "在册",
        "status_on": day,
        **given,
    }


def contact(school: str, serial: int, seq: int, day: str, **given: str | None) -> Row:
    """An interview by the school's own teacher."""
    return {
        "case_id": number(school, serial),
        "school_code": school,
        "event_seq": seq,
        "event_on": f"2026-{day}",
        "contact_source": "计划随访",
        "mode": "面谈",
        "minutes": 40,
        "by_token": staff_of(school),
        "outcome": "平稳",
        **given,
    }


SEPTEMBER = [
    case(ONE, 1, 1),
    case(ONE, 2, 2),
    case(TWO, 1, 4),
    case(TWO, 2, 5),
    case(THREE, 1, 6),
    case(FOUR, 1, 8),
    case(FOUR, 2, 9),
    case(FIVE, 1, 10),
]
SEPTEMBER_CONTACTS = [
    contact(row["school_code"], int(row["case_id"][-3:]), 1, "09-21") for row in SEPTEMBER
]
CLOSED = {"status": "结案", "status_on": "2026-10-10", "close_reason": "其他"}
OCTOBER = [
    case(ONE, 1, 1),
    case(ONE, 2, 2, **CLOSED),
    case(ONE, 3, 3, "10-08"),
    # Grave since 20 October, and no follow-up says so; one in school 2 says so, and no register.
    case(TWO, 1, 4, level="重度", level_on="2026-10-20"),
    case(TWO, 2, 5, owner_token=GONE),
    case(THREE, 1, 6),
    # 重度 without owner: the row cannot count. 中度 without owner and plan: it counts.
    case(THREE, 2, 7, "10-08", level="重度", owner_token=None),
    case(THREE, 3, 11, "10-08", owner_token=None, plan_on=None),
    # The number of another school; a pupil another county follows up as well.
    case(THREE, 9, 12, case_id=number(ONE, 1)),
    case(THREE, 4, 1, "10-08"),
    case(FIVE, 1, 10),
]
OCTOBER_CONTACTS = [
    contact(ONE, 1, 1, "10-05"),
    contact(ONE, 2, 1, "10-05"),
    contact(ONE, 2, 2, "10-20"),
    contact(ONE, 3, 1, "10-05"),
    contact(ONE, 99, 1, "10-12"),
    contact(TWO, 1, 1, "10-05"),
    contact(TWO, 1, 2, "10-19", by_token=GONE),
    contact(TWO, 2, 1, "10-05"),
    contact(TWO, 2, 2, "10-12", new_level="重度"),
    contact(THREE, 1, 1, "10-05"),
    contact(FIVE, 1, 1, "10-05"),
]
LAST_YEAR = {name: str(value).replace("2026", "2025") for name, value in case(SIX, 1, 20).items()}


def by_unit(settings: Settings, form_id: str, month: str, rows: list[Row]) -> None:
    """One workbook a unit; schools without rows say 零报告."""
    for unit in UNITS:
        here = [row for row in rows if SCHOOLS[row["school_code"]] == unit]
        lay(settings, form_id, month, unit, here)


def send(settings: Settings) -> list[IntakeReport]:
    """The beginnings, a sound September, October with its faults: three evenings."""
    lay_register(settings)
    lay_beginnings(settings, left={TWO: (GONE, "2026-10-12")})
    reports = [Intake(settings).run(TERM_START)]
    by_unit(settings, "F04", "2026-09", SEPTEMBER)
    by_unit(settings, "F05", "2026-09", SEPTEMBER_CONTACTS)
    reports.append(Intake(settings).run(SEPTEMBER_DAY))
    by_unit(settings, "F04", "2026-10", OCTOBER)
    by_unit(settings, "F05", "2026-10", OCTOBER_CONTACTS)
    lay(settings, "F04", "2025-09", "3607SZ", [LAST_YEAR])
    reports.append(Intake(settings).run(OCTOBER_DAY))
    return reports
