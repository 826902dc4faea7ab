"""Activities of the rehearsal city (F11, September and October 2026), lists and awards with them.

The city office registers its own trainings, contests and the weekly notes; counties hold research,
lectures, a training, an outreach and campaigns. Who attends is taken from the staff in post.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from orchestration.rehearsal.city import City
from orchestration.rehearsal.enrolment import Row, census_day
from orchestration.rehearsal.planting import Desk
from orchestration.rehearsal.staff import Post, posts_of
from orchestration.rehearsal.submissions import ScopeRow, Submission
from validations.code_lists import label_of, labels
from validations.tokens import make_token

SEPTEMBER, OCTOBER = "2026-09", "2026-10"
AUTUMN, OFFICE = "2026-2027-1", "3607SZ"
_SENT_ON = {SEPTEMBER: date(2026, 10, 5), OCTOBER: date(2026, 11, 4)}
_LATE_ON, _LATE = date(2026, 11, 12), {(OCTOBER, "360733")}
_SILENT = {(OCTOBER, "360734")}
# The one week without a note of the first series, told as a pause.
_PAUSE = (date(2026, 10, 5), date(2026, 10, 11))
_FIRST_NOTE, _FIRST_ISSUE = date(2026, 9, 1), {"mind_note": 145, "family_note": 62}
_READERS_A_WEEK, _READERS = 92_000, {"mind_note": 12_400_000, "family_note": 3_100_000}
_CITY_TRAINING = "全市心理教师专题培训"
# What a county holds for pupils and parents beside its class meeting, in turn.
_CAMPAIGNS = {
    "awareness": "心理健康宣传活动月",
    "drama": "校园心理情景剧展演",
    "parent_class": "家长心理健康公开课",
    "pe_art_labour": "阳光体育与心理拓展活动",
    "caring": "留守学生关爱行动",
}
_NOBODY = make_token("S", 987_654_321)


def activity_submissions(city: City) -> tuple[Submission, ...]:
    """F11 of both months, a workbook a unit; one unit is late and one silent in October."""
    posts = [post for post in posts_of(city) if post.valid_to is None]
    return tuple(
        _file(city, posts, unit, month)
        for month in _SENT_ON
        for unit in city.unit_codes
        if (month, unit) not in _SILENT
    )


def plant_activity_faults(desk: Desk) -> None:
    """One training told by two organisers, one note sent out twice, a stranger, a missing list.

    Only the warehouse can see them.
    """
    shared = desk.find("F11", OCTOBER, OFFICE).rows
    training = next(row for row in shared if row["title"] == _CITY_TRAINING)
    row = {**training, "activity_id": _number("360783", 90), "organiser_unit": "龙南市"}
    _add_row(desk, "同一培训两个单位都登记", "360783", row, "X18", "title")
    # Sent out again in the week told as a pause, so that no other note of its week is meant.
    told = desk.find("F11", SEPTEMBER, OFFICE).rows
    last = [row for row in told if row["activity_type"] == _type("mind_note")][-1]
    again = {**last, "activity_id": _number(OFFICE, 90)}
    again |= {"start_on": "2026-10-08", "end_on": "2026-10-08"}
    _add_row(desk, "同一期周签推送两次", OFFICE, again, "X18", "issue_no")
    file = desk.find("F11", OCTOBER, "360781")
    listed = file.further["F11P"]
    stranger = {**listed[0], "staff_token": _NOBODY, "attendee_role": "心理教师"}
    file = desk.put(replace(file, further={**file.further, "F11P": (*listed, stranger)}))
    desk.mark(
        "参加名单上的教师不在名册", file, ("X11",), "需说明", "warehouse", scope_code="360781"
    )
    file = desk.find("F11", OCTOBER, "360729")
    file = desk.put(replace(file, further={**file.further, "F11P": ()}))
    index = next(n for n, row in enumerate(file.rows) if row["activity_type"] == _type("training"))
    desk.mark(
        "培训没有参加名单", file, ("X20",), "需说明", "warehouse", index=index, column="activity_id"
    )


def _add_row(desk: Desk, kind: str, unit: str, row: Row, rule: str, column: str) -> None:
    file = desk.find("F11", OCTOBER, unit)
    file = desk.put(replace(file, rows=(*file.rows, row)))
    index = len(file.rows) - 1
    desk.mark(kind, file, (rule,), "需说明", "warehouse", index=index, column=column)


def _file(city: City, posts: Sequence[Post], unit: str, month: str) -> Submission:
    name = label_of("unit", unit)
    if unit == OFFICE:
        rows: tuple[Row, ...] = (*_city_activities(month), *_weekly_notes(month))
    else:
        rows = tuple(_county_activities(city, unit, month))
    return Submission(
        sent_on=_LATE_ON if (month, unit) in _LATE else _SENT_ON[month],
        form_id="F11",
        period=month,
        unit_code=unit,
        path=f"{name}/{name}活动登记{month}.xlsx",
        format="xlsx",
        rows=rows,
        scope=(ScopeRow(unit, name),),
        further={"F11P": _lists(posts, unit, rows), "F11A": _awards(posts, unit, rows)},
    )


def _type(code: str) -> str:
    return label_of("activity_type", code)


def _number(unit: str, serial: int) -> str:
    return f"{unit}-2026-{serial:03}"


def _activity(
    unit: str, serial: int, title: str, kind: str, level: str, day: date, **cells: str
) -> Row:
    """A row with its two dates; `days` is how many it lasted."""
    last = day + timedelta(days=int(cells.pop("days", "1")) - 1)
    row = {
        "activity_id": _number(unit, serial),
        "title": title,
        "activity_type": _type(kind),
        "activity_level": label_of("activity_level", level),
        "organiser_unit": label_of("unit", unit),
        "start_on": day.isoformat(),
        "end_on": last.isoformat(),
    }
    return dict.fromkeys(("issue_no", "views_n", "is_paused"), "") | row | cells


def _county_activities(city: City, unit: str, month: str) -> Iterator[Row]:
    """Research of a content of the unit's own in turn, and what the month holds besides."""
    place = city.unit_codes.index(unit)
    contents = list(labels("content_code"))
    first, name = date.fromisoformat(f"{month}-01"), label_of("unit", unit)
    base = 0 if month == SEPTEMBER else 10
    level = "downtown" if unit == "360702" else "county"
    for number in range(2 if month == OCTOBER else 1):
        day = first + timedelta(days=14 + 7 * number)
        cells = {"content_code": contents[(place + number + base) % 5], "stages": "小学；初中"}
        attended = str(24 + place + 3 * number)
        serial = base + number + 1
        yield _activity(
            unit, serial, f"{name}心理教研活动第{serial}次", "research", level,
            day, attend_n=attended, person_n=attended, **cells,
        )  # fmt: skip
    if month == SEPTEMBER:
        yield _activity(
            unit, 5, f"{name}开学心理讲座", "lecture", "county", first + timedelta(days=10),
            hours="3", attend_n=str(60 + place),
        )  # fmt: skip
        return
    yield _activity(
        unit, 15, f"{name}班主任心理培训", "training", "county", first + timedelta(days=20),
        days="2", hours="12",
    )  # fmt: skip
    schools = city.of_unit(unit, census_day(AUTUMN))[:2]
    yield _activity(
        unit, 16, f"{name}送教到校", "outreach", "county", first + timedelta(days=21),
        attend_n=str(4 + place % 3), person_n=str(4 + place % 3),
        reached_school_codes="；".join(school.code for school in schools),
        benefit_n=str(300 + 20 * place), benefit_basis=label_of("benefit_basis", "estimated"),
    )  # fmt: skip
    yield from _campaigns(unit, place, schools[0].code, first)


