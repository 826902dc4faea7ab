"""F13: a list that may only shrink, and pieces for the bulletin."""

import pytest

from tests.filled_workbooks import Row, good_row, incoming, judge, rule_ids, workbook
from validations.gate import GateResult

DROPPED = {"entry_status": "取消", "school_n": 0}
MERGED = {"entry_status": "合并", "school_n": 0}


def listed(*changes: Row) -> GateResult:
    rows = [good_row("F13", number) | change for number, change in enumerate(changes)]
    return judge(incoming(workbook("F13", rows)))


def test_a_new_item_without_approval_must_be_mended() -> None:
    result = listed(DROPPED, {"entry_status": "新增"})
    assert rule_ids(result) == ["F13.R03"]
    assert result.findings["cell"].to_list() == ["D5"]
    assert listed(
        DROPPED, {"entry_status": "新增", "approval_no": "批〔2026〕1号"}
    ).findings.is_empty()


def test_a_list_that_owns_to_growing_is_asked_why() -> None:
    added = {"entry_status": "新增", "approval_no": "批〔2026〕1号"}
    result = listed(DROPPED, added, added)
    assert rule_ids(result) == ["F13.R07", "F13.R07"]
    assert result.findings["words"][0] == "本表新增 2 项，多于取消、合并的 1 项。"


@pytest.mark.parametrize(("of_target", "told"), [({}, []), (DROPPED, ["F13.R06"])])
def test_what_is_merged_goes_into_an_item_that_stays(of_target: Row, told: list[str]) -> None:
    merged = MERGED | {"merged_into": "360702-2026-J001"}
    assert rule_ids(listed(of_target, merged)) == told


def test_an_item_is_not_merged_into_itself() -> None:
    assert rule_ids(listed(MERGED | {"merged_into": "360702-2026-J001"})) == ["F13.R06"]


def test_what_is_banned_may_be_told_of_an_item_given_up() -> None:
    assert rule_ids(listed(DROPPED | {"banned_forms": "投票"})) == []


def test_the_second_semester_begins_in_february() -> None:
    rows = [good_row("F13B", n) | {"month": m} for n, m in enumerate(("2026-01", "2026-02"))]
    result = judge(incoming(workbook("F13B", rows, period="2025-2026-2")))
    must_fix = result.findings.filter(severity="必改")
    assert must_fix.select("rule_id", "row_number").rows() == [("F13B.R03", 4)]
