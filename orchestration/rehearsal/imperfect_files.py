"""Faults of whole files and of whole schools: rivals, doubles, wrong periods, broken headers.

Faults of single rows are in `imperfections`; what a file is written as is in `drop`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from orchestration.rehearsal.city import City
from orchestration.rehearsal.enrolment import Row, enrolment_rows
from orchestration.rehearsal.imperfections import AUTUMN, ROUND
from orchestration.rehearsal.personal_files import plant_personal_files
from orchestration.rehearsal.planting import Desk
from orchestration.rehearsal.submissions import ScopeRow, Submission
from validations.form_columns import columns_of
from validations.forms import FORMS, SCOPE_SHEET
from validations.tokens import make_token

_COUNTED = date(2026, 9, 14)
_CORRECTED = date(2026, 9, 28)
_SCREENED = date(2026, 11, 4)
_SCREENED_LATE = date(2026, 11, 12)
_ONLY_HERE = 10**15


def plant_file_faults(desk: Desk, city: City) -> None:
    """Spoil files and schools of the last school year; corrections follow where one would."""
    _schools_that_are_no_more(desk, city)
    _rivals(desk)
    _last_years_rows(desk, city)
    _correction_after_the_lock(desk)
    _last_years_form(desk)
    _scopes(desk)
    _people(desk)
    _pupils_in_two_places(desk)
    _headers(desk)
    _extra_lines(desk)
    _not_forms(desk)
    plant_personal_files(desk)
    # Last, so that the copies carry whatever else was planted in the originals.
    _same_file_again(desk)


def _append(file: Submission, *rows: Row, scope: tuple[ScopeRow, ...] = ()) -> Submission:
    return replace(
        file,
        rows=(*file.rows, *rows),
        scope=None if file.scope is None else (*file.scope, *scope),
    )


def _schools_that_are_no_more(desk: Desk, city: City) -> None:
    for kind, unit_code, role in (
        ("已撤销的学校仍在报", "360729", "closed"),
        ("已并入他校的旧码仍在报", "360724", "becomes_nine_year"),
    ):
        school = city.by_role(role)
        file = desk.find("F01", AUTUMN, unit_code)
        rows = enrolment_rows(school, AUTUMN)
        file = desk.put(_append(file, *rows, scope=(ScopeRow(school.code, school.name),)))
        desk.mark(kind, file, ("X00",), "必改", "warehouse", scope_code=school.code)


def _rivals(desk: Desk) -> None:
    for form_id, unit_code, column, is_settled in (
        ("F01", "360781", "enrolled_n", True),
        ("F07", "360783", "psych_hours_week", False),
    ):
        file = desk.find(form_id, AUTUMN, unit_code)
        changed = file.with_row(0, **{column: str(int(file.rows[0][column]) + 3)})
        rival = desk.put(replace(changed, path=file.path.replace(".xlsx", "（定稿）.xlsx")))
        school = file.rows[0]["school_code"]
        for one in (file, rival):
            if is_settled:
                desk.mark("同一批两份不同，已重报", one, (), "", "nobody", scope_code=school)
            else:
                desk.mark("同一批两份不同", one, ("X90",), "必改", "warehouse", scope_code=school)
        if is_settled:
            desk.put(replace(file, sent_on=_CORRECTED, revision=2))


def _last_years_rows(desk: Desk, city: City) -> None:
    right = desk.find("F01", AUTUMN, "360731")
    schools = [s for s in city.schools if s.unit_code == "360731"]
    old = tuple(row for school in schools for row in enrolment_rows(school, "2025-2026-2"))
    wrong = desk.put(replace(right, rows=old))
    for index in range(len(old)):
        desk.mark("表里是上学期的行", wrong, ("F01.R05",), index=index, column="semester")
    desk.put(replace(right, sent_on=_CORRECTED, revision=2))


def _correction_after_the_lock(desk: Desk) -> None:
    file = desk.find("F01", AUTUMN, "360703")
    more = file.with_row(0, enrolled_n=str(int(file.rows[0]["enrolled_n"]) + 2))
    desk.put(replace(more, sent_on=_SCREENED, revision=2))
    desk.mark("锁定之后的更正", file, (), "", "nobody")


def _last_years_form(desk: Desk) -> None:
    file = desk.find("F07", "2025-2026-2", "360729")
    hours = str(int(file.rows[0]["psych_hours_week"]) + 1)
    changed = file.with_row(0, psych_hours_week=hours)
    late = desk.put(replace(changed, sent_on=_COUNTED, revision=2))
    desk.mark("上学年的表九月才放进来", late, ("W15",), "提示")


def _scopes(desk: Desk) -> None:
    def rescoped(unit_code: str, place: int, *new: ScopeRow) -> tuple[Submission, ScopeRow]:
        file = desk.find("F07", AUTUMN, unit_code)
        assert file.scope is not None
        scope = list(file.scope)
        old = scope[place]
        scope[place : place + 1] = new
        return desk.put(replace(file, scope=tuple(scope))), old

    def places(unit_code: str, *, is_nil: bool) -> int:
        scope = desk.find("F07", AUTUMN, unit_code).scope or ()
        return next(i for i, row in enumerate(scope) if row.is_nil == is_nil)

    at = places("360702", is_nil=True)
    nil = (desk.find("F07", AUTUMN, "360702").scope or ())[at]
    file, _ = rescoped("360702", at, replace(nil, is_nil=False))
    desk.mark("在范围内却无行也无零报告", file, ("S01",), index=at, sheet=SCOPE_SHEET)

    first = (desk.find("F07", AUTUMN, "360730").scope or ())[0]
    file, _ = rescoped("360730", 0, replace(first, is_nil=True))
    desk.mark("填了零报告却有数据行", file, ("S02",), index=0, sheet=SCOPE_SHEET)

    first = (desk.find("F07", AUTUMN, "360783").scope or ())[0]
    file, _ = rescoped("360783", 0, first, first)
    desk.mark("报送范围同校两行", file, ("S04",), index=1, sheet=SCOPE_SHEET)

    at = places("360704", is_nil=False)
    file, gone = rescoped("360704", at)
    for index, row in enumerate(file.rows):
        if row["school_code"] == gone.code:
            desk.mark("不在报送范围的学校", file, ("S03",), index=index, column="school_code")


def _people(desk: Desk) -> None:
    file = desk.find("F07", AUTUMN, "360703")
    before = desk.find("F07", "2025-2026-2", "360703")
    index = desk.pick(file, {"post_code": "兼职心理教师", "valid_to": ""})
    gone = file.rows[index]
    assert gone in before.rows
    kept = tuple(row for row in file.rows if row is not gone)
    has_others = any(row["school_code"] == gone["school_code"] for row in kept)
    scope = tuple(
        replace(s, is_nil=True) if s.code == gone["school_code"] and not has_others else s
        for s in file.scope or ()
    )
    file = desk.put(replace(file, rows=kept, scope=scope))
    desk.mark(
        "上期在册的教师不见了",
        file,
        ("X91",),
        "需说明",
        "warehouse",
        scope_code=gone["school_code"],
    )

    file = desk.find("F07", AUTUMN, "360722")
    index = desk.pick(file, {"post_code": "专职心理教师", "valid_to": ""})
    other = next(
        s.code
        for s in file.scope or ()
        if s.is_nil is False
        and s.code[:2] in {"21", "31"}
        and s.code != file.rows[index]["school_code"]
    )
    file = desk.put(_append(file, {**file.rows[index], "school_code": other}))
    for place in (index, len(file.rows) - 1):
        desk.mark("一人两个专职岗位", file, ("F07.R04",), index=place, column="post_code")


def _pupils_in_two_places(desk: Desk) -> None:
    agreed = {"consent": "同意", "attempt_no": "1", "is_valid": "是", "source": "普查"}
    here = desk.find("F02", ROUND, "360702")
    there = desk.find("F02", ROUND, "3607JK")
    host = next(r["school_code"] for r in there.rows if r["grade"] == "五年级")

    index = desk.pick(here, {**agreed, "grade": "五年级"})
    pupil = here.rows[index]
    later = date.fromisoformat(pupil["test_date"]) + timedelta(days=3)
    moved = {**pupil, "school_code": host, "test_date": later.isoformat()}
    there = desk.put(_append(there, moved))
    desk.mark(
        "窗口内从章贡转到经开", there, ("X93",), "需说明", "warehouse",
        index=len(there.rows) - 1, column="pupil_token",
    )  # fmt: skip

    stray = [here.rows[desk.pick(here, {**agreed, "grade": "四年级"})] for _ in range(3)]
    there = desk.put(_append(there, *stray))
    for school in sorted({row["school_code"] for row in stray}):
        desk.mark("报了别的单位的学校", there, ("X00",), "必改", "warehouse", scope_code=school)

    twice = desk.find("F02", ROUND, "360703")
    index = desk.pick(twice, {**agreed, "grade": "五年级"})
    again = {**twice.rows[index], "class_no": "9"}
    twice = desk.put(_append(twice, again))
    for place in (index, len(twice.rows) - 1):
        desk.mark("同一次尝试有两行", twice, ("F02.R03",), index=place, column="pupil_token")

    boys = {**agreed, "grade": "五年级", "sex": "男"}
    few = desk.find("F02", ROUND, "3607RJ", boys)
    model = few.rows[desk.pick(few, boys)]
    extra = [{**model, "pupil_token": make_token("P", _ONLY_HERE + n)} for n in range(8)]
    few = desk.put(_append(few, *extra))
    desk.mark(
        "筛查人数多于在籍", few, ("X01",), "必改", "warehouse", scope_code=model["school_code"]
    )


def _headers(desk: Desk) -> None:
    names = tuple(column.name for column in columns_of(FORMS["F02"].main))

    def header(unit_code: str, columns: tuple[str, ...], words: Mapping[str, str]) -> Submission:
        file = desk.find("F02", ROUND, unit_code)
        return desk.put(replace(file, columns=columns, headers=words))

    def corrected_later(unit_code: str) -> None:
        file = desk.find("F02", ROUND, unit_code)
        desk.put(replace(file, sent_on=_SCREENED_LATE, columns=None, headers={}))

    file = header(
        "360724", tuple(reversed(names)), {"school_code": "学校编码", "grade": "就读年级"}
    )
    desk.mark("列序颠倒、表头换了说法", file, (), "", "nobody")

    corrected_later("360783")
    file = header("360783", tuple(name for name in names if name != "instrument"), {})
    desk.mark("缺少必填列", file, ("H01",))

    corrected_later("360728")
    file = header("360728", (*names, "total_score"), {})
    desk.mark("同一列出现两次", file, ("H02",))

    file = header("360725", (*names, "extra"), {"extra": "班主任签字"})
    desk.mark("多出一列", file, ("H03",), "提示")

    file = header("360723", tuple(name for name in names if name != "class_no"), {})
    desk.mark("没有选填列", file, ("H04",), "提示")


def _extra_lines(desk: Desk) -> None:
    file = desk.find("F02", ROUND, "360732")
    blank = dict.fromkeys(file.rows[0], "")
    file = _append(file, {**blank, "round_id": "合计", "pupil_token": f"{len(file.rows)}人"})
    file = desk.put(replace(file, titles=("兴国县2026年秋季学期心理筛查明细", "")))
    desk.mark("末尾有合计行", file, ("N01",), "提示", index=len(file.rows) - 1)
    desk.mark("表头上方有标题行", file, (), "", "nobody")


def _not_forms(desk: Desk) -> None:
    model = desk.find("F02", ROUND, "360731")
    few = replace(model, rows=model.rows[:3], sent_on=_SCREENED)
    lost = desk.put(replace(few, path="筛查明细.csv"))
    desk.mark("没有标识也不在文件夹里", lost, ("W03",))
    ahead = desk.put(
        replace(few, path="F02/2027-2028-1R1/360731/提前填好的.csv", period="2027-2028-1R1")
    )
    desk.mark("期别还没有开始", ahead, ("W06",))
    nobody = desk.put(
        replace(few, path="F02/2026-2027-1R1/360727/龙南筛查.csv", unit_code="360727")
    )
    desk.mark("文件夹用了停用的单位代码", nobody, ("W07",))
    text = "姓名,科室\r\n（略）,心理健康教研室\r\n".encode("gb18030")
    other = desk.put(replace(few, path="F02/2026-2027-1R1/360731/值班表.csv", raw=text))
    desk.mark("放错了的表", other, ("W10",))
    broken = desk.put(replace(few, path="定南县/扫描件.xlsx", raw=b"%PDF-1.7 scan", unit_code=""))
    desk.mark("扫描件改了扩展名", broken, ("W01",))
    roster = desk.find("F07", AUTUMN, "360723")
    misplaced = desk.put(replace(roster, path="F07/2026-2027-1/360724/大余县教师名册.xlsx"))
    desk.mark("文件夹与表内单位不符", misplaced, ("W08",))


def _same_file_again(desk: Desk) -> None:
    file = desk.find("F02", ROUND, "360730")
    for day, path in (
        (file.sent_on, file.path.replace(".csv", " (1).csv")),
        (_SCREENED_LATE, file.path),
    ):
        again = desk.put(replace(file, sent_on=day, path=path))
        desk.mark("同一个文件又来一次", again, (), "", "nobody")
