"""F11 of the two letters' years: invented activities that add up to what the letters say.

What the totals are stands in the letters; who came and where is made up. City activities are the
city office's own, a month a file; each county registers one activity in September 2023, where the
series start, and the others in one month: so all registers reach the start of what is counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from orchestration.rehearsal.enrolment import Row
from orchestration.rehearsal.submissions import ScopeRow, Submission
from validations.code_lists import label_of, read_seed
from validations.forms import FORMS
from validations.tokens import make_token

CITY_OFFICE = "3607SZ"
COUNTIES = tuple(
    read_seed("code_reporting_unit").filter(is_county_level="true")["unit_code"].to_list()
)
ALL_COUNTIES = "；".join(label_of("unit", unit) for unit in COUNTIES)
# The first week of the notes and how many there have been by the end of May 2025.
FIRST_NOTE, NOTES = date(2023, 11, 27), 79
_READERS = {"mind_note": 6_150_000, "family_note": 4_080_000}
_DOWNTOWN, _COUNTY_RESEARCH, _RESEARCH_ATTENDANCES = 13, 153, 6_312
_TRAININGS, _LECTURES, _ATTENDANCES = 56, 205, 11_230
_TOURS, _TOUR_TEACHERS = 3, 523
_OUTREACH, _OUTREACH_TEACHERS, _REACHED = 12, 134, 18_034
_OWN_TRAININGS, _OWN_LECTURES = 16, 5
_STUDIO_COUNTIES = 9
_CONTENTS = ("课例", "团辅", "个案督导", "家庭教育指导", "生涯规划")


def school_of(unit: str) -> str:
    """The code of the invented school of a county."""
    return f"21369{COUNTIES.index(unit) + 1:02d}901"


def activity_submissions() -> list[Submission]:
    """Every F11 up to May 2025."""
    city = _CityRegister()
    counties = [file for at, unit in enumerate(COUNTIES) for file in _county_files(at, unit)]
    return [*city.files(), *counties]


def _spread(total: int, parts: int) -> list[int]:
    """A total over so many parts, the last taking what is left over."""
    each = total // parts
    return [each] * (parts - 1) + [total - each * (parts - 1)]


_RESEARCH = _spread(_RESEARCH_ATTENDANCES, _DOWNTOWN + _COUNTY_RESEARCH)
_SESSIONS = _spread(_ATTENDANCES - _TOUR_TEACHERS, _TRAININGS + _LECTURES)
_BENEFITS = _spread(_REACHED, _OUTREACH)


def _token(group: int, number: int) -> str:
    return make_token("S", group * 10_000 + number)


class _Register:
    """Activities of one unit, numbered as they come, by the month they ended in."""

    def __init__(self, unit: str) -> None:
        self.unit = unit
        self.sheets: dict[str, dict[str, list[Row]]] = {}
        self._numbers: dict[int, int] = {}

    def add(self, kind: str, level: str, title: str, start: date, **cells: object) -> str:
        """One activity; returns its number. `end_on` is its only day unless given."""
        end = cells.pop("end_on", start)
        assert isinstance(end, date)
        self._numbers[end.year] = self._numbers.get(end.year, 0) + 1
        number = f"{self.unit}-{end.year}-{self._numbers[end.year]:03d}"
        row = {
            "activity_id": number,
            "title": title,
            "activity_type": label_of("activity_type", kind),
            "activity_level": label_of("activity_level", level),
            "organiser_unit": label_of("unit", self.unit),
            "start_on": start.isoformat(),
            "end_on": end.isoformat(),
            **{name: str(value) for name, value in cells.items()},
        }
        self._sheet(end, "F11").append(row)
        return number

    def people(self, sheet: str, day: date, rows: Iterable[Row]) -> None:
        """Rows of another sheet of the month a day lies in."""
        self._sheet(day, sheet).extend(rows)

    def files(self) -> Iterator[Submission]:
        """A workbook a month, received soon after."""
        for month, sheets in sorted(self.sheets.items()):
            yield unit_file(
                "F11", month, self.unit, sheets.pop("F11"), {k: tuple(v) for k, v in sheets.items()}
            )

    def _sheet(self, day: date, sheet: str) -> list[Row]:
        return self.sheets.setdefault(f"{day:%Y-%m}", {}).setdefault(sheet, [])


def unit_file(
    form_id: str,
    period: str,
    unit: str,
    rows: Iterable[Row],
    further: dict[str, tuple[Row, ...]] | None = None,
) -> Submission:
    """A workbook of one unit; when it arrives is settled by its wave."""
    assert form_id in FORMS
    name = label_of("unit", unit)
    return Submission(
        sent_on=date(2024, 7, 5) if period <= "2024-06" or period == "2024Q2" else date(2025, 6, 5),
        form_id=form_id,
        period=period,
        unit_code=unit,
        path=f"{name}/{name}{label_of('form', form_id)}{period}.xlsx",
        format="xlsx",
        rows=tuple(rows),
        scope=(ScopeRow(unit, name),),
        further=further or {},
    )


class _CityRegister(_Register):
    """What the city office holds itself: notes, downtown research, contests, tours, outreach."""

    def __init__(self) -> None:
        super().__init__(CITY_OFFICE)
        for series, studio in (("mind_note", "G01"), ("family_note", "G02")):
            self._notes(series, studio)
        for number in range(_DOWNTOWN):
            day = date(2023, 9, 13) + timedelta(days=45 * number)
            self.add(
                "research", "downtown", f"中心城区教研联合体第{number + 1}次活动", day,
                content_code=_CONTENTS[number % 5], attend_n=_RESEARCH[number],
            )  # fmt: skip
        self._contests()
        self._sessions()
        self._tours()
        self._outreach()

    def _notes(self, series: str, studio: str) -> None:
        days = [FIRST_NOTE + timedelta(weeks=number) for number in range(NOTES)]
        label = label_of("activity_type", series)
        for number, day in enumerate(days, start=1):
            # Readers are looked up once a month, with its last note.
            is_last = number == NOTES or days[number].month != day.month
            views = _READERS[series] * number // NOTES if is_last else ""
            self.add(
                series, "city", f"{label}第{number}期", day,
                studio=f"{CITY_OFFICE}-{studio}", issue_no=number, views_n=views,
            )  # fmt: skip

    def _contests(self) -> None:
        lesson = self.add(
            "lesson_contest", "city", "初中段专职心理教师课例比赛", date(2024, 4, 18),
            stages="初中", attend_n=61, county_codes=ALL_COUNTIES,
        )  # fmt: skip
        province = self.add(
            "lesson_contest", "city", "选送参加全省心理健康教育课例比赛", date(2024, 6, 12),
            stages="初中", attend_n=2, county_codes="章贡区；南康区",
        )  # fmt: skip
        self.people("F11A", date(2024, 4, 18), (_award(lesson, n, "市级", n) for n in range(23)))
        ranks = ((0, 2), (1, 10))
        self.people(
            "F11A", date(2024, 6, 12), (_award(province, n, "省级", n, rank) for n, rank in ranks)
        )
        self.add(
            "skills_contest", "city", "教师心理健康教育基本功大赛", date(2024, 10, 16),
            attend_n=10_213, person_n=10_213, county_codes=ALL_COUNTIES,
        )  # fmt: skip
        # From May to November, longer than a contest lasts as a rule.
        self.add(
            "teaching_contest", "city", "党员教师课堂教学大比武", date(2024, 5, 10),
            end_on=date(2024, 11, 20), attend_n=9_658, person_n=9_658, county_codes=ALL_COUNTIES,
            city_school_n=10, explain_code="已核实无误",
        )  # fmt: skip
        self.add(
            "lesson_contest", "city", "小学、高中段专职心理教师课例比赛", date(2025, 3, 20),
            stages="小学；高中", attend_n=58, county_codes=ALL_COUNTIES,
        )  # fmt: skip

    def _sessions(self) -> None:
        for number in range(_OWN_TRAININGS + _OWN_LECTURES):
            kind = "training" if number < _OWN_TRAININGS else "lecture"
            label = label_of("activity_type", kind)
            day = date(2024, 1, 10) + timedelta(days=24 * number)
            self.add(
                kind, "city", f"心理健康{label}第{number + 1}场", day,
                hours=3, attend_n=_SESSIONS[number],
            )  # fmt: skip

    def _tours(self) -> None:
        first = 0
        for number, size in enumerate(_spread(_TOUR_TEACHERS, _TOURS)):
            start = date(2024, 4, 8) + timedelta(days=150 * number)
            end = start + timedelta(days=4)
            tour = self.add(
                "study_tour", "city", f"外出研修第{number + 1}批", start, end_on=end, hours=30
            )
            tokens = (_token(1, n) for n in range(first, first + size))
            self.people("F11P", end, (_attendee(tour, token) for token in tokens))
            first += size

    def _outreach(self) -> None:
        first = 0
        for number, size in enumerate(_spread(_OUTREACH_TEACHERS, _OUTREACH)):
            day = date(2023, 11, 15) + timedelta(days=45 * number)
            visit = self.add(
                "outreach", "city", f"百场辅导进百校第{number + 1}站", day, attend_n=size,
                reached_school_codes=school_of(COUNTIES[number]),
                benefit_n=_BENEFITS[number], benefit_basis="估报",
            )  # fmt: skip
            tokens = (_token(2, n) for n in range(first, first + size))
            self.people("F11P", day, (_attendee(visit, token) for token in tokens))
            first += size


def _attendee(activity: str, token: str) -> Row:
    return {"activity_id": activity, "staff_token": token, "attendee_role": "心理教师"}


def _award(activity: str, person: int, level: str, number: int, rank: int | None = None) -> Row:
    is_first = number < 5
    return {
        "activity_id": activity,
        "staff_token": _token(3, person),
        "award_level": level,
        "award_class": "" if rank else ("一等奖" if is_first else "二等奖"),
        "award_rank": str(rank) if rank else "",
    }


def _county_files(number: int, unit: str) -> Iterator[Submission]:
    """A county's first activity, then the others in one month, each county in one of its own."""
    year, month = divmod(2024 * 12 + number % 15 + 1, 12)
    register, name = _Register(unit), label_of("unit", unit)
    research = _spread(_COUNTY_RESEARCH, len(COUNTIES))
    first = sum(research[:number])
    for at in range(research[number]):
        own = _DOWNTOWN + first + at
        studio = {"studio": f"{unit}-G01"} if not at and number < _STUDIO_COUNTIES else {}
        register.add(
            "research", "county", f"{name}心理教研活动第{at + 1}次",
            date(year, month + 1, at + 1) if at else date(2023, 9, 15),
            content_code=_CONTENTS[own % 5],
            attend_n=_RESEARCH[own], **studio,
        )  # fmt: skip
    trainings, lectures = (_TRAININGS - _OWN_TRAININGS) // 20, (_LECTURES - _OWN_LECTURES) // 20
    for at in range(trainings + lectures):
        session = _OWN_TRAININGS + _OWN_LECTURES + number * (trainings + lectures) + at
        kind = "training" if at < trainings else "lecture"
        register.add(
            kind, "county", f"{name}心理健康{label_of('activity_type', kind)}第{at + 1}场",
            date(year, month + 1, at + 8), hours=2, attend_n=_SESSIONS[session],
        )  # fmt: skip
    yield from register.files()
