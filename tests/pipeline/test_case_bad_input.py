"""Registers and follow-ups with every fault of the list: each is told once, and the rest goes on.

The faults stand in ``bad_cases``. What an officer's decisions may get wrong is tried with the
decisions, what the clock does to nights and mails with those.
"""

from __future__ import annotations

from datetime import timedelta

import polars as pl
import pytest

from orchestration.figures import build_figures, warehouse_of
from orchestration.intake import Intake
from orchestration.settings import Settings
from orchestration.stores.lake import Lake
from orchestration.stores.lake_tables import lake_tables
from orchestration.stores.warehouse import Warehouse
from tests.pipeline.bad_cases import (
    FOUR,
    GONE,
    OCTOBER,
    OCTOBER_CONTACTS,
    OCTOBER_DAY,
    ONE,
    SEPTEMBER,
    THREE,
    TWO,
    UNITS,
    number,
    send,
)
from tests.pipeline.small_home import make_home
from tests.pipeline.term_files import lay
from validations.tokens import make_token

KNOWN_AT = OCTOBER_DAY + timedelta(days=3)
PUPIL = make_token("P", 1)

# rule, severity, school, row of the sheet, what its sentence must say
TOLD_BY_THE_GATE = [
    ("F04.R07", "必改", THREE, "I5", "重度个案没有责任人"),
    ("F04.R09", "需说明", THREE, "H6", "应有一生一案，本行没有填日期"),
    ("F04.R10", "需说明", THREE, "A7", f"个案号 {number(ONE, 1)} 不以本校标识码"),
    ("F04.R11", "需说明", ONE, "N5", "状态是结案，当前等级还是中度"),
    ("F04.R12", "需说明", THREE, "I6", "中度个案没有责任人"),
    ("W18", "必改", None, None, "没有 2025-09 这一期"),
]
TOLD_BY_THE_WAREHOUSE = [
    ("X05", "必改", ONE, "第6行", "个案已于2026-10-10结束"),
    ("X05", "必改", ONE, "第7行", "早于纳入日期2026-10-08"),
    ("X05", "必改", ONE, "第8行", "台账中没有这个个案"),
    ("X06", "需说明", TWO, "第10行", f"执行人{GONE}在2026-10-19不在岗"),
    ("X06", "需说明", TWO, "第8行", f"责任人{GONE}"),
    ("X94", "需说明", TWO, "第12行", "随访于2026-10-12记为调整到重度，台账没有显示"),
    ("X94", "需说明", TWO, "第7行", "台账于2026-10-20调为重度"),
    ("X96", "必改", ONE, "第4行", f"个案号{number(ONE, 1)}被两所学校使用"),
    ("X96", "必改", THREE, "第7行", f"个案号{number(ONE, 1)}被两所学校使用"),
    ("X97", "需说明", ONE, "第4行", f"学生{PUPIL}同一时段在两所学校都有应随访的个案"),
    ("X97", "需说明", THREE, "第8行", f"学生{PUPIL}同一时段在两所学校都有应随访的个案"),
    ("X98", "需说明", FOUR, None, "上期还有2个在册个案，本期台账为空"),
]


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A home that took the faults in."""
    made = make_home(tmp_path_factory.mktemp("bad") / "home")
    send(made)
    return made


@pytest.fixture(scope="module")
def built(settings: Settings) -> Warehouse:
    """Its figures, built and tested as every night; faults stop nothing."""
    result = build_figures(settings, KNOWN_AT)
    assert result.published, [(node.unique_id, node.message) for node in result.failed]
    return warehouse_of(settings)


def read(settings: Settings, table: str) -> pl.DataFrame:
    return Lake(settings.lake, lake_tables()).read(table)


def told(findings: pl.DataFrame) -> list[tuple[str | None, ...]]:
    """Rule, severity, school and place of each finding."""
    rows = findings.select("rule_id", "severity", "scope_code", "cell").rows()
    return sorted(rows, key=str)


def test_the_gate_tells_each_fault_of_a_file_once_and_at_its_cell(settings: Settings):
    findings = read(settings, "findings")
    wanted = sorted((one[:4] for one in TOLD_BY_THE_GATE), key=str)
    assert [(rule, severity) for rule, severity, *_ in told(findings)] == [
        (rule, severity) for rule, severity, *_ in wanted
    ]
    assert [one for one in told(findings) if one[0] != "W18"] == [
        one for one in wanted if one[0] != "W18"
    ]


@pytest.mark.parametrize("fault", TOLD_BY_THE_GATE, ids=lambda fault: fault[0])
def test_the_gate_speaks_in_a_sentence_and_says_what_to_do(settings: Settings, fault):
    (row,) = read(settings, "findings").filter(pl.col("rule_id") == fault[0]).to_dicts()
    assert fault[4] in row["words"]
    assert row["words"].endswith("。")
    assert row["fix"].endswith("。")


def test_the_warehouse_tells_each_contradiction_once_and_at_its_row(built: Warehouse):
    findings = built.read("rpt_cross_finding").filter(pl.col("period") == "2026-10")
    assert told(findings) == sorted((one[:4] for one in TOLD_BY_THE_WAREHOUSE), key=str)


@pytest.mark.parametrize(
    "fault", TOLD_BY_THE_WAREHOUSE, ids=lambda fault: f"{fault[0]}-{fault[2]}-{fault[3]}"
)
def test_the_warehouse_speaks_in_a_sentence_and_says_what_to_do(built: Warehouse, fault):
    rule, _, school, cell, words = fault
    place = pl.col("cell").eq_missing(cell) & (pl.col("scope_code") == school)
    found = built.read("rpt_cross_finding", rule_id=rule, period="2026-10").filter(place)
    (row,) = found.to_dicts()
    assert words in row["words"]
    assert "{" not in row["words"]
    assert row["words"].endswith("。")
    assert row["fix"].endswith("。")


def test_september_without_a_fault_is_told_nothing(built: Warehouse, settings: Settings):
    assert built.read("rpt_cross_finding", period="2026-09").is_empty()
    assert read(settings, "findings").filter(pl.col("period") == "2026-09").is_empty()


def test_every_row_is_counted_once_and_only_what_may_not_count_is_left_out(settings: Settings):
    submissions = read(settings, "submissions")
    read_n, accepted, rejected = (
        submissions[name].sum() for name in ("rows_read", "rows_accepted", "rows_rejected")
    )
    assert read_n == accepted + rejected
    cases = read(settings, "f04_case")
    # Without an owner, and the register of a year that kept none.
    assert cases.height == len(SEPTEMBER) + len(OCTOBER) - 1
    assert cases.filter(pl.col("case_id") == number(THREE, 2)).is_empty()
    assert not cases["case_id"].str.contains("-2025-").any()
    assert read(settings, "f05_followup").height == 8 + len(OCTOBER_CONTACTS)


def test_cases_go_on_whatever_is_wrong_with_their_registers(built: Warehouse):
    october = built.read("fct_cases", month="2026-10")
    running = october.filter(pl.col("is_running")).select("school_code", "case_id").rows()
    assert {case_id for school, case_id in running if school == FOUR} == {
        number(FOUR, 1),
        number(FOUR, 2),
    }, "an empty register ends no case"
    assert (ONE, number(ONE, 2)) not in running, "closed is closed"
    assert (THREE, number(ONE, 1)) in running, "one number at two schools: two cases"
    assert (ONE, number(ONE, 1)) in running
    assert len(running) == len(set(running)) == 11


def test_a_contact_out_of_place_fulfils_nothing(built: Warehouse):
    cases = built.read("fct_cases", month="2026-10")
    early = cases.filter(pl.col("case_id") == number(ONE, 3)).row(0, named=True)
    assert early["last_contact_on"] is None
    assert early["is_overdue"]


def test_months_begin_where_reports_began(built: Warehouse):
    assert built.read("dim_month")["month"].min() == "2026-09"


def test_each_unit_finds_its_own_faults_with_its_returns(settings: Settings):
    returned = {path.parent.name for path in settings.returns.glob("*/*/*.xlsx")} | {
        path.relative_to(settings.returns).parts[0] for path in settings.returns.rglob("*.xlsx")
    }
    for unit in UNITS:
        assert any(name.startswith(unit) for name in returned), unit


def test_with_the_clock_set_back_a_day_a_correction_still_comes_last(settings: Settings):
    """Runs last: it adds to the home."""
    before = read(settings, "submissions").height
    rows = [row for row in OCTOBER if row["school_code"] == THREE]
    rows = [row | {"owner_token": row["owner_token"] or GONE} for row in rows]
    lay(settings, "F04", "2026-10", "360704", rows)
    (batch,) = Intake(settings).run(OCTOBER_DAY - timedelta(days=1)).batches
    assert batch.received_at > OCTOBER_DAY
    assert read(settings, "submissions").height == before + 1
    assert number(THREE, 2) in read(settings, "f04_case")["case_id"].to_list()
