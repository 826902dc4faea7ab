"""Blank and filled forms: what the form class says is on the sheet, and locked where it must be."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from openxml_audit import OpenXmlValidator

from reports.form_words import period_words
from reports.rule_words import can_hit
from reports.submission_form import build_form, form_file_name, template_fingerprint
from reports.workbook import workbook_bytes
from tests.golden import sample_form
from validations.code_lists import options, read_seed
from validations.form_columns import columns_of, sheet_columns
from validations.forms import FORMS, RULES, SCOPE_SHEET, Form, Scope

AT = sample_form.ISSUED_AT
DATA_FROM = 4
CROSS_RULES = dict(read_seed("code_cross_rule").select("rule_id", "form_ids").iter_rows())


def written(form: Form, **more: Any) -> bytes:
    period = "2026-2027-1R1" if form.period_kind == "round" else "2026-2027-1"
    unit = "3607" if form.scope_kind == "city" else "360702"
    return workbook_bytes(build_form(form, period, unit, AT, sample_form.scope(), **more), AT)


def opened(form: Form, **more: Any) -> Any:
    return openpyxl.load_workbook(BytesIO(written(form, **more)))


@pytest.fixture(scope="module", params=FORMS)
def form(request: pytest.FixtureRequest) -> Form:
    return FORMS[request.param]


@pytest.fixture(scope="module")
def workbook(form: Form) -> Any:
    return opened(form)


def test_the_sheets_stand_in_their_order_and_meta_is_very_hidden(form: Form, workbook: Any) -> None:
    titles = [sheet.title for sheet in form.sheets]
    assert workbook.sheetnames == ["说明", SCOPE_SHEET, *titles, "字典", "_meta"]
    assert workbook["_meta"].sheet_state == "veryHidden"


def test_headers_names_and_examples_are_those_of_the_form_class(form: Form, workbook: Any) -> None:
    for form_sheet in form.sheets:
        sheet, columns = workbook[form_sheet.title], columns_of(form_sheet)
        assert [cell.value for cell in sheet[1]] == [column.title for column in columns]
        assert [cell.value for cell in sheet[2]] == [column.name for column in columns]
        assert sheet.row_dimensions[2].hidden
        assert all(str(cell.value).startswith("例：") for cell in sheet[3])


def test_the_scope_sheet_has_its_headers_and_the_schools(workbook: Any) -> None:
    sheet = workbook[SCOPE_SHEET]
    assert [cell.value for cell in sheet[1]] == [column.title for column in sheet_columns(Scope)]
    assert [row[0].value for row in sheet.iter_rows(min_row=2, max_row=3)] == [
        "2136000001",
        "2136000002",
    ]


def validations_by_column(sheet: Any) -> dict[int, Any]:
    return {
        next(iter(rule.sqref.ranges)).min_col: rule
        for rule in sheet.data_validations.dataValidation
    }


def test_every_column_has_an_input_message_from_row_four_on(form: Form, workbook: Any) -> None:
    for form_sheet in form.sheets:
        rules = validations_by_column(workbook[form_sheet.title])
        for number, column in enumerate(columns_of(form_sheet), start=1):
            rule = rules[number]
            assert column.help[:30] in rule.prompt
            assert next(iter(rule.sqref.ranges)).min_row == DATA_FROM
            assert len(rule.prompt) <= 255
            assert len(rule.promptTitle) <= 32


def test_drop_downs_name_a_range_that_holds_the_whole_list(form: Form, workbook: Any) -> None:
    for form_sheet in form.sheets:
        rules = validations_by_column(workbook[form_sheet.title])
        for number, column in enumerate(columns_of(form_sheet), start=1):
            name = "yes_no" if column.kind == "boolean" else column.list_name
            if name is None or column.kind == "multi":
                assert rules[number].type != "list"
                continue
            assert (rules[number].type, rules[number].formula1) == ("list", f"list_{name}")
            sheet, area = next(workbook.defined_names[f"list_{name}"].destinations)
            cells = workbook[sheet][area]
            assert tuple(row[0].value for row in cells) == options(name)


def test_headers_are_locked_and_cells_to_fill_are_not(form: Form, workbook: Any) -> None:
    for form_sheet in form.sheets:
        sheet = workbook[form_sheet.title]
        assert sheet.protection.sheet
        for number, column in enumerate(columns_of(form_sheet), start=1):
            assert all(sheet.cell(row, number).protection.locked for row in (1, 2, 3))
            dimensions = sheet.column_dimensions.values()
            dimension = next(d for d in dimensions if d.min <= number <= d.max)
            assert not dimension.protection.locked
            if column.kind in ("code", "text", "list", "multi", "boolean"):
                assert dimension.number_format == "@"


def test_meta_names_form_period_unit_revision_and_fingerprint(form: Form, workbook: Any) -> None:
    meta = {row[0].value: row[1].value for row in workbook["_meta"].iter_rows()}
    assert meta["form_id"] == form.form_id
    assert meta["template_version"] == form.template_version
    assert meta["unit_code"] == ("3607" if form.scope_kind == "city" else "360702")
    assert meta["revision"] == "1"
    assert meta["issued_at"] == "2026-09-01T08:00:00"
    assert meta["template_fingerprint"] == template_fingerprint(form)


def test_the_first_sheet_tells_purpose_basis_readers_minutes_and_every_rule(
    form: Form, workbook: Any
) -> None:
    words = {str(c.value) for row in workbook["说明"].iter_rows() for c in row if c.value}
    assert {form.purpose, form.legal_basis, form.readers, f"约{form.minutes}分钟"} <= words
    sheets = {sheet.sheet_id for sheet in form.sheets}
    own = {rule_id for rule_id in RULES if rule_id.split(".")[0] in sheets}
    assert own
    assert own <= words
    assert not [text for text in words if "{" in text]


def test_the_first_sheet_tells_only_the_cross_rules_that_can_hit_the_form(
    workbook: Any, form: Form
) -> None:
    told = {str(row[0].value) for row in workbook["说明"].iter_rows()} & set(CROSS_RULES)
    wanted = {one for one, forms in CROSS_RULES.items() if can_hit(forms, form.form_id)}
    assert told == wanted
    assert "X17" not in told
    assert "X90" in told


def test_the_open_xml_validator_finds_no_fault(form: Form, tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    path.write_bytes(written(form))
    assert [str(error) for error in OpenXmlValidator().validate(str(path)).errors] == []


def test_the_file_is_named_by_form_unit_and_period() -> None:
    name = form_file_name(FORMS["F01"], "2026-2027-1", "360702")
    assert name == "F01学籍基数表_章贡区_2026-2027-1.xlsx"


def test_filled_rows_show_labels_for_codes_and_unknown_words_as_they_are() -> None:
    sheet = opened(sample_form.FORM, rows={"F99": sample_form.rows()})["样表数据"]
    first, second = ([cell.value for cell in sheet[row]] for row in (4, 5))
    assert first[:5] == ["2026-2027-1", "章贡区", "小学；初中", 120, 1.5]
    assert (first[6], first[7]) == ("是", "+86")
    assert (second[1], second[3], second[4]) == ("章贡", 0, None)


def test_codes_are_text_cells_and_dates_are_dates() -> None:
    sheet = opened(sample_form.FORM, rows={"F99": sample_form.rows()})["样表数据"]
    assert sheet["A4"].data_type == "s"
    assert sheet["F4"].is_date
    assert sheet["F4"].number_format == "yyyy-mm-dd"


def test_prefilled_columns_are_filled_and_the_rest_left_to_the_unit() -> None:
    prefill = pl.DataFrame({"semester": ["2026-2027-1"], "unit_code": ["360702"], "other": ["x"]})
    sheet = opened(sample_form.FORM, prefill={"F99": prefill})["样表数据"]
    assert [cell.value for cell in sheet[4]][:4] == ["2026-2027-1", "章贡区", None, None]


def test_the_fingerprint_changes_with_the_columns() -> None:
    prints = {template_fingerprint(form) for form in (*FORMS.values(), sample_form.FORM)}
    assert len(prints) == len(FORMS) + 1


def test_a_month_is_written_out() -> None:
    assert period_words("2026-10") == "2026年10月"
    assert period_words("2026-2027-1R1") == "2026-2027学年第一学期（秋）第1轮"


def test_a_case_number_fits_its_column() -> None:
    sheet = opened(FORMS["F04"])["个案台账"]
    assert sheet.column_dimensions["A"].width > len("2136000001-2026-001") + 2
