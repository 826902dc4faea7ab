"""A real school census as F00 and F07: who has a psychologist, recounted from the census itself."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import fastexcel
import polars as pl
import pytest

from orchestration.figures import warehouse_of
from orchestration.rehearsal.drop import write_submission
from orchestration.rehearsal.submissions import ScopeRow, Submission
from orchestration.settings import Settings
from tests.pipeline.taking_in import drop_csv, figure, figures, new_home, take_in
from validations.code_lists import label_of, read_seed
from validations.tokens import make_token

FILE = Path(__file__).parents[2].parent / "shared" / "data" / "inep_escolas_tocantins_2025"
FILE = FILE / "Escolas-to.xlsx"
pytestmark = [
    pytest.mark.real_input,
    pytest.mark.skipif(not FILE.is_file(), reason=f"no real school census at {FILE}"),
]
SEMESTER, MONTH = "2026-2027-1", "2026-09"


def census() -> pl.DataFrame:
    """One row a school: its number in the file, unit by municipality, state, psychologists."""
    rows = fastexcel.read_excel(FILE).load_sheet(0, dtypes="string").to_polars()
    municipalities = sorted(set(rows["CO_MUNICIPIO"]))
    units = read_seed("code_reporting_unit")["unit_code"].to_list()
    unit_of = {place: units[n % len(units)] for n, place in enumerate(municipalities)}
    return rows.select(
        school_code=pl.format("2136{}", pl.int_range(500_000, 500_000 + pl.len())),
        unit_code=pl.col("CO_MUNICIPIO").replace_strict(unit_of),
        is_active=pl.col("TP_SITUACAO_FUNCIONAMENTO") == "1",
        psychologists=pl.col("QT_PROF_PSICOLOGO").cast(pl.Int64).fill_null(0),
    )


def register_row(school: dict[str, object]) -> dict[str, str]:
    return {
        "school_code": str(school["school_code"]),
        "school_name": f"普查学校{school['school_code']}",
        "unit_code": label_of("unit", str(school["unit_code"])),
        "category": "小学",
        "stages": "小学",
        "opened_on": "2005-09-01",
        "closed_on": "" if school["is_active"] else "2025-08-31",
    }


def staff_rows(school: dict[str, object], first: int) -> list[dict[str, str]]:
    common = {
        "unit_code": label_of("unit", str(school["unit_code"])),
        "school_code": str(school["school_code"]),
        "post_code": "专职心理教师", "valid_from": "2024-09-01", "establishment": "在编",
        "psych_major": "是", "certificate": "心理教师资格", "entry_channel": "招聘",
        "psych_hours_week": "12", "other_hours_week": "2",
    }  # fmt: skip
    count = int(str(school["psychologists"]))
    return [{**common, "staff_token": make_token("S", first + n)} for n in range(count)]


def roster(unit_code: str, own: list[dict[str, object]]) -> Submission:
    """A unit's F07: a row a psychologist, 零报告 for every school that has none."""
    staff = [
        row for school in own for row in staff_rows(school, int(str(school["school_code"])) * 9)
    ]
    return Submission(
        sent_on=date(2026, 9, 14),
        form_id="F07",
        period=SEMESTER,
        unit_code=unit_code,
        path=f"{unit_code}.xlsx",
        format="xlsx",
        rows=tuple(staff),
        scope=tuple(
            ScopeRow(str(s["school_code"]), f"普查学校{s['school_code']}", not s["psychologists"])
            for s in own
        ),
    )


@pytest.fixture(scope="module")
def schools() -> pl.DataFrame:
    return census()


@pytest.fixture(scope="module")
def home(schools: pl.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = new_home(tmp_path_factory.mktemp("census") / "home")
    rows = schools.to_dicts()
    drop_csv(settings, "F00", SEMESTER, "3607", [register_row(school) for school in rows])
    for unit_code in sorted(set(schools["unit_code"])):
        own = [s for s in rows if s["unit_code"] == unit_code and s["is_active"]]
        write_submission(roster(unit_code, own), settings.inbox)
    batch = take_in(settings, datetime(2026, 9, 14, 20))
    assert batch.findings.filter(pl.col("severity") == "必改").is_empty(), batch.findings
    return settings


@pytest.fixture(scope="module")
def counted(home: Settings) -> pl.DataFrame:
    return figures(home)


def test_the_census_is_the_one_known(schools: pl.DataFrame) -> None:
    active = schools.filter("is_active")
    assert (active.height, schools.height - active.height) == (1581, 636)
    assert active.filter(pl.col("psychologists") > 0).height == 358
    assert schools.filter(~pl.col("is_active"))["psychologists"].sum() == 0
    assert schools["unit_code"].n_unique() == 21


def test_active_schools_are_expected_and_inactive_ones_are_not(
    home: Settings, counted: pl.DataFrame, schools: pl.DataFrame
) -> None:
    expected = warehouse_of(home).read("rpt_reporting", month=MONTH, form_id="F01")
    active = Counter(schools.filter("is_active")["unit_code"])
    assert dict(expected.select("unit_code", "expected_count").iter_rows()) == active


def test_schools_that_have_a_psychologist_and_that_lack_one_are_those_of_the_census(
    counted: pl.DataFrame, schools: pl.DataFrame
) -> None:
    city = figure(counted, f"M21.3607.{MONTH}")
    assert (city["numerator"], city["denominator"]) == (358, 1581)
    assert (city["received_count"], city["expected_count"]) == (1581, 1581)
    active = schools.filter("is_active")
    have, all_ = (
        Counter(active.filter(pl.col("psychologists") > least)["unit_code"]) for least in (0, -1)
    )
    for unit_code in sorted(all_):
        row = figure(counted, f"M21.{unit_code}.{MONTH}")
        assert (row["numerator"], row["denominator"]) == (have[unit_code], all_[unit_code])


def test_every_psychologist_is_counted_once(counted: pl.DataFrame, schools: pl.DataFrame) -> None:
    total = figure(counted, f"M27-a.3607.{MONTH}")
    assert total["denominator"] == schools["psychologists"].sum() == 351 + 6 * 2 + 3


def test_the_census_workbook_itself_is_told_to_be_no_form(tmp_path: Path) -> None:
    settings = new_home(tmp_path / "home")
    shutil.copy(FILE, settings.inbox / "Escolas-to.xlsx")
    folder = settings.inbox / "F07" / SEMESTER / "360702"
    folder.mkdir(parents=True)
    shutil.copy(FILE, folder / "Escolas-to.xlsx")

    batch = take_in(settings, datetime(2026, 9, 14, 20))

    assert set(batch.submissions["status"]) == {"rejected"}
    assert batch.submissions["rows_accepted"].sum() == 0
    words = batch.findings.filter(pl.col("severity") == "必改")["words"].to_list()
    assert len(words) >= 2
    assert all("这不是心晴的报表" in told for told in words)
