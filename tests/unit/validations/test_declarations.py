"""What a workbook says of its version and its year, and what that means on the day it arrives."""

from collections.abc import Iterator
from datetime import date, datetime

import polars as pl
import pytest

from tests.filled_workbooks import good_row, good_rows, incoming, judge, rule_ids, workbook
from validations import template_versions
from validations.code_lists import read_seed
from validations.decided import NOTHING_KNOWN, Known
from validations.forms import FORMS
from validations.gate import GateResult, check_batch
from validations.parameters import Parameters
from validations.period_dates import lock_day, school_year_of

# Of F01 there was a version 0 up to 20 September 2026; the window is 30 days.
OLDER = {"form_id": "F01", "template_version": "0", "valid_from": "2023-09-01"} | {
    "valid_to": "2026-09-20"
}
NOW = {"form_id": "F01", "template_version": "1", "valid_from": "2026-09-21", "valid_to": None}
AHEAD = {"form_id": "F01", "template_version": "2", "valid_from": "2027-02-01", "valid_to": None}


@pytest.fixture
def _three_versions(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    versions = pl.DataFrame([OLDER, NOW | {"valid_to": "2027-01-31"}, AHEAD])
    monkeypatch.setattr(
        template_versions,
        "read_seed",
        lambda name: versions if name == "code_form_version" else read_seed(name),
    )
    yield


def received(day: str, known: Known = NOTHING_KNOWN, /, **meta: object) -> GateResult:
    content = workbook("F01", good_rows("F01", 2), **meta)
    at = datetime.fromisoformat(f"{day} 20:00")
    return check_batch([incoming(content)], at, "b", known)


@pytest.mark.usefixtures("_three_versions")
def test_an_older_blank_is_taken_with_a_note_until_its_window_closes() -> None:
    result = received("2026-10-20", template_version="0", revision=3)
    assert rule_ids(result) == ["W09"]
    assert "2026-10-20" in result.findings["fix"][0]
    assert result.submissions.select("status", "revision", "template_version").rows() == [
        ("accepted", 3, "0")
    ]


@pytest.mark.usefixtures("_three_versions")
def test_an_older_blank_is_refused_with_words_once_the_window_has_closed() -> None:
    result = received("2026-10-21", template_version="0")
    assert rule_ids(result) == ["W16"]
    assert "2026-10-20" in result.findings["words"][0]
    assert result.findings["cell"].to_list() == ["B2"]
    assert result.submissions.select("status", "rows_accepted").rows() == [("rejected", 0)]


@pytest.mark.usefixtures("_three_versions")
def test_the_window_is_as_long_as_the_office_has_decided() -> None:
    longer = Known(parameters=Parameters({"template_window_days": {date(2026, 9, 15): "60"}}))
    assert rule_ids(received("2026-10-21", longer, template_version="0")) == ["W09"]
    assert rule_ids(received("2026-11-20", longer, template_version="0")) == ["W16"]


@pytest.mark.usefixtures("_three_versions")
@pytest.mark.parametrize(
    ("version", "day"),
    [("1", "2026-10-21"), ("1.0", "2026-10-21"), ("0", "2026-09-20"), ("2", "2027-01-20")],
)
def test_the_version_of_the_day_or_one_handed_out_ahead_needs_no_word(
    version: str, day: str
) -> None:
    assert rule_ids(received(day, template_version=version)) == []


def test_a_version_that_was_never_handed_out_is_refused() -> None:
    result = judge(incoming(workbook("F01", good_rows("F01", 1), template_version="7")))
    assert rule_ids(result) == ["W17"]
    assert result.submissions["rows_accepted"].to_list() == [0]


def test_the_version_on_a_blank_is_the_last_one_of_the_seed() -> None:
    last = read_seed("code_form_version").sort("valid_from").unique("form_id", keep="last")
    versions = dict(last.select("form_id", "template_version").iter_rows())
    assert versions == {form_id: form.template_version for form_id, form in FORMS.items()}


def test_a_form_of_last_year_dropped_in_september_goes_by_its_own_period_and_is_told() -> None:
    rows = [good_row("F01", n) | {"semester": "2025-2026-2"} for n in range(2)]
    content = workbook("F01", rows, period="2025-2026-2")
    result = check_batch([incoming(content)], datetime(2026, 9, 3, 20), "b")
    assert rule_ids(result) == ["W15"]
    assert result.findings["severity"].to_list() == ["提示"]
    assert result.submissions.select("period", "status").rows() == [("2025-2026-2", "accepted")]
    assert result.scopes["period"].unique().to_list() == ["2025-2026-2"]


def test_a_late_correction_within_the_year_is_no_matter_of_last_year() -> None:
    # The register of the autumn is locked by mid-October; sent in November it is this year's.
    assert rule_ids(judge(incoming(workbook("F01", good_rows("F01", 1))))) == []


@pytest.mark.parametrize("period", ["2026-08", "2025-09"])
def test_a_form_has_no_period_before_it_came_into_force(period: str) -> None:
    # Else a register of a year nobody kept one in would start cases that are overdue since long.
    days = dict.fromkeys(("opened_on", "level_on", "status_on", "plan_on"), f"{period}-02")
    acks = dict.fromkeys(("ack_principal_on", "ack_psych_on", "ack_homeroom_on"), f"{period}-03")
    rows = [good_row("F04") | days | acks | {"parent_contact_on": None}]
    content = workbook("F04", rows, period=period)
    result = check_batch([incoming(content)], datetime(2026, 10, 30, 20), "b")
    assert "W18" in rule_ids(result)
    assert result.submissions["rows_accepted"].to_list() == [0]
    assert result.scopes.filter(pl.col("is_nil")).is_empty()
    told = result.findings.filter(pl.col("rule_id") == "W18").row(0, named=True)
    assert told["words"] == f"重点关注与一生一案台账自 2026-09-01 起报送，没有 {period} 这一期。"
    assert told["severity"] == "必改"


@pytest.mark.parametrize(
    ("form_id", "period", "locked"),
    [
        ("F01", "2026-2027-1", date(2026, 10, 16)),
        ("F02", "2026-2027-1R1", date(2026, 12, 7)),
        ("F04", "2026-10", date(2026, 12, 5)),
        ("F04", "2027-02", date(2027, 4, 4)),
        ("F01", "2031-2032-1", None),
    ],
)
def test_the_lock_of_a_period_is_counted_from_its_anchor(
    form_id: str, period: str, locked: date | None
) -> None:
    assert lock_day(FORMS[form_id], period) == locked


def test_a_school_year_runs_from_september_to_august() -> None:
    days = [date(2026, 8, 31), date(2026, 9, 1), date(2027, 1, 1)]
    assert [school_year_of(day) for day in days] == [2025, 2026, 2026]
