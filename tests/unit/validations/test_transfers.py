"""F06: both ends of a leg, legs in their order, and archives that leave the city."""

import pytest

from tests.filled_workbooks import (
    Row,
    good_row,
    good_rows,
    incoming,
    judge,
    judge_row,
    rule_ids,
    workbook,
)
from tests.unit.validations.broken_support import OUTSIDE, RECEIVER, SENDER
from validations.code_lists import labels, options
from validations.gate import GateResult
from validations.tokens import make_token
from validations.vocabulary import code_of

CROSSING = {"leg_no": "县局到县局"}


def sent(*rows: Row, unit: str = "360702", period: str = "2026-10") -> GateResult:
    return judge(incoming(workbook("F06", rows, unit_code=unit, period=period)))


def row(**changes: object) -> Row:
    return good_row("F06") | changes


def test_the_whole_way_within_a_county_is_two_legs_told_from_both_ends() -> None:
    within = {"to_unit": "章贡区"}
    last = within | {"leg_no": "县局到接收学校"}
    rows = [
        row(**within),
        row(**within, **RECEIVER),
        row(**last) | {"sent_on": "2026-10-16"},
        row(**last) | RECEIVER | {"arrived_on": "2026-10-19"},
    ]
    result = sent(*rows)
    assert rule_ids(result) == []
    assert result.scopes.select("scope_code", "rows_accepted").rows() == [("360702", 4)]


def test_each_county_tells_its_own_end_of_the_crossing() -> None:
    assert rule_ids(sent(row(**CROSSING))) == []
    assert rule_ids(sent(row(**CROSSING, **RECEIVER), unit="360703")) == []
    told = sent(row(**CROSSING, **RECEIVER)).findings
    assert told["rule_id"].to_list() == ["F06.R10"]
    assert told["words"].to_list() == ["“县局到县局”一段的接收方应由南康区报送，而本表是章贡区的。"]


def test_an_archive_that_leaves_the_city_ends_when_the_county_posts_it() -> None:
    assert rule_ids(sent(row(**OUTSIDE))) == []
    assert rule_ids(sent(row(**OUTSIDE, **CROSSING) | {"reason": "转出市外"})) == []
    assert rule_ids(sent(row(**OUTSIDE, **CROSSING) | RECEIVER)) == ["F06.R14"]


def test_another_city_of_the_province_is_outside_too() -> None:
    rows = sent(row(**OUTSIDE) | {"to_province": "江西"}).rows["f06_transfer"]
    assert rows.select("to_unit", "to_province").rows() == [("outside", "36")]


def test_a_school_not_yet_known_is_left_empty_until_the_last_leg() -> None:
    assert rule_ids(sent(row(to_school=None))) == []
    later = row(**RECEIVER)
    assert rule_ids(sent(row(to_school=None), later)) == []


def test_a_leg_cannot_begin_before_the_archive_has_come() -> None:
    came = row(**RECEIVER)
    early = row(**CROSSING) | {"sent_on": "2026-10-15"}
    result = sent(row(), came, early)
    assert rule_ids(result) == ["F06.R23"]
    assert result.findings["cell"].to_list() == ["M6"]
    assert rule_ids(sent(row(), came, early | {"sent_on": "2026-10-16"})) == []


def test_what_another_unit_tells_of_the_leg_before_is_no_affair_of_this_file() -> None:
    last = {"leg_no": "县局到接收学校", "sent_on": "2026-10-12"}
    assert rule_ids(sent(row(**last), unit="360703")) == []


def test_ends_that_tell_the_same_day_do_not_clash() -> None:
    assert rule_ids(sent(row(), row(**RECEIVER) | {"arrived_on": "2026-10-14"})) == []


def test_a_row_copied_whole_from_the_slip_keeps_its_own_part_and_its_days_are_compared() -> None:
    whole = row(arrived_on="2026-10-16", received_by_token=make_token("S", 1))
    assert rule_ids(sent(whole)) == ["F06.R09"]
    assert rule_ids(sent(whole | {"arrived_on": "2026-10-13"})) == ["F06.R09", "F06.R22"]


@pytest.mark.parametrize(
    ("column", "other"),
    [
        ("reason", "转学"),
        ("to_unit", "赣县区"),
        ("to_school", "3136000002"),
        ("pupil_token", make_token("P", 9)),
    ],
)
def test_two_rows_of_one_slip_that_tell_different_things_are_both_told_at_that_cell(
    column: str, other: str
) -> None:
    result = sent(row(), row(**RECEIVER) | {column: other})
    assert set(rule_ids(result)) == {"F06.R24"}
    assert result.findings["column_name"].to_list() == [column, column]
    assert result.rows["f06_transfer"].is_empty()


