"""A handed-out workbook, filled and sent back, comes out of the gate as it was filled."""

from datetime import datetime

import hypothesis.strategies as st
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings

from reports.submission_form import build_form
from reports.workbook import workbook_bytes
from tests.filled_workbooks import (
    PERIODS,
    SCHOOL,
    UNIT,
    good_rows,
    incoming,
    judge,
    rule_ids,
    workbook,
)
from validations.forms import FORMS

ISSUED = datetime(2026, 9, 1)
SCOPE = pl.DataFrame({"school_code": [SCHOOL], "school_name": ["示例小学"]})
OF_UNIT = pl.DataFrame({"school_code": [UNIT], "school_name": ["章贡区"]})
ADDRESS = ("submission_id", "sheet", "row_number")


def handed_out(form_id: str, rows: pl.DataFrame | None, revision: int = 1) -> bytes:
    unit = "3607" if form_id == "F00" else UNIT
    book = build_form(
        FORMS[form_id],
        PERIODS[form_id],
        unit,
        ISSUED,
        OF_UNIT if FORMS[form_id].scope_kind == "unit" else SCOPE,
        rows=None if rows is None else {form_id: rows},
        revision=revision,
    )
    return workbook_bytes(book, ISSUED)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(FORMS)), st.integers(1, 12), st.integers(1, 9))
def test_filled_rows_come_back_as_they_were(form_id: str, count: int, revision: int) -> None:
    table = FORMS[form_id].main.lake_table
    rows = judge(incoming(workbook(form_id, good_rows(form_id, count)))).rows[table].drop(ADDRESS)
    result = judge(incoming(handed_out(form_id, rows, revision)))
    assert rule_ids(result) == []
    assert result.rows[table].drop(ADDRESS).equals(rows)
    assert result.submissions.select("revision", "declared_by", "status").rows() == [
        (revision, "meta", "accepted")
    ]


@pytest.mark.parametrize("form_id", sorted(FORMS))
def test_a_blank_sent_back_as_it_was_is_told_to_be_empty(form_id: str) -> None:
    result = judge(incoming(handed_out(form_id, None)))
    assert rule_ids(result) == (["W14"] if form_id == "F00" else ["S01"])
    assert result.submissions["rows_read"].to_list() == [0]
