"""The level of every instrument as the warehouse recomputes it, recounted from the seeds."""

import os
import random
import sys
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from orchestration.stores.keys import Keys
from orchestration.stores.warehouse import KEY_VARIABLE, Warehouse
from tests.lake_builder import LakeBuilder, Sent
from validations.code_lists import read_seed
from validations.tokens import make_token

ROUND, SEMESTER, UNIT = "2026-2027-1R1", "2026-2027-1", "360702"
SCHOOL = "3436000001"
SUBS = [f"sub_{n:02d}" for n in range(1, 11)]
KEY = ["instrument", "instrument_version", "norm_set", "score_scale"]
PROJECT = Path(__file__).parents[2] / "dbt_project"


def score(chance: random.Random, lowest: str, highest: str, reach: float) -> float:
    """A score in the lower `reach` of the range, often a whole number, where cut-offs lie."""
    low, high = float(lowest), float(highest)
    value = chance.uniform(low, low + (high - low) * reach)
    return float(round(value)) if chance.random() < 0.7 else round(value, 2)


def made_rows() -> list[dict]:
    chance = random.Random(20260901)
    rows = []
    for version in read_seed("code_instrument_version").to_dicts():
        for _ in range(40):
            reach = chance.random()
            subs = {
                name: score(chance, version["sub_min"], version["sub_max"], reach)
                for name in SUBS[: int(version["sub_count"])]
            }
            rows.append(
                {name: version[name] for name in KEY}
                | subs
                | {
                    "is_held": False,
                    "round_id": ROUND,
                    "pupil_token": make_token("P", len(rows)),
                    "school_code": SCHOOL,
                    "grade": "10",
                    "sex": chance.choice("12"),
                    "test_date": date(2026, 9, 20),
                    "attempt_no": 1,
                    "validity_score": float(chance.randint(0, 10))
                    if version["has_validity"] == "true"
                    else None,
                    "total_score": score(chance, version["total_min"], version["total_max"], reach),
                    "crisis_flag": chance.random() < 0.1,
                    "consent": "agreed",
                    "source": "census",
                }
            )
    return rows


def recounted_rank(row: dict) -> int | None:
    """The worst band over the parts of a test, straight from the seeds; None where it is void."""
    if row["validity_score"] is not None and row["validity_score"] >= 7:
        return None
    ranks = {r["level_code"]: int(r["rank"]) for r in read_seed("code_risk_level").to_dicts()}
    worst = ranks["moderate"] if row["crisis_flag"] else 0
    for band in read_seed("standard_instrument_level").to_dicts():
        if any(band[name] != row[name] for name in KEY):
            continue
        part = band["score_part"]
        names = ["total_score"] if part == "total" else SUBS if part == "any_sub" else [part]
        for value in (row[name] for name in names if row.get(name) is not None):
            is_in = Decimal(str(value)) >= Decimal(band["lower_bound"]) and (
                band["upper_bound"] is None or Decimal(str(value)) < Decimal(band["upper_bound"])
            )
            worst = max(worst, ranks[band["level_code"]]) if is_in else worst
    return worst


@pytest.fixture(scope="module")
def rows() -> list[dict]:
    return made_rows()


@pytest.fixture(scope="module")
def recomputed(rows, tmp_path_factory) -> dict[str, int | None]:
    """Token -> level rank in fct_screening_tests, built by dbt from a lake of these rows."""
    import subprocess

    folder = tmp_path_factory.mktemp("levels")
    school = {
        "school_code": SCHOOL,
        "school_name": "演练高级中学",
        "unit_code": UNIT,
        "category": "34",
        "stages": "senior",
        "opened_on": date(2000, 9, 1),
    }
    received = datetime(2026, 9, 25, 20)
    LakeBuilder(folder / "lake").batch(
        received, Sent("F00", SEMESTER, "3607", [school]), Sent("F02", ROUND, UNIT, rows)
    )
    surroundings = os.environ | {
        "XINQING_WAREHOUSE": str(folder / "w.duckdb"),
        "XINQING_LAKE": str(folder / "lake"),
        KEY_VARIABLE: Keys(folder).store_key(),
        "XINQING_KNOWN_AT": "2026-10-01 00:00:00",
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    }
    command = ["build", "--select", "+fct_screening_tests", "--exclude-resource-type", "unit_test"]
    command += ["--exclude-resource-type", "test"]
    command += ["--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT)]
    command += ["--target-path", str(folder / "target"), "--log-path", str(folder / "target")]
    done = subprocess.run(
        [sys.executable, "-c", "from dbt.cli.main import cli; cli()", *command],
        env=surroundings,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:]
    built = Warehouse(folder / "w.duckdb", folder, folder / "lake")
    with built.connect() as warehouse:
        frame: pl.DataFrame = warehouse.execute(
            "select pupil_token, level_rank from fct_screening_tests"
        ).pl()
    return dict(frame.iter_rows())


def test_every_test_is_judged_and_none_is_lost(rows, recomputed):
    assert set(recomputed) == {row["pupil_token"] for row in rows}


@pytest.mark.parametrize("instrument", read_seed("code_instrument")["instrument"].to_list())
def test_the_level_is_the_worst_over_the_parts_of_the_instrument(instrument, rows, recomputed):
    own = [row for row in rows if row["instrument"] == instrument]
    expected = {row["pupil_token"]: recounted_rank(row) for row in own}
    assert {token: recomputed[token] for token in expected} == expected
    assert len(set(expected.values())) > 1
