"""A form with several data sheets: found by their headers, sent, judged and replaced as one."""

import csv
import io
from typing import Any

import polars as pl
import pytest

from tests.filled_workbooks import (
    good_row,
    good_rows,
    grid,
    incoming,
    judge,
    meta,
    rule_ids,
    workbook,
    write_xlsx,
)
from validations.forms import FORMS, SHEETS
from validations.gate import GateResult
from validations.tokens import make_token

SEVERAL = sorted(form_id for form_id, form in FORMS.items() if len(form.sheets) > 1)
F11 = ("F11", "F11P", "F11A")


def sheets_of(**rows: Any) -> dict[str, list[list[Any]]]:
    """The sheets of F11 by title, each with the rows given, and ``_meta``."""
    sheets = {SHEETS[name].title: grid(name, given) for name, given in rows.items()}
    return sheets | {"_meta": [list(pair) for pair in meta("F11").items()]}


def judged(**rows: Any) -> GateResult:
    return judge(incoming(write_xlsx(sheets_of(**rows))))


def counts(result: GateResult) -> tuple[Any, ...]:
    columns = ("status", "rows_read", "rows_accepted", "rows_rejected")
    return result.submissions.select(columns).row(0)


def digest(**rows: Any) -> str:
    return str(judged(**rows).scopes["content_digest"].item())


def three(**changes: Any) -> dict[str, Any]:
    return {name: good_rows(name, 2) for name in F11} | changes


def test_rows_of_all_sheets_are_counted_together_and_kept_apart() -> None:
    result = judged(F11=good_rows("F11", 3), F11P=good_rows("F11P", 4), F11A=good_rows("F11A", 2))
    assert rule_ids(result) == []
    assert counts(result) == ("accepted", 9, 9, 0)
    kept = {SHEETS[name].lake_table: n for name, n in zip(F11, (3, 4, 2), strict=True)}
    assert {name: result.rows[name].height for name in kept} == kept
    assert result.scopes.select("scope_code", "rows_read", "rows_accepted").rows() == [
        ("360702", 9, 9)
    ]


def test_findings_lead_to_the_sheet_they_are_about() -> None:
    rows = three()
    rows["F11P"][1] |= {"attendee_role": "保安"}
    rows["F11A"][0] |= {"award_class": None, "award_rank": None}
    result = judged(**rows)
    found = result.findings.select("rule_id", "sheet", "cell", "row_number").rows()
    assert sorted(found) == [
        ("F11A.R04", "获奖名单", "D4", 4),
        ("F11P.attendee_role.list", "参加名单", "C5", 5),
    ]
    assert counts(result) == ("partly_accepted", 6, 4, 2)
    assert result.scopes["must_fix_count"].to_list() == [2]


@pytest.mark.parametrize("form_id", SEVERAL)
def test_a_missing_sheet_takes_the_whole_file_and_is_named(form_id: str) -> None:
    form = FORMS[form_id]
    for missing in form.sheets:
        sheets = {
            sheet.title: grid(sheet.sheet_id, good_rows(sheet.sheet_id, 1))
            for sheet in form.sheets
            if sheet is not missing
        } | {"_meta": [list(pair) for pair in meta(form_id).items()]}
        result = judge(incoming(write_xlsx(sheets)))
        assert rule_ids(result) == ["W21"]
        assert missing.title in result.findings["words"][0]
        others = len(form.sheets) - 1
        assert counts(result) == ("rejected", others, 0, others)
        assert all(result.rows[sheet.lake_table].is_empty() for sheet in form.sheets)


def test_a_sheet_whose_header_lacks_a_required_column_takes_the_others_with_it() -> None:
    sheets = sheets_of(**three())
    for row in sheets["参加名单"]:
        del row[2]
    result = judge(incoming(write_xlsx(sheets)))
    assert rule_ids(result) == ["H01"]
    assert result.findings["sheet"].to_list() == ["参加名单"]
    assert counts(result) == ("rejected", 6, 0, 6)


def test_a_sheet_is_known_by_its_header_whatever_it_is_called() -> None:
    sheets = sheets_of(**three())
    sheets["参加名单"], sheets["获奖名单"] = sheets["获奖名单"], sheets["参加名单"]
    result = judge(incoming(write_xlsx(sheets)))
    assert (rule_ids(result), counts(result)) == ([], ("accepted", 6, 6, 0))
    assert set(result.rows["f11_award"]["sheet"]) == {"参加名单"}
    assert set(result.rows["f11_attendance"]["sheet"]) == {"获奖名单"}


def test_two_sheets_of_one_kind_are_read_one_after_the_other() -> None:
    sheets = sheets_of(F11=[good_row("F11")], F11P=[], F11A=[])
    result = judge(incoming(write_xlsx(sheets | {"续表": grid("F11", [good_row("F11", 1)])})))
    assert (rule_ids(result), counts(result)) == ([], ("accepted", 2, 2, 0))
    assert result.rows["f11_activity"]["sheet"].to_list() == ["活动登记", "续表"]


