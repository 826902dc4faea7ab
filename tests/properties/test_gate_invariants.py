"""What holds of the gate for any input: nothing lost, nothing made up, every fault told."""

from datetime import date
from typing import Any

import hypothesis.strategies as st
import polars as pl
from hypothesis import HealthCheck, given, settings

from tests.filled_workbooks import (
    PERIODS,
    Row,
    good_rows,
    grid,
    incoming,
    judge,
    school,
    workbook,
    write_xlsx,
)
from validations.cell_values import read_date, read_decimal, read_integer
from validations.form_columns import columns_of, lake_schema
from validations.forms import FORMS
from validations.gate import GateResult

FEW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
MANY = settings(max_examples=300, deadline=None)

# One wrong cell per column: what is typed, and the suffix of the rule that must tell it.
FAULTS: dict[str, list[tuple[str, Any, str]]] = {
    "F01": [
        ("sex", "男女", "sex.list"),
        ("grade", None, "grade.required"),
        ("enrolled_n", "四十", "enrolled_n.type"),
        ("enrolled_n", 5001, "enrolled_n.range"),
        ("boarding_n", 3.5, "boarding_n.type"),
        ("archived_n", -1, "archived_n.range"),
        ("school_code", "9936000001", "school_code.pattern"),
        ("point_no", "第一", "point_no.pattern"),
        ("explain", "长" * 61, "explain.length"),
    ],
    "F02": [
        ("pupil_token", "P123", "pupil_token.pattern"),
        ("grade", "十三年级", "grade.list"),
        ("test_date", "2026年10月", "test_date.type"),
        ("attempt_no", 0, "attempt_no.range"),
        ("is_valid", "也许", "is_valid.type"),
        ("consent", None, "consent.required"),
        ("level", "二级", "level.list"),
    ],
    "F03": [
        ("round_id", "2026秋", "round_id.pattern"),
        ("grade", None, "grade.required"),
        ("mild_n", "三", "mild_n.type"),
        ("refused_n", -1, "refused_n.range"),
        ("started_on", "2026年10月", "started_on.type"),
        ("sex", "男女", "sex.list"),
    ],
    "F04": [
        ("case_id", "2136000001-26-1", "case_id.pattern"),
        ("pupil_token", "P123", "pupil_token.pattern"),
        ("opened_on", "2026.10", "opened_on.type"),
        ("entry_source", "听说", "entry_source.list"),
        ("level", "二级", "level.list"),
        ("level_on", None, "level_on.required"),
        ("owner_token", "张老师", "owner_token.pattern"),
        ("plan_on", "尽快", "plan_on.type"),
        ("status", None, "status.required"),
        ("close_reason", "好了", "close_reason.list"),
    ],
    "F05": [
        ("case_id", None, "case_id.required"),
        ("event_seq", 0, "event_seq.range"),
        ("event_on", "上周", "event_on.type"),
        ("mode", "微信", "mode.list"),
        ("minutes", "半小时", "minutes.type"),
        ("minutes", 601, "minutes.range"),
        ("by_token", "S1", "by_token.pattern"),
        ("outcome", None, "outcome.required"),
        ("refer_to", "北京", "refer_to.list"),
    ],
    "F07": [
        ("post_code", "校医", "post_code.list"),
        ("psych_major", "?", "psych_major.type"),
        ("valid_from", "25.9.1", "valid_from.type"),
        ("psych_hours_week", 41, "psych_hours_week.range"),
        ("served_school_codes", "一小", "served_school_codes.pattern"),
    ],
}
NOISE = st.one_of(
    st.none(),
    st.sampled_from(
        [
            "",
            " ",
            "/",
            "—",
            "无",
            "合计",
            "例：x",
            "１２",
            "2.13601E+09",
            "2025.3.1",
            "是",
            "男",
            "x" * 300,
            "13800138000",
            "=1+1",
            "#DIV/0!",
            "NaN",
            "-0",
            "1e400",
            "\u0000".strip("\u0000"),
            "小学",
        ]
    ),
    st.integers(-(10**12), 10**12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12),
)


def place_of(result: GateResult) -> list[tuple[Any, ...]]:
    return sorted(result.findings.select("row_number", "rule_id").rows())