def test_another_seal_at_the_other_end_is_asked_about_and_the_rows_count() -> None:
    result = sent(row(), row(**RECEIVER) | {"seal_no": "B000001"})
    assert set(rule_ids(result)) == {"F06.R25"}
    assert set(result.findings["column_name"]) == {"seal_no"}
    assert result.rows["f06_transfer"].height == 2


def test_a_seal_stays_on_its_archive_over_all_legs_and_schools_number_their_own() -> None:
    assert rule_ids(sent(row(), row(**RECEIVER), row(**CROSSING) | {"sent_on": "2026-10-16"})) == []
    elsewhere = row(
        transfer_id="2136000002-2026-T0001",
        from_school="2136000002",
        pupil_token=make_token("P", 5),
    )
    assert rule_ids(sent(row(), elsewhere)) == []


def test_a_seal_on_two_archives_of_a_school_is_told_for_both() -> None:
    rows = good_rows("F06", 4)
    rows[2]["seal_no"] = rows[3]["seal_no"] = rows[0]["seal_no"]
    result = sent(*rows)
    assert rule_ids(result) == ["F06.R26"] * 4
    assert "2 张移交单" in result.findings["words"][0]


def test_a_day_ahead_is_told_at_its_cell_while_the_month_still_runs() -> None:
    ahead = row(**RECEIVER) | {"arrived_on": "2026-11-03"}
    result = sent(ahead, period="2026-11")
    assert rule_ids(result) == ["F06.R21"]
    assert result.findings["column_name"].to_list() == ["arrived_on"]


def test_ten_working_days_are_in_time_and_the_eleventh_is_asked_about() -> None:
    # Sent on Wednesday 14 October: the tenth working day after it is Wednesday the 28th.
    assert rule_ids(sent(row(), row(**RECEIVER) | {"arrived_on": "2026-10-28"})) == []
    assert rule_ids(sent(row(), row(**RECEIVER) | {"arrived_on": "2026-10-29"})) == ["F06.R27"]


def test_a_leg_of_long_ago_has_no_day_it_was_due() -> None:
    old = sent(row(sent_on="2019-07-01"), row(**RECEIVER))
    assert rule_ids(old) == ["F06.R29"]


def test_all_faults_of_a_row_are_told_at_once() -> None:
    empty = row(**SENDER) | {"sent_on": None, "sent_by_token": None, "to_school": "2136000001"}
    assert rule_ids(sent(empty)) == ["F06.R04", "F06.R05", "F06.R11"]


def test_the_number_of_a_leg_read_as_a_number_is_its_code() -> None:
    rows = judge_row("F06", leg_no="1.0").rows["f06_transfer"]
    assert rows["leg_no"].to_list() == ["1"]


def test_a_target_is_any_unit_by_any_of_its_names_or_outside() -> None:
    assert options("transfer_target") == (*options("unit"), "市外")
    assert list(labels("transfer_target").values())[-1] == "outside"
    for word, code in (("南康", "360703"), ("赣州经开区", "3607JK"), ("外省", "outside")):
        assert code_of("transfer_target", word) == code
    assert code_of("unit", "市外") is None
    told = judge_row("F06", to_unit="蓉江").findings
    assert told["rule_id"].to_list() == ["F06.to_unit.list"]
    assert "可能指" in told["words"][0]


@pytest.mark.parametrize(
    ("typed", "kept"), [("a260001", "A260001"), ("Ａ２６ ０００１", "A260001"), (260001, "260001")]
)
def test_a_seal_is_known_however_it_is_typed(typed: object, kept: str) -> None:
    assert judge_row("F06", seal_no=typed).rows["f06_transfer"]["seal_no"].to_list() == [kept]


@pytest.mark.parametrize("typed", ["A12", "2.6E+08", "封条一号"])
def test_what_is_no_number_of_a_seal_is_told(typed: str) -> None:
    assert rule_ids(judge_row("F06", seal_no=typed)) == ["F06.seal_no.pattern"]


@pytest.mark.parametrize(
    ("column", "typed", "rule_id"),
    [
        ("pupil_token", make_token("P", 0)[:-1] + "0", "F06.R01"),
        ("to_unit", "火星", "F06.to_unit.list"),
        ("to_school", "三中", "F06.to_school.pattern"),
        ("pieces", 0, "F06.pieces.range"),
    ],
)
def test_a_cell_at_fault_is_told_on_its_own_row_and_leaves_the_other_end_alone(
    column: str, typed: object, rule_id: str
) -> None:
    result = sent(row(**{column: typed}), row(**RECEIVER))
    assert rule_ids(result) == [rule_id]
    assert result.rows["f06_transfer"]["side"].to_list() == ["receiver"]