def test_a_sheet_may_be_empty_where_another_has_rows() -> None:
    result = judged(F11=good_rows("F11", 2), F11P=[], F11A=[])
    assert (rule_ids(result), counts(result)) == ([], ("accepted", 2, 2, 0))


def test_nil_is_told_by_the_unit_and_is_at_odds_with_rows_on_any_sheet() -> None:
    scope = [["360702", "章贡区", "是", None]]
    nil = judge(incoming(workbook("F11", [], scope=scope)))
    assert (rule_ids(nil), nil.scopes["is_nil"].to_list()) == ([], [True])
    both = judge(incoming(workbook("F11A", good_rows("F11A", 1), scope=scope)))
    assert (rule_ids(both), both.scopes["is_nil"].to_list()) == (["S02"], [False])


def test_the_digest_sees_every_sheet_and_which_it_is_but_no_order() -> None:
    whole = digest(**three())
    assert digest(**three(F11A=good_rows("F11A", 2)[::-1])) == whole
    changed = good_rows("F11A", 2)
    changed[1] |= {"award_class": "三等奖"}
    assert digest(**three(F11A=changed)) != whole
    assert digest(**three(F11P=[])) != whole


def test_rows_of_a_sheet_of_its_own_do_not_clash_with_another_file_s() -> None:
    content = write_xlsx(sheets_of(**three()))
    result = judge(incoming(content, "a.xlsx", "s1"), incoming(content, "b.xlsx", "s2"))
    assert rule_ids(result) == []
    assert result.scopes["content_digest"].n_unique() == 1


def test_a_csv_holds_one_sheet_only_and_is_told_what_is_missing() -> None:
    result = judge(in_csv())
    assert rule_ids(result) == ["F11.content_code.list", "W21"]
    words = result.findings.filter(rule_id="W21")["words"].item()
    assert "参加名单、获奖名单" in words
    assert counts(result) == ("rejected", 2, 0, 2)


def in_csv() -> Any:
    rows = good_rows("F11", 2)
    rows[1] |= {"content_code": "唱歌"}
    stream = io.StringIO()
    csv.writer(stream).writerows([grid("F11", [])[0], *grid("F11", rows)[3:]])
    content = stream.getvalue().encode("gb18030")
    return incoming(content, "活动.csv", folder=("F11", "2026-10", "360702"))


def test_a_csv_is_laid_out_in_the_whole_workbook_with_its_faults_at_their_new_cells() -> None:
    from reports.annotated_layout import lay_out
    from validations.workbook_reader import read_workbook

    file = in_csv()
    result = judge(file)
    submission = result.submissions.row(0, named=True)
    laid = lay_out(read_workbook(file.content, file.file_name), submission, result.findings)
    assert laid is not None
    placed = {row["rule_id"]: (row["sheet"], row["cell"]) for row in laid.findings.to_dicts()}
    assert placed == {"W21": (None, None), "F11.content_code.list": ("活动登记", "J5")}
    again = judge(incoming(laid.content))
    assert set(rule_ids(again)) == {"F11.content_code.list"}
    assert again.rows["f11_activity"]["activity_id"].to_list() == ["360702-2026-001"]


def test_marks_are_set_on_the_sheet_of_each_finding() -> None:
    from io import BytesIO

    import openpyxl

    from reports.annotated_return import Return, annotate

    rows = three()
    rows["F11P"][1] |= {"attendee_role": "保安"}
    content = write_xlsx(sheets_of(**rows))
    result = judge(incoming(content))
    submission = result.submissions.row(0, named=True)
    book = openpyxl.load_workbook(BytesIO(annotate(content, Return(submission, result.findings))))
    assert book["参加名单"]["C5"].comment is not None
    assert "保安" in str(book["参加名单"]["C5"].value)
    marked = [
        (sheet.title, cell.coordinate)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment is not None
    ]
    assert marked == [("参加名单", "C5")]


def test_differences_name_the_sheet_and_the_person() -> None:
    from orchestration.versions import changes_between

    form, sheet = FORMS["F11"], SHEETS["F11A"]
    before = judged(**three()).rows["f11_award"]
    after = judged(**three(F11A=good_rows("F11A", 3)[1:])).rows["f11_award"]
    words = [change.words for change in changes_between(form, sheet, before, after)]
    award = "获奖名单：活动编号 360702-2026-001，教师代码 {}，奖项级别 市级：{}"
    assert words == [
        award.format(make_token("S", 2), "新增"),
        award.format(make_token("S", 0), "消失"),
    ]
    changed = before.with_columns(award_rank=pl.lit(9))
    told = [change.words for change in changes_between(form, sheet, before, changed)]
    assert told[0].endswith("获奖名次由 1 改为 9")
