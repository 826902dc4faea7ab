"""Example submissions from which the two letters' figures come out as the letters state them.

The letters are public; the rows behind their totals are invented, in a home of their own, dated in
the letters' time: what was in by July 2024, when the district wrote, and by June 2025.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import groupby

from orchestration.rehearsal.enrolment import Row
from orchestration.rehearsal.letter_activities import (
    CITY_OFFICE,
    COUNTIES,
    activity_submissions,
    school_of,
    unit_file,
)
from orchestration.rehearsal.submissions import CITY_CODE, ScopeRow, Submission
from orchestration.rehearsal.waves import Wave
from validations.code_lists import label_of, options

# The month whose figures each letter would have used.
CITY_MONTH, DISTRICT_MONTH = "2025-05", "2024-06"
DISTRICT = "360704"
CITY_SUGGESTION, DISTRICT_SUGGESTION = f"{CITY_OFFICE}-2025-Y001", f"{DISTRICT}-2024-Y001"
# The schools the district's letter names as served; their codes are invented.
SERVED = {
    "3136904901": ("湖新中学", "初级中学", "初中"),
    "3136904902": ("湖江中学", "初级中学", "初中"),
    "2136904903": ("红金学校", "小学", "小学"),
}
_HIRED, _RETRAINED, _PLANNED, _PROVINCE = 35, 104, 12, 70
_ACCEPTED = 104


def letter_waves() -> tuple[Wave, ...]:
    """All files by the evening they arrive, the first evening first."""
    files = sorted(letter_submissions(), key=lambda file: file.sent_on)
    return tuple(
        Wave(datetime.combine(day, time(20)), tuple(of_day))
        for day, of_day in groupby(files, key=lambda file: file.sent_on)
    )


def letter_submissions() -> tuple[Submission, ...]:
    """Every file, without a fault."""
    return (
        _register(),
        *activity_submissions(),
        *(_recruitment(number, unit) for number, unit in enumerate(COUNTIES)),
        _province_plan("2024Q4"),
        *(_plan(number, unit) for number, unit in enumerate(COUNTIES)),
        _province_plan("2025Q1"),
        *(file for at, unit in enumerate(COUNTIES) for file in _bulletins(at, unit)),
        _district_services(),
        _city_services(),
        _suggestion("2024Q2", DISTRICT, DISTRICT_SUGGESTION, 12),
        _suggestion("2025Q2", CITY_OFFICE, CITY_SUGGESTION, 1),
    )


def _register() -> Submission:
    """One invented school a county, and the three that the district's letter names."""
    schools = {school_of(unit): (f"{label_of('unit', unit)}演练小学", unit) for unit in COUNTIES}
    rows = [_school(code, name, unit, "小学", "小学") for code, (name, unit) in schools.items()]
    rows += [
        _school(code, name, DISTRICT, category, stage)
        for code, (name, category, stage) in SERVED.items()
    ]
    return Submission(
        sent_on=date(2024, 7, 5),
        form_id="F00",
        period="2023-2024-1",
        unit_code=CITY_CODE,
        path="市教育局/学校名录.xlsx",
        format="xlsx",
        rows=tuple(rows),
        scope=(ScopeRow(CITY_CODE, "赣州市"),),
    )


def _school(code: str, name: str, unit: str, category: str, stage: str) -> Row:
    return {
        "school_code": code,
        "school_name": name,
        "unit_code": label_of("unit", unit),
        "category": category,
        "stages": stage,
        "opened_on": "2000-09-01",
    }


def _share(total: int, number: int) -> int:
    """A county's part of a total, the first counties one more."""
    return total // len(COUNTIES) + (number < total % len(COUNTIES))


def _posts(plan: int, hired: int, channel: str = "open", province: int | None = None) -> Row:
    return {
        "channel": label_of("channel", channel),
        "post_code": label_of("post_code", "ft_teacher"),
        "plan_n": str(plan),
        "hired_n": str(hired),
        "prov_plan_n": "" if province is None else str(province),
    }


def _recruitment(number: int, unit: str) -> Submission:
    hired, retrained = _share(_HIRED, number), _share(_RETRAINED, number)
    rows = [_posts(hired, hired), _posts(retrained, retrained, "retraining")]
    return unit_file("F08", "2024Q4", unit, rows)


def _plan(number: int, unit: str) -> Submission:
    return unit_file("F08", "2025Q1", unit, [_posts(_share(_PLANNED, number), 0)])


def _province_plan(period: str) -> Submission:
    return unit_file("F08", period, CITY_OFFICE, [_posts(0, 0, province=_PROVINCE)])


