"""A home with one school a unit and a few pupils, fed by real files through the real gate.

For tests of the flow. What the figures should be is tested elsewhere.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from orchestration.settings import Settings, load_settings
from tests.filled_workbooks import workbook
from validations.code_lists import label_of, read_seed
from validations.form_columns import columns_of
from validations.forms import FORMS
from validations.tokens import make_token

Row = Mapping[str, object]
SEMESTER, ROUND = "2026-2027-1", "2026-2027-1R1"
REGISTER_DAY = datetime(2026, 9, 10, 20)
COUNT_DAY = datetime(2026, 9, 14, 20)
SCREENING_DAY = datetime(2026, 11, 4, 20)


def make_home(folder: Path, **settings: str) -> Settings:
    """An empty home whose files count as at rest at once."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = ["settle_seconds = 0", "is_rehearsal = true"]
    lines += [f'{name} = "{value}"' for name, value in settings.items()]
    (folder / "settings.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    made = load_settings(folder)
    made.inbox.mkdir(exist_ok=True)
    return made


def drop(
    settings: Settings, form_id: str, period: str, unit: str, rows: Sequence[Row], name: str = ""
) -> Path:
    """Lay a CSV with Chinese headers into the folder that declares it; returns its path."""
    path = settings.inbox / form_id / period / unit / (name or f"{form_id}-{unit}.csv")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(as_csv(form_id, rows))
    return path


def as_csv(form_id: str, rows: Sequence[Row]) -> bytes:
    """Rows under the form's Chinese headers, UTF-8."""
    columns = columns_of(FORMS[form_id].main)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.title for column in columns])
    writer.writerows([row.get(column.name, "") for column in columns] for row in rows)
    return out.getvalue().encode("utf-8")


def units() -> list[str]:
    """The 21 reporting units in official order."""
    return read_seed("code_reporting_unit")["unit_code"].to_list()


def school_of(unit: str) -> str:
    """The code of the unit's one school."""
    return f"2136{units().index(unit) + 1:06d}"


def register() -> list[Row]:
    """One primary school a unit."""
    return [
        {
            "school_code": school_of(unit),
            "school_name": f"{label_of('unit', unit)}演练小学",
            "unit_code": label_of("unit", unit),
            "category": "小学",
            "stages": "小学",
            "opened_on": "2000-09-01",
        }
        for unit in units()
    ]


def enrolment(unit: str, pupils: int = 20) -> list[Row]:
    """Grades one to six with as many girls as boys."""
    counts = ["boarding_n", "left_behind_n", "suspended_n", "retained_n", "exempt_n", "archived_n"]
    return [
        {
            "semester": SEMESTER,
            "unit_code": label_of("unit", unit),
            "school_code": school_of(unit),
            "stage": "小学",
            "grade": label_of("grade", str(grade)),
            "sex": sex,
            "enrolled_n": pupils,
            "class_n": 1 if sex == "男" else "",
            "homeroom_n": 1 if sex == "男" else "",
            **dict.fromkeys(counts, 0),
        }
        for grade in range(1, 7)
        for sex in ("男", "女")
    ]


def staff(unit: str) -> list[Row]:
    """A full-time teacher at the school and, but for 市直, a researcher at the unit."""
    number = units().index(unit)
    common = {
        "unit_code": label_of("unit", unit),
        "valid_from": "2020-09-01",
        "establishment": "在编",
        "psych_major": "是",
        "certificate": "心理教师资格",
        "entry_channel": "招聘",
        "psych_hours_week": 10,
        "other_hours_week": 2,
    }
    teacher = {
        "staff_token": make_token("S", number),
        "school_code": school_of(unit),
        "post_code": "专职心理教师",
        **common,
    }
    researcher = {
        "staff_token": make_token("S", 1000 + number),
        "post_code": "专职教研员",
        **common,
    }
    return [teacher] if unit == "3607SZ" else [teacher, researcher]


def screening(unit: str, pupils: int = 18) -> list[Row]:
    """So many pupils a grade and sex, tested with MHT in October 2026; all normal."""
    number = units().index(unit)
    return [
        {
            "round_id": ROUND,
            "pupil_token": make_token("P", number * 10_000 + grade * 1_000 + sex * 100 + pupil),
            "school_code": school_of(unit),
            "grade": label_of("grade", str(grade)),
            "sex": ("男", "女")[sex],
            "platform": "赣鄱心理平台",
            "instrument": "MHT",
            "instrument_version": "100Q",
            "norm_set": "CN",
            "score_scale": "原始分",
            "test_date": "2026-10-12",
            "attempt_no": 1,
            "validity_score": 1,
            "total_score": 16,
            **{f"sub_0{number}": 2 for number in range(1, 9)},
            "consent": "同意",
            "source": "普查",
        }
        for grade in range(4, 7)
        for sex in (0, 1)
        for pupil in range(pupils)
    ]


def drop_nil(settings: Settings, form_id: str, period: str, unit: str) -> Path:
    """Lay a workbook into the inbox by which the unit's school reports that it has nothing."""
    scope = [(school_of(unit), "", "是", "")]
    path = settings.inbox / f"{form_id}-{period}-{unit}.xlsx"
    path.write_bytes(workbook(form_id, [], scope=scope, period=period, unit_code=unit))
    return path


def fill(settings: Settings, rivals: Sequence[str] = ()) -> None:
    """Take in register, enrolment, staff and screening of every unit, evening by evening.

    No school has a case; September and October are reported as nil. Units in `rivals` send two
    enrolments that differ, of which none counts.
    """
    from orchestration.intake import Intake

    drop(settings, "F00", SEMESTER, "3607", register())
    Intake(settings).run(REGISTER_DAY)
    for unit in units():
        drop(settings, "F01", SEMESTER, unit, enrolment(unit))
        if unit in rivals:
            drop(settings, "F01", SEMESTER, unit, enrolment(unit, pupils=21), "又一份.csv")
        drop(settings, "F07", SEMESTER, unit, staff(unit))
        _drop_no_cases(settings, "2026-09", unit)
    Intake(settings).run(COUNT_DAY)
    for unit in units():
        drop(settings, "F02", ROUND, unit, screening(unit))
        _drop_no_cases(settings, "2026-10", unit)
    Intake(settings).run(SCREENING_DAY)


def _drop_no_cases(settings: Settings, month: str, unit: str) -> None:
    for form_id in ("F04", "F05"):
        drop_nil(settings, form_id, month, unit)