@st.composite
def planted(draw: st.DrawFn) -> tuple[str, list[Row], list[tuple[int, str]]]:
    """Good rows of a form with at most one fault a row, and the faults (row number, rule)."""
    form_id = draw(st.sampled_from(sorted(FAULTS)))
    rows = good_rows(form_id, draw(st.integers(1, 8)))
    faults = []
    for number, row in enumerate(rows, 4):
        fault = draw(st.none() | st.sampled_from(FAULTS[form_id]))
        if fault:
            column, typed, rule = fault
            row[column] = typed
            faults.append((number, f"{form_id}.{rule}"))
    return form_id, rows, faults


@FEW
@given(planted())
def test_planted_faults_are_the_reported_faults(
    case: tuple[str, list[Row], list[tuple[int, str]]],
) -> None:
    form_id, rows, faults = case
    result = judge(incoming(workbook(form_id, rows)))
    must_fix = result.findings.filter(severity="必改").select("row_number", "rule_id").rows()
    assert sorted(must_fix) == sorted(faults)
    wrong = {row for row, _ in faults}
    kept = result.rows[FORMS[form_id].main.lake_table]["row_number"].to_list()
    assert kept == [row for row in range(4, 4 + len(rows)) if row not in wrong]


@st.composite
def noisy(draw: st.DrawFn) -> tuple[str, list[list[Any]]]:
    """The grid of a form with cells of any kind scattered over rows and header."""
    form_id = draw(st.sampled_from(sorted(FORMS)))
    cells = grid(form_id, good_rows(form_id, draw(st.integers(0, 6))))
    for _ in range(draw(st.integers(0, 12))):
        row = draw(st.integers(0, len(cells) - 1))
        column = draw(st.integers(0, len(cells[0]) - 1))
        cells[row][column] = draw(NOISE)
    return form_id, cells


@FEW
@given(noisy())
def test_rows_read_are_rows_accepted_and_rejected_and_every_rejection_has_cell_rule_and_words(
    case: tuple[str, list[list[Any]]],
) -> None:
    form_id, cells = case
    form = FORMS[form_id]
    folder = (form_id, PERIODS[form_id], "3607" if form_id == "F00" else "360702")
    empty = {sheet.title: grid(sheet.sheet_id, []) for sheet in form.sheets}
    result = judge(incoming(write_xlsx(empty | {form.main.title: cells}), folder=folder))
    counts = result.submissions.row(0, named=True)
    assert counts["rows_read"] == counts["rows_accepted"] + counts["rows_rejected"]
    accepted = result.rows[form.main.lake_table]
    assert accepted.height == counts["rows_accepted"]
    assert dict(accepted.schema) == lake_schema(form.main)
    assert_every_rejection_is_told(result, counts["rows_rejected"], accepted)


def assert_every_rejection_is_told(
    result: GateResult, rejected: int, accepted: pl.DataFrame
) -> None:
    findings = result.findings
    assert findings["words"].null_count() == findings["fix"].null_count() == 0
    if personal := findings.filter(pl.col("rule_id").str.starts_with("T"))["cell"].to_list():
        # One cell of personal data takes the whole workbook, and answers for every row.
        assert None not in personal and accepted.is_empty()
        return
    if findings.filter(pl.col("rule_id").is_in(["H01", "H02"]))["cell"].len():
        assert rejected >= 0  # the header's cell answers for every row
        return
    telling = findings.filter(
        (pl.col("severity") == "必改") | pl.col("rule_id").is_in(["N01", "N02"]),
        pl.col("row_number").is_not_null(),
        pl.col("sheet") != "报送范围",
    )
    assert telling["cell"].null_count() == 0
    assert telling["row_number"].n_unique() == rejected
    assert not set(telling["row_number"]) & set(accepted["row_number"])


@FEW
@given(st.permutations(range(4)), st.lists(planted(), min_size=4, max_size=4))
def test_the_order_of_files_in_a_batch_changes_nothing_but_the_order(
    order: list[int], cases: list[tuple[str, list[Row], list[tuple[int, str]]]]
) -> None:
    files = [
        incoming(workbook(form_id, rows), f"{n}.xlsx", f"s{n}")
        for n, (form_id, rows, _) in enumerate(cases)
    ]
    straight, shuffled = judge(*files), judge(*(files[n] for n in order))
    for name, rows in straight.rows.items():
        assert rows.sort("submission_id", "row_number").equals(
            shuffled.rows[name].sort("submission_id", "row_number")
        )
    assert straight.submissions.sort("submission_id").equals(
        shuffled.submissions.sort("submission_id")
    )
    assert straight.scopes.sort("submission_id", "scope_code").equals(
        shuffled.scopes.sort("submission_id", "scope_code")
    )
    keys = ["submission_id", "row_number", "cell", "rule_id"]
    assert straight.findings.sort(keys).equals(shuffled.findings.sort(keys))