def _bulletins(number: int, unit: str) -> Iterator[Submission]:
    """One item that enters schools, and the pieces a county sent in for the city's bulletin.

    The first piece is of the semester the series starts in, so that the lists reach its start.
    """
    name = label_of("unit", unit)
    entry = {
        "item_id": f"{unit}-2023-J001",
        "title": "心理健康宣传进校园",
        "source_department": "卫生健康",
        "school_n": "1",
        "pupil_hours": "1",
        "entry_status": "保留",
    }
    accepted = _share(_ACCEPTED, number)
    pieces = tuple(
        {
            "bulletin_id": f"{unit}-{2024 if at else 2023}-T{at + 1:03d}",
            "month": "2024-11" if at else "2023-11",
            "bulletin_title": f"{name}心理健康教育工作做法之{at + 1}",
            "is_accepted": "是" if at < accepted else "否",
        }
        for at in range(accepted + 2)
    )
    yield unit_file("F13", "2023-2024-1", unit, [entry], {"F13B": pieces[:1]})
    yield unit_file("F13", "2024-2025-1", unit, [entry], {"F13B": pieces[1:]})


def _contract(unit: str, year: int, number: int, kind: str, provider: str, **cells: str) -> Row:
    return {
        "contract_id": f"{unit}-{year}-H{number:03d}",
        "service_kind": label_of("service_kind", kind),
        "provider": provider,
        "start_on": f"{year}-01-01",
        "end_on": f"{year + 2}-12-31",
        "amount_year": "0",
        **cells,
    }


def _district_services() -> Submission:
    """The university's contract with two years paid, the team, and its three schools."""
    bought = _contract(
        DISTRICT, 2023, 1, "purchased", "江西理工大学",
        amount_year="300000", deliverables="；".join(options("deliverable")),
    )  # fmt: skip
    team = _contract(DISTRICT, 2023, 2, "team", "区中小学心理健康教育服务队", member_n="10")
    orders = tuple(
        {
            "order_id": f"{DISTRICT}-2024-D{number:03d}",
            "contract_id": team["contract_id"],
            "school_code": school,
            "demand": "心理咨询个案服务",
            "ordered_on": f"2024-03-{4 + number:02d}",
            "responded_on": f"2024-03-{6 + number:02d}",
            "finished_on": f"2024-03-{18 + number:02d}",
            "served_n": "60",
            "expert_n": "2",
            "rating": "5",
        }
        for number, school in enumerate(SERVED, start=1)
    )
    payments = tuple(
        {
            "payment_id": f"{DISTRICT}-{year}-K001",
            "contract_id": bought["contract_id"],
            "paid_on": f"{year}-05-20",
            "amount": "300000",
            "voucher_no": f"记字第{year}号",
            "paid_for": "心理健康状况普查",
        }
        for year in (2023, 2024)
    )
    return unit_file("F12", "2024Q2", DISTRICT, [bought, team], {"F12O": orders, "F12P": payments})


def _city_services() -> Submission:
    """Two universities paired with the city; the second one's name is invented."""
    rows = [
        _contract(CITY_OFFICE, 2024, number, "paired", provider)
        for number, provider in enumerate(("江西理工大学", "演练师范大学"), start=1)
    ]
    return unit_file("F12", "2025Q1", CITY_OFFICE, rows)


def _suggestion(period: str, unit: str, suggestion_id: str, proposers: int) -> Submission:
    is_city = unit == CITY_OFFICE
    year = period[:4]
    told = {
        "suggestion_id": suggestion_id,
        "suggestion_kind": "人大建议",
        "session": "市六届人大六次会议" if is_city else "区二届人大四次会议",
        "suggestion_no": "098" if is_city else "55",
        "suggestion_title": "关于加强青少年学生心理健康工作的建议"
        if is_city
        else "关于关注师生心理健康的建议",
        "class_code": "A" if is_city else "A1",
        "assigned_on": f"{year}-03-11",
        "answered_on": f"{year}-05-30",
        "disclosure": "同意公开",
        "proposer_n": str(proposers),
        "signed_n": str(proposers),
        "attitude": "满意",
        "result": "满意",
    }
    duty = {
        "duty_id": f"{unit}-{year}-L001",
        "duty_source": "履职提示",
        "title": "配强心理健康专职教研员",
        "due_on": f"{year}-06-30",
        "duty_status": "进行",
        "unfinished_reason": "编制不足",
    }
    return unit_file("F14", period, unit, [duty], {"F14S": (told,)})
