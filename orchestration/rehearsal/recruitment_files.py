"""What the units of the rehearsal city say of posts planned and filled in 2026 (F08).

Who came in is the roster's (`staff`): hired are those it tells of, so that the two agree but for
the one unit spoilt on purpose.
"""

from __future__ import annotations

from collections import Counter
from datetime import date

from orchestration.rehearsal.city import City
from orchestration.rehearsal.enrolment import Row
from orchestration.rehearsal.planting import Desk
from orchestration.rehearsal.staff import posts_of
from orchestration.rehearsal.submissions import ScopeRow, Submission
from validations.code_lists import label_of

PERIOD, YEAR = "2026Q3", 2026
CITY_OFFICE = "3607SZ"
_SENT_ON, _LATE_ON = date(2026, 10, 5), date(2026, 11, 4)
_LATE, _SILENT = {"360733"}, {"360734"}
# The province's plan for the year, as the city office knows it.
_PROVINCE_PLAN = 14
# Of this unit the form tells of one more than the roster does.
_NOT_YET_IN_POST = "360781"


def recruitment_submissions(city: City) -> tuple[Submission, ...]:
    """F08 of the third quarter of 2026, a workbook a unit; one is late and one silent."""
    return tuple(_file(city, unit) for unit in city.unit_codes if unit not in _SILENT)


def plant_recruitment_faults(desk: Desk) -> None:
    """One more hired than came in: 需说明, and only the warehouse can see it."""
    file = desk.find("F08", PERIOD, _NOT_YET_IN_POST)
    more = str(int(file.rows[0]["hired_n"]) + 1)
    file = desk.put(file.with_row(0, hired_n=more, plan_n="3"))
    desk.mark(
        "录用多于名册中到岗的", file, ("X09",), "需说明", "warehouse", index=0, column="hired_n"
    )


def _file(city: City, unit_code: str) -> Submission:
    name = label_of("unit", unit_code)
    return Submission(
        sent_on=_LATE_ON if unit_code in _LATE else _SENT_ON,
        form_id="F08",
        period=PERIOD,
        unit_code=unit_code,
        path=f"{name}/{name}招聘与转岗{PERIOD}.xlsx",
        format="xlsx",
        rows=tuple(_rows(city, unit_code)),
        scope=(ScopeRow(unit_code, name),),
    )


def _rows(city: City, unit_code: str) -> list[Row]:
    """Open recruitment of full-time teachers, and retraining into either post."""
    came = Counter(
        (post.channel, post.post)
        for post in posts_of(city)
        if post.unit_code == unit_code and post.valid_from.year == YEAR
    )
    recruited = came["recruited", "ft_teacher"]
    open_plan = recruited + city.unit_codes.index(unit_code) % 3 % 2
    rows = [_row("open", "ft_teacher", open_plan, recruited)]
    if unit_code == CITY_OFFICE:
        rows[0]["prov_plan_n"] = str(_PROVINCE_PLAN)
    rows += [
        _row("retraining", post, came["converted", post] + 1, came["converted", post])
        for post in ("ft_teacher", "pt_teacher")
        if came["converted", post]
    ]
    return rows


def _row(channel: str, post: str, plan: int, hired: int) -> Row:
    return {
        "channel": label_of("channel", channel),
        "post_code": label_of("post_code", post),
        "plan_n": str(plan),
        "applied_n": "",
        "hired_n": str(hired),
        "prov_plan_n": "",
        "explain_code": "",
        "explain": "",
    }