def _campaigns(unit: str, place: int, school: str, first: date) -> Iterator[Row]:
    """A class meeting of one school, and a campaign of the county's."""
    yield _activity(
        unit, 17, "悦纳自己主题班会", "class_meeting", "school", first + timedelta(days=8),
        organiser_school=school, attend_n=str(41 + place),
    )  # fmt: skip
    kind, title = list(_CAMPAIGNS.items())[place % len(_CAMPAIGNS)]
    yield _activity(
        unit, 18, f"{label_of('unit', unit)}{title}", kind, "county", first + timedelta(days=9),
        attend_n=str(300 + 15 * place),
    )  # fmt: skip


def _city_activities(month: str) -> Iterator[Row]:
    """The city's own: a lecture in September; a training, a study tour and two contests later."""
    counties = "；".join(list(labels("unit"))[:12])
    if month == SEPTEMBER:
        yield _activity(
            OFFICE, 1, "全市心理健康教育开学讲座", "lecture", "city", date(2026, 9, 10),
            hours="3", attend_n="260",
        )  # fmt: skip
        return
    yield _activity(
        OFFICE, 11, _CITY_TRAINING, "training", "city", date(2026, 10, 14),
        days="2", hours="12", attend_n="84",
    )  # fmt: skip
    yield _activity(
        OFFICE, 12, "专职心理教师外出研修", "study_tour", "city", date(2026, 10, 19),
        days="5", hours="40",
    )  # fmt: skip
    yield _activity(
        OFFICE, 13, "全市初中段心理课例比赛", "lesson_contest", "city", date(2026, 10, 23),
        stages="初中", attend_n="36", person_n="36", county_codes=counties, city_school_n="4",
    )  # fmt: skip
    yield _activity(
        OFFICE, 14, "全市课堂教学大比武", "teaching_contest", "city", date(2026, 10, 28),
        attend_n="940", person_n="940", county_codes=counties, city_school_n="7",
    )  # fmt: skip


