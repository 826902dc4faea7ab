"""A personal number in any cell, in any dress and among any words, is found there and masked."""

import random
from datetime import datetime

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.receipt import COUNTS, receipt_facts
from tests.filled_workbooks import good_row, grid, incoming, judge, meta, write_xlsx
from tests.planted_numbers import CARRIERS, KINDS, MAKERS, dressed
from validations.tokens import make_token
from validations.tripwire import personal_in
from validations.tripwire_book import personal_hits

FILLERS = st.sampled_from(
    [None, "360702", "2136000001", "2026-10-12", "五年级", "平稳", "24", "0.5", "本学期新增一个班",
     "2026-10-12 00:00:00", "45717.354166666664", "MHT心理健康诊断测验", "15、16、17、18"]
)  # fmt: skip
TOKENS = st.integers(0, 2**60).map(lambda value: make_token("P", value))


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(sorted(MAKERS)),
    st.integers(0, 2**32),
    st.sampled_from(CARRIERS),
    st.lists(st.lists(FILLERS | TOKENS, min_size=4, max_size=4), min_size=1, max_size=8),
    st.data(),
)
def test_a_number_is_found_in_its_cell_whatever_it_wears(
    kind: str, seed: int, carrier: str, rows: list[list[str | None]], data: st.DataObject
) -> None:
    luck = random.Random(seed)
    number = MAKERS[kind](luck)
    row = data.draw(st.integers(0, len(rows) - 1))
    column = data.draw(st.integers(0, 3))
    clean = pl.DataFrame(rows, schema=dict.fromkeys("ABCD", pl.String), orient="row")
    assert personal_hits("表.xlsx", [("数据", clean)]) == ()
    rows[row][column] = carrier.format(dressed(kind, number, luck))
    cells = pl.DataFrame(rows, schema=dict.fromkeys("ABCD", pl.String), orient="row")
    hits = personal_hits("表.xlsx", [("数据", cells)])
    assert {(hit.cell, hit.rule_id) for hit in hits} == {
        (f"{'ABCD'[column]}{row + 1}", KINDS[kind])
    }
    assert all(len(hit.shown.rstrip("*")) <= 3 for hit in hits)


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(sorted(MAKERS)), st.integers(0, 2**32), st.sampled_from(CARRIERS), st.data())
def test_a_workbook_with_one_lets_nothing_through(
    kind: str, seed: int, carrier: str, data: st.DataObject
) -> None:
    luck = random.Random(seed)
    number = MAKERS[kind](luck)
    rows = grid("F01", [good_row("F01", n) for n in range(4)])
    row = data.draw(st.integers(0, len(rows) - 1))
    column = data.draw(st.integers(0, len(rows[0]) + 2))
    rows[row] += [None] * (column + 1 - len(rows[row]))
    rows[row][column] = carrier.format(dressed(kind, number, luck))
    said = [list(pair) for pair in meta("F01").items()]
    result = judge(incoming(write_xlsx({"学籍基数": rows, "_meta": said})))
    assert result.submissions["status"].to_list() == ["quarantined"]
    assert KINDS[kind] in result.findings["rule_id"].to_list()
    tables = (result.submissions, result.findings, result.scopes, *result.rows.values())
    digits = "".join(sign for sign in number if sign.isdigit())
    everything = "".join(table.write_json() for table in tables)
    assert digits[-8:] not in everything.replace("-", "").replace(" ", "")
    assert all(table.is_empty() for table in result.rows.values())


# Mostly digits, as one in some dozens of fingerprints is somewhere.
HEX = st.text("0123456789a", min_size=64, max_size=64)


@settings(max_examples=300, deadline=None)
@given(HEX, st.datetimes(datetime(2020, 1, 1), datetime(2099, 12, 31)), st.integers(1, 9999))
def test_no_receipt_is_taken_for_a_person_where_a_number_beside_it_is(
    digest: str, received_at: datetime, number: int
) -> None:
    told = {
        "submission_id": f"{received_at:%Y%m%dT%H%M%S}-{digest[:6]}-{number:04d}",
        "file_name": "坏.xlsx",
        "form_id": "F01",
        "period": "2026-2027-1",
        "unit_code": "360702",
        "received_at": received_at,
        "file_sha256": digest,
        "status": "accepted",
    } | dict.fromkeys(COUNTS, 3)
    for _, text in receipt_facts(told):
        assert personal_in(text) == ()
        assert [hit.rule_id for hit in personal_in(f"{text} 13800138000")] == ["T02"]
