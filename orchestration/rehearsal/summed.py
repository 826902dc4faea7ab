"""The one school of the rehearsal city that sends its screening as counts (F03), not row by row.

Its counts are those of the rows it would have sent; who sits what is in `screening`.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from orchestration.rehearsal.city import City, School
from orchestration.rehearsal.enrolment import Row, census_day
from orchestration.rehearsal.planting import Desk
from orchestration.rehearsal.submissions import ScopeRow, Submission, screening_of
from validations.code_lists import label_of

ROUND = "2026-2027-1R1"
SENT_ON = date(2026, 11, 4)
# Of this unit three schools send rows; the fourth sends counts, and the third both.
UNIT, SUMMED, BOTH = "360726", 3, 2
_LEVELS = {"正常": "normal_n", "轻度": "mild_n", "中度": "moderate_n", "重度": "severe_n"}
_COMBINATION = ("instrument", "instrument_version", "norm_set", "score_scale")


def put_summed_screening(desk: Desk, city: City) -> None:
    """Lay the file on the desk, with one grade of a school that has sent its rows as well."""
    schools = city.of_unit(UNIT, census_day(ROUND[:11]))
    both = summed_rows(schools[BOTH])
    doubled = [row for row in both if row["grade"] == both[-1]["grade"]]
    rows = [*summed_rows(schools[SUMMED]), *doubled]
    name = label_of("unit", UNIT)
    file = desk.put(
        Submission(
            sent_on=SENT_ON,
            form_id="F03",
            period=ROUND,
            unit_code=UNIT,
            path=f"{name}/{name}筛查汇总{ROUND}.xlsx",
            format="xlsx",
            rows=tuple(rows),
            scope=tuple(ScopeRow(s.code, s.name) for s in (schools[SUMMED], schools[BOTH])),
        )
    )
    for index in range(len(rows) - len(doubled), len(rows)):
        desk.mark(
            "已报明细又报汇总", file, ("X95",), "必改", "warehouse", index=index, column="grade"
        )


def summed_rows(school: School) -> list[Row]:
    """The rows of F03 of one school: counts of pupils by grade, sex and instrument."""
    cells: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in screening_of(school, ROUND):
        cells[row["grade"], row["sex"], *(row[name] for name in _COMBINATION)].append(row)
    return [_row(school, key, rows) for key, rows in cells.items()]


def _row(school: School, key: tuple[str, ...], rows: list[Row]) -> Row:
    tested = [row for row in rows if row["consent"] == "同意"]
    # Of two tries the one that holds counts.
    level_of = {row["pupil_token"]: row["level"] for row in tested if row["is_valid"] == "是"}
    levels = list(level_of.values())
    days = sorted(row["test_date"] for row in tested)
    grade, sex, *combination = key
    return {
        "round_id": ROUND,
        "school_code": school.code,
        "grade": grade,
        "sex": sex,
        **dict(zip(_COMBINATION, combination, strict=True)),
        "tested_n": str(len({row["pupil_token"] for row in tested})),
        "valid_n": str(len(levels)),
        "refused_n": str(sum(row["consent"] != "同意" for row in rows)),
        **{column: str(levels.count(level)) for level, column in _LEVELS.items()},
        "started_on": days[0] if days else "",
        "ended_on": days[-1] if days else "",
        "explain_code": "",
        "explain": "",
    }
