"""What is sent when: the files of every wave, sound as yet, with who is late and who is silent.

Faults are planted afterwards by `imperfections`; bytes are made by `drop`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from functools import cache
from typing import Literal

from orchestration.rehearsal.city import City, School
from orchestration.rehearsal.enrolment import Row, census_day, enrolment_rows, register_rows
from orchestration.rehearsal.screening import screening_rows
from orchestration.rehearsal.staff import Post, posts_of, staff_rows
from validations.code_lists import label_of

Format = Literal["xlsx", "gb18030", "utf8"]
CITY_CODE = "3607"

_LATE_AFTER = {
    date(2025, 11, 4): date(2025, 11, 20),
    date(2026, 9, 14): date(2026, 9, 28),
    date(2026, 11, 4): date(2026, 11, 12),
}
_DUE_WAVE = {
    ("F00", "2025-2026-1"): date(2025, 9, 10),
    ("F01", "2025-2026-1"): date(2025, 9, 14),
    ("F07", "2025-2026-1"): date(2025, 9, 14),
    ("F02", "2025-2026-1R1"): date(2025, 11, 4),
    ("F00", "2025-2026-2"): date(2026, 3, 14),
    ("F01", "2025-2026-2"): date(2026, 3, 14),
    ("F07", "2025-2026-2"): date(2026, 3, 14),
    ("F00", "2026-2027-1"): date(2026, 9, 10),
    ("F01", "2026-2027-1"): date(2026, 9, 14),
    ("F07", "2026-2027-1"): date(2026, 9, 14),
    ("F02", "2026-2027-1R1"): date(2026, 11, 4),
}
_LATE = {
    ("F02", "2025-2026-1R1", "360735"),
    ("F01", "2026-2027-1", "360735"),
    ("F07", "2026-2027-1", "360726"),
    ("F02", "2026-2027-1R1", "360733"),
}
_SILENT = {
    ("F02", "2026-2027-1R1", "360734"),
    ("F07", "2026-2027-1", "360734"),
}
# Of these units only so many schools send the form.
_PARTIAL = {("F02", "2026-2027-1R1", "360726"): 3, ("F02", "2025-2026-1R1", "360728"): 2}
_BY_SCHOOL = {"3607RJ", "3607SZ"}
_FORMATS: dict[str, Format] = {
    **dict.fromkeys(("360702", "360703", "360730", "360731", "360732", "3607SZ"), "gb18030"),
    **dict.fromkeys(("3607RJ", "360735"), "xlsx"),
}


@dataclass(frozen=True)
class ScopeRow:
    """One line of 报送范围: a school (or the unit, or the city) the file speaks for."""

    code: str
    name: str
    is_nil: bool = False


@dataclass(frozen=True)
class Submission:
    """One file as its sender means it: Chinese words in English-named columns.

    `scope` is None for a CSV, which has no such sheet; `path` is relative to the inbox.
    `titles` are lines above a CSV's header, `columns` its columns in order (all where None),
    `headers` headers its sender words in another way; `raw` stands for all of it where the
    file is no workbook at all. `rows` are those of the form's first sheet, `further` those of the
    others by sheet.
    """

    sent_on: date
    form_id: str
    period: str
    unit_code: str
    path: str
    format: Format
    rows: tuple[Row, ...]
    scope: tuple[ScopeRow, ...] | None
    revision: int = 1
    titles: tuple[str, ...] = ()
    columns: tuple[str, ...] | None = None
    headers: Mapping[str, str] = field(default_factory=dict, hash=False)
    further: Mapping[str, tuple[Row, ...]] = field(default_factory=dict, hash=False)
    raw: bytes | None = None

    def row_number(self, index: int) -> int:
        """The sheet row of a data row (0-based)."""
        return index + (4 if self.format == "xlsx" else 2 + len(self.titles))

    @property
    def received_at(self) -> datetime:
        """When intake first sees the file (naive Beijing time): at 20:00 of its day."""
        return datetime.combine(self.sent_on, time(20))

    def with_row(self, index: int, **cells: str) -> Submission:
        """The same file with some cells of one row (0-based) changed."""
        rows = list(self.rows)
        rows[index] = {**rows[index], **cells}
        return replace(self, rows=tuple(rows))


def sound_submissions(city: City) -> tuple[Submission, ...]:
    """Every file the city's units send in the two school years, without a fault."""
    posts = posts_of(city)
    files: list[Submission] = []
    for (form_id, period), due in _DUE_WAVE.items():
        if form_id == "F00":
            files.append(_register(city, period, due))
            continue
        for unit_code in city.unit_codes:
            key = (form_id, period, unit_code)
            if key in _SILENT:
                continue
            day = _LATE_AFTER[due] if key in _LATE else due
            files += _files_of_unit(city, posts, form_id, period, unit_code, day)
    return tuple(files)