def _weekly_notes(month: str) -> Iterator[Row]:
    """A note a week of both series on Tuesdays, but for the pause of the first."""
    day, serial = _FIRST_NOTE, 20
    issue, readers = dict(_FIRST_ISSUE), dict(_READERS)
    while f"{day:%Y-%m}" <= month:
        for kind in issue:
            is_paused = kind == "mind_note" and _PAUSE[0] <= day <= _PAUSE[1]
            serial += 1
            if not is_paused:
                readers[kind] += _READERS_A_WEEK
            if f"{day:%Y-%m}" == month and is_paused:
                yield _activity(
                    OFFICE, serial, "国庆停更", kind, "city", _PAUSE[0], days="7", is_paused="是"
                )
            elif f"{day:%Y-%m}" == month:
                yield _activity(
                    OFFICE, serial, f"{_type(kind)}第{issue[kind]}期", kind, "city", day,
                    issue_no=str(issue[kind]), views_n=str(readers[kind]),
                )  # fmt: skip
            issue[kind] += not is_paused
        day += timedelta(days=7)


def _lists(posts: Sequence[Post], unit: str, rows: Sequence[Row]) -> tuple[Row, ...]:
    """Who came to each lecture, training and tour: staff in post, and homeroom teachers."""
    own = [post.token for post in posts if unit in (OFFICE, post.unit_code)]
    listed: list[Row] = []
    kinds = {_type("lecture"): 4, _type("training"): 5, _type("study_tour"): 3}
    place = sum(map(ord, unit)) * 1_000
    for row in rows:
        if row["activity_type"] not in kinds:
            continue
        step = kinds[row["activity_type"]] if unit == OFFICE else 1
        listed += [_attendee(row, token, "心理教师") for token in own[::step][:40]]
        homerooms = (make_token("S", 5_000_000 + place + n) for n in range(12))
        if row["activity_type"] == _type("training"):
            listed += [_attendee(row, token, "班主任") for token in homerooms]
    return tuple(listed)


def _attendee(row: Row, token: str, role: str) -> Row:
    return {"activity_id": row["activity_id"], "staff_token": token, "attendee_role": role}


def _awards(posts: Sequence[Post], unit: str, rows: Sequence[Row]) -> tuple[Row, ...]:
    """Ten teachers given an award at the lesson contest, the first two by their place as well."""
    winners = [post.token for post in posts if unit == OFFICE and post.post == "ft_teacher"][:10]
    contest = _type("lesson_contest")
    return tuple(
        {
            "activity_id": row["activity_id"],
            "staff_token": token,
            "award_level": label_of("award_level", "city"),
            "award_class": label_of("award_class", "first" if number < 2 else "second"),
            "award_rank": str(number + 1) if number < 2 else "",
        }
        for row in rows
        if row["activity_type"] == contest
        for number, token in enumerate(winners)
    )
