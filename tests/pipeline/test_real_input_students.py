"""Real answers of 223 students, sent as F02 under PHQ-9 and GAD-7, against a plain recount."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from orchestration.figures import warehouse_of
from orchestration.settings import Settings
from tests.pipeline.taking_in import drop_csv, figure, figures, new_home, take_in
from validations.tokens import make_token

FOLDER = Path(__file__).parents[2].parent / "shared" / "data" / "ukm_malaysia_phq9_gad7_pss10"
pytestmark = [
    pytest.mark.real_input,
    pytest.mark.skipif(not FOLDER.is_dir(), reason=f"no answers of real students at {FOLDER}"),
]

UNIT, SCHOOL, MONTH = "3607SZ", "3436992101", "2026-10"
LEVELS = ("normal", "mild", "moderate", "severe")
LABELS = dict(zip(LEVELS, ("正常", "轻度", "中度", "重度"), strict=True))
SEX = {"Male": "男", "Female": "女"}


def students() -> list[dict[str, int | str]]:
    """Sum scores, the crisis item and the sex of each student; the files join by row only."""

    def rows(name: str) -> list[dict[str, str]]:
        with (FOLDER / name).open(encoding="utf-8-sig", newline="") as lines:
            return list(csv.DictReader(lines))

    people, answers = rows("Demography.csv"), rows("Psychological_aspects.csv")
    assert [p["BMI"] for p in people] == [a["BMI"] for a in answers]
    return [
        {
            "phq": sum(int(answer[f"D{n}"]) for n in range(1, 10)),
            "gad": sum(int(answer[f"A{n}"]) for n in range(1, 8)),
            "crisis": int(answer["D9"]),
            "sex": SEX[person["Gender"]],
        }
        for person, answer in zip(people, answers, strict=True)
    ]


def band(total: int) -> int:
    """0–3 by the published cut-offs 5, 10, 15 that PHQ-9 and GAD-7 share."""
    return (total >= 5) + (total >= 10) + (total >= 15)


def screening(people: list[dict[str, int | str]]) -> list[dict[str, str]]:
    common = {
        "round_id": "2026-2027-1R1", "school_code": SCHOOL, "grade": "高二",
        "platform": "赣鄱心理平台", "score_scale": "原始分", "norm_set": "国际通用界值",
        "test_date": "2026-10-12", "attempt_no": "1", "is_valid": "是", "consent": "同意",
        "source": "普查",
    }  # fmt: skip
    rows = []
    for number, person in enumerate(people):
        own = {**common, "pupil_token": make_token("P", number), "sex": str(person["sex"])}
        phq = {"instrument": "PHQ-9患者健康问卷抑郁量表", "instrument_version": "9题版"}
        rows.append({
            **own, **phq, "total_score": str(person["phq"]),
            "crisis_flag": "是" if person["crisis"] else "否",
            "level": LABELS[LEVELS[band(int(person["phq"]))]],
        })  # fmt: skip
        gad = {"instrument": "GAD-7广泛性焦虑量表", "instrument_version": "7题版"}
        rows.append({**own, **gad, "total_score": str(person["gad"])})
    return rows


@pytest.fixture(scope="module")
def people() -> list[dict[str, int | str]]:
    return students()


@pytest.fixture(scope="module")
def home(people: list[dict[str, int | str]], tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = new_home(tmp_path_factory.mktemp("students") / "home")
    register = {
        "school_code": SCHOOL, "school_name": "测试高级中学", "unit_code": "市直",
        "category": "高级中学/完全中学", "stages": "高中", "opened_on": "2005-09-01",
    }  # fmt: skip
    drop_csv(settings, "F00", "2026-2027-1", "3607", [register])
    by_sex = Counter(str(person["sex"]) for person in people)
    zeros = dict.fromkeys(
        ("boarding_n", "left_behind_n", "suspended_n", "retained_n", "exempt_n", "archived_n"), "0"
    )
    enrolment = [
        {
            "semester": "2026-2027-1", "unit_code": "市直", "school_code": SCHOOL,
            "stage": "高中", "grade": "高二", "sex": sex, "enrolled_n": str(count), **zeros,
            "class_n": "5" if sex == "男" else "", "homeroom_n": "5" if sex == "男" else "",
        }
        for sex, count in by_sex.items()
    ]  # fmt: skip
    drop_csv(settings, "F01", "2026-2027-1", UNIT, enrolment)
    drop_csv(settings, "F02", "2026-2027-1R1", UNIT, screening(people))
    batch = take_in(settings, datetime(2026, 11, 4, 20))
    assert batch.findings.filter(pl.col("severity") == "必改").is_empty(), batch.findings
    return settings


@pytest.fixture(scope="module")
def counted(home: Settings) -> pl.DataFrame:
    return figures(home)


def test_the_files_are_the_ones_known(people: list[dict[str, int | str]]) -> None:
    assert len(people) == 223


def test_every_answer_sheet_is_accepted_and_every_student_counts_once(
    home: Settings, counted: pl.DataFrame, people: list[dict[str, int | str]]
) -> None:
    rows = warehouse_of(home).read("fct_screening_tests")
    assert rows.height == 2 * len(people)
    coverage = figure(counted, f"M02.{UNIT}.{MONTH}")
    assert (coverage["numerator"], coverage["denominator"]) == (len(people), len(people))


def test_a_students_level_is_the_worst_of_both_and_of_the_crisis_item(
    counted: pl.DataFrame, people: list[dict[str, int | str]]
) -> None:
    expected = Counter(
        max(band(int(p["phq"])), band(int(p["gad"])), 2 if p["crisis"] else 0) for p in people
    )
    assert min(expected.values()) > 0
    for rank, level in enumerate(LEVELS):
        for variant in ("a", "b"):
            row = figure(counted, f"M08-{variant}-{level}.{UNIT}.{MONTH}")
            assert (row["numerator"], row["denominator"]) == (expected[rank], len(people))


@pytest.mark.parametrize(("instrument", "key"), [("PHQ-9_9Q", "phq"), ("GAD-7_7Q", "gad")])
def test_detection_by_instrument_is_recounted(
    counted: pl.DataFrame, people: list[dict[str, int | str]], instrument: str, key: str
) -> None:
    row = figure(counted, f"M09-{instrument}_INTL_senior.{UNIT}.{MONTH}")
    raised = [p for p in people if band(int(p[key])) or (key == "phq" and p["crisis"])]
    assert (row["numerator"], row["denominator"]) == (len(raised), len(people))


def test_a_level_that_the_crisis_item_raised_is_named(
    home: Settings, counted: pl.DataFrame, people: list[dict[str, int | str]]
) -> None:
    found = warehouse_of(home).read("rpt_cross_finding").filter(pl.col("rule_id") == "X92")
    raised = [p for p in people if p["crisis"] and band(int(p["phq"])) < 2]
    assert found.height == len(raised) > 0