@FEW
@given(st.lists(planted(), min_size=2, max_size=3))
def test_a_file_is_judged_alike_alone_and_among_others(
    cases: list[tuple[str, list[Row], list[tuple[int, str]]]],
) -> None:
    files = [
        incoming(workbook(form_id, rows), f"{n}.xlsx", f"s{n}")
        for n, (form_id, rows, _) in enumerate(cases)
    ]
    together = judge(*files)
    for file in files:
        alone = judge(file)
        mine = together.findings.filter(submission_id=file.submission_id)
        assert sorted(alone.findings.rows(), key=str) == sorted(mine.rows(), key=str)


@st.composite
def filled(draw: st.DrawFn) -> list[Row]:
    """Rows of F01 as counts may be, all good."""
    rows = good_rows("F01", draw(st.integers(1, 12)))
    for row in rows:
        enrolled = draw(st.integers(20, 69))
        away = draw(st.integers(0, enrolled))
        row |= {
            "enrolled_n": enrolled,
            "boarding_n": draw(st.integers(0, enrolled)),
            "left_behind_n": draw(st.integers(0, enrolled)),
            "suspended_n": away,
            "retained_n": 0,
            "exempt_n": draw(st.integers(0, enrolled - away)),
            "archived_n": draw(st.integers(0, enrolled)),
            "explain": draw(st.none() | st.sampled_from(["新增一个班", "复核无误"])),
        }
    return rows


@FEW
@given(filled())
def test_a_form_filled_and_read_back_holds_what_was_filled(rows: list[Row]) -> None:
    result = judge(incoming(workbook("F01", rows)))
    read = result.rows["f01_enrolment"]
    assert read.height == len(rows)
    for column in columns_of(FORMS["F01"].main):
        if column.kind in ("integer", "text"):
            assert read[column.name].to_list() == [row.get(column.name) for row in rows]


@FEW
@given(filled(), st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]))
def test_a_csv_says_the_same_as_a_workbook(rows: list[Row], encoding: str) -> None:
    folder = ("F01", "2026-2027-1", "360702")
    lines = [
        ",".join("" if cell is None else str(cell) for cell in line) for line in grid("F01", rows)
    ]
    from_csv = judge(incoming("\n".join(lines).encode(encoding), "a.csv", folder=folder))
    from_xlsx = judge(incoming(workbook("F01", rows), "a.xlsx"))
    table = "f01_enrolment"
    assert from_csv.rows[table].drop("sheet").equals(from_xlsx.rows[table].drop("sheet"))
    assert (
        from_csv.scopes["content_digest"].to_list() == from_xlsx.scopes["content_digest"].to_list()
    )


@MANY
@given(st.text(max_size=20))
def test_any_text_is_a_value_or_a_problem_and_never_an_exception(text: str) -> None:
    for reading in (read_integer(text, True), read_decimal(text), read_date(text)):
        assert (reading.value is None) or (reading.problem is None)
        assert reading.value is not None or reading.problem or reading.note


@MANY
@given(st.dates(min_value=date(1955, 1, 1)))
def test_a_day_written_in_any_of_the_usual_ways_is_that_day(day: Any) -> None:
    ways = (
        f"{day:%Y-%m-%d}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}/{day.month:02}/{day.day}",
        f"{day:%Y%m%d}",
        f"{day:%Y-%m-%d} 00:00:00",
    )
    assert {read_date(way).value for way in ways} == {day}


def test_schools_of_one_batch_are_counted_apart() -> None:
    files = [
        incoming(
            workbook("F02", [row | {"school_code": school(n)} for row in good_rows("F02", n)]),
            f"{n}.xlsx",
            f"s{n}",
        )
        for n in range(1, 5)
    ]
    counts = judge(*files).scopes.select("submission_id", "scope_code", "rows_accepted").rows()
    assert counts == [(f"s{n}", school(n), n) for n in range(1, 5)]
