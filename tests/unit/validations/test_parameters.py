"""A parameter decided on the desk is one value for the gate and the warehouse alike."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.filled_workbooks import RECEIVED, good_row, incoming, rule_ids, workbook
from validations import parameters as module
from validations.code_lists import UnknownCodeError
from validations.decided import NOTHING_KNOWN, Known, known_of
from validations.gate import check_batch
from validations.parameters import Parameters

MODEL = Path(__file__).parents[3] / "dbt_project/models/intermediate/int_parameters.sql"
FIRST = date(2026, 9, 1)
DAYS = [FIRST + timedelta(days=number) for number in range(12)]
DECIDED_AT = datetime(2026, 8, 1, 20)


def decided(*changes: tuple[str, str, date]) -> Known:
    """What is known after these decisions (name, value, first day), taken one after the other."""
    said = [
        {"kind": "parameter", "choice": "set", "item_name": name, "value": value}
        | {"valid_from": day.isoformat()}
        for name, value, day in changes
    ]
    return known_of(
        (one, "数据专员", DECIDED_AT + timedelta(hours=n)) for n, one in enumerate(said)
    )


def told(level_on: str, known: Known) -> list[str]:
    """What the gate says of a case of that day without a plan, received on 2 November."""
    days = dict.fromkeys(("opened_on", "level_on", "status_on"), level_on)
    none = dict.fromkeys(("plan_on", "ack_principal_on", "ack_psych_on", "ack_homeroom_on"))
    content = workbook("F04", [good_row("F04") | days | none])
    return rule_ids(check_batch([incoming(content)], RECEIVED, "b", known))


def test_a_plan_is_asked_for_by_the_days_the_office_has_decided() -> None:
    # Monday 19 October has its tenth working day on 2 November, its eighth on 29 October.
    assert told("2026-10-19", NOTHING_KNOWN) == []
    assert told("2026-10-19", decided(("plan_days", "8", date(2026, 10, 19)))) == ["F04.R09"]
    assert told("2026-10-19", decided(("plan_days", "8", date(2026, 10, 20)))) == []
    assert told("2026-10-16", decided(("plan_days", "20", date(2026, 10, 1)))) == []


def test_the_later_of_two_decisions_on_one_day_holds() -> None:
    known = decided(("plan_days", "8", FIRST), ("plan_days", "9", FIRST))
    assert known.parameters.value("plan_days", FIRST) == "9"
    assert known.parameters.value("plan_days", FIRST - timedelta(days=1)) == "10"


Span = tuple[date, date | None]


@st.composite
def _seed(draw: st.DrawFn) -> list[Span]:
    """Spans of one parameter that begin on different days; some end early, some never."""
    first_days = sorted(draw(st.sets(st.sampled_from(DAYS), min_size=1, max_size=4)))
    ends = [draw(st.none() | st.sampled_from(DAYS)) for _ in first_days]
    return [
        (day, end if end is None or end >= day else day)
        for day, end in zip(first_days, ends, strict=True)
    ]


@pytest.mark.filterwarnings("ignore")
@settings(max_examples=60, deadline=None)
@given(seed=_seed(), changes=st.lists(st.sampled_from(DAYS), max_size=4))
def test_the_gate_and_the_warehouse_use_one_value_on_every_day(
    seed: list[Span], changes: list[date]
) -> None:
    stated = [("p", f"s{n}", day, end) for n, (day, end) in enumerate(seed)]
    chosen = [("p", f"d{n}", day) for n, day in enumerate(changes)]
    spans = _in_warehouse(stated, chosen)
    known = decided(*chosen).parameters
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "read_seed", lambda _: _as_seed(stated))
        for day in DAYS:
            assert _value(known, day) == _holding(spans, day), (day, stated, chosen)


def _value(known: Parameters, day: date) -> str | None:
    try:
        return known.value("p", day)
    except UnknownCodeError:
        return None


def _holding(spans: Sequence[tuple[Any, ...]], day: date) -> str | None:
    found = [value for value, first, last in spans if first <= day and (not last or day <= last)]
    assert len(found) <= 1
    return found[0] if found else None


def _as_seed(stated: Sequence[tuple[str, str, date, date | None]]) -> pl.DataFrame:
    return pl.DataFrame(
        [
            (name, value, str(first), str(last) if last else None)
            for name, value, first, last in stated
        ],
        schema=dict.fromkeys(("parameter", "value", "valid_from", "valid_to"), pl.String),
        orient="row",
    )


def _in_warehouse(
    stated: Sequence[tuple[str, str, date, date | None]], chosen: Sequence[tuple[str, str, date]]
) -> list[tuple[Any, ...]]:
    """The spans as the model itself cuts them: value, first day, last day."""
    sql = MODEL.read_text(encoding="utf-8")
    sql = re.sub(r"\{\{ ref\('(\w+)'\) \}\}", r"\1", sql)
    sql = sql.replace("{{ add_days('next_from', -1) }}", "cast(next_from - 1 as date)")
    with duckdb.connect() as connection:
        connection.execute(
            "create table standard_parameter"
            " (parameter text, value text, valid_from date, valid_to date);"
            "create table int_decisions"
            " (kind text, item_name text, value text, valid_from date, decided_at timestamp)"
        )
        for row in stated:
            connection.execute("insert into standard_parameter values (?, ?, ?, ?)", row)
        for number, row in enumerate(chosen):
            at = DECIDED_AT + timedelta(hours=number)
            connection.execute(
                "insert into int_decisions values ('parameter', ?, ?, ?, ?)", [*row, at]
            )
        return connection.execute(f"select value, valid_from, valid_to from ({sql})").fetchall()