def _register(city: City, period: str, day: date) -> Submission:
    return Submission(
        sent_on=day,
        form_id="F00",
        period=period,
        unit_code=CITY_CODE,
        path=f"市教育局/学校名录{period}.xlsx",
        format="xlsx",
        rows=tuple(register_rows(city, period)),
        scope=(ScopeRow(CITY_CODE, "赣州市"),),
    )


def _files_of_unit(
    city: City, posts: Sequence[Post], form_id: str, period: str, unit_code: str, day: date
) -> Iterator[Submission]:
    schools = city.of_unit(unit_code, census_day(period[:11]))
    if form_id == "F01":
        rows = {school: enrolment_rows(school, period) for school in schools}
        yield _whole_unit(form_id, period, unit_code, day, rows, [])
    elif form_id == "F07":
        posted = staff_rows(city, tuple(posts), unit_code, period)
        rows = {s: [row for row in posted if row["school_code"] == s.code] for s in schools}
        office = [row for row in posted if not row["school_code"]]
        yield _whole_unit(form_id, period, unit_code, day, rows, office)
    else:
        kept = schools[: _PARTIAL.get((form_id, period, unit_code), len(schools))]
        yield from _screening_files(period, unit_code, day, kept)


def _whole_unit(
    form_id: str,
    period: str,
    unit_code: str,
    day: date,
    rows: dict[School, list[Row]],
    office: list[Row],
) -> Submission:
    scope = [ScopeRow(s.code, _name_in(s, period), is_nil=not own) for s, own in rows.items()]
    if office:
        scope.append(ScopeRow(unit_code, label_of("unit", unit_code)))
    title = {"F01": "学籍基数表", "F07": "教师名册"}[form_id]
    unit_name = label_of("unit", unit_code)
    return Submission(
        sent_on=day,
        form_id=form_id,
        period=period,
        unit_code=unit_code,
        path=f"{unit_name}/{unit_name}{title}{period}.xlsx",
        format="xlsx",
        rows=tuple(row for own in [*rows.values(), office] for row in own),
        scope=tuple(scope),
    )


def _screening_files(
    round_id: str, unit_code: str, day: date, schools: Sequence[School]
) -> Iterator[Submission]:
    screened = {school: screening_of(school, round_id) for school in schools}
    screened = {s: rows for s, rows in screened.items() if rows or s.kind != "kindergarten"}
    parts = [[school] for school in screened] if unit_code in _BY_SCHOOL else [list(screened)]
    format_ = _FORMATS.get(unit_code, "utf8")
    for schools_of_file in parts:
        rows = tuple(row for school in schools_of_file for row in screened[school])
        if format_ != "xlsx" and not rows:
            continue
        name = schools_of_file[0].name if unit_code in _BY_SCHOOL else label_of("unit", unit_code)
        unit_name = label_of("unit", unit_code)
        folder = unit_name if format_ == "xlsx" else f"F02/{round_id}/{unit_code}"
        yield Submission(
            sent_on=day,
            form_id="F02",
            period=round_id,
            unit_code=unit_code,
            path=f"{folder}/{name}筛查明细{round_id}.{'xlsx' if format_ == 'xlsx' else 'csv'}",
            format=format_,
            rows=rows,
            scope=tuple(
                ScopeRow(s.code, _name_in(s, round_id), is_nil=not screened[s])
                for s in schools_of_file
            )
            if format_ == "xlsx"
            else None,
        )


@cache
def screening_of(school: School, round_id: str) -> tuple[Row, ...]:
    """The screening rows of a school and round, made once."""
    return tuple(screening_rows(school, round_id))


def _name_in(school: School, period: str) -> str:
    return (period[:11] != "2025-2026-1" and school.renamed_to) or school.name
