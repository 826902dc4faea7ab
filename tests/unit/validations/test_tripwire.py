"""Personal numbers are found wherever they hide, and nothing of them is shown but three signs."""

import polars as pl
import pytest

from tests.filled_workbooks import good_row, incoming, judge, judge_row, workbook, write_xlsx
from validations.form_columns import columns_of
from validations.forms import FORMS
from validations.tokens import make_token
from validations.tripwire import find_personal, is_identity_number, personal_in, without_personal

IDENTITY = "11010519491231002X"  # the example of the national standard


@pytest.mark.parametrize(
    ("text", "rule_id"),
    [
        (IDENTITY, "T01"),
        (IDENTITY.lower(), "T01"),
        ("１１０１０５１９４９１２３１００２Ｘ", "T01"),
        (f"身份证{IDENTITY}，住校", "T01"),
        ("110105 19491231 002X", "T01"),
        ("110105194912310021", "T01"),  # mistyped, and still a person's
        ("110105194912310000", "T01"),
        ("999999999999999000", "T05"),
        ("3.60702201001011E+17", "T05"),
        (f"G{IDENTITY}", "T04"),
        ("L360702201001011234", "T04"),
        ("13800138000", "T02"),
        ("联系138 0013 8000", "T02"),
        ("+86-138-0013-8000", "T02"),
        ("0797-8123456", "T03"),
        ("(0797)8123456", "T03"),
        ("01012345678", "T03"),
    ],
)
def test_personal_numbers_are_found(text: str, rule_id: str) -> None:
    hit = personal_in(text, is_text=True)
    assert hit is not None
    assert hit[0] == rule_id


@pytest.mark.parametrize(
    "text",
    [
        "2136000001",
        "2136000001;2136000002;2136000003",
        "2136000001 2136000002",
        "2026-2027-1R1",
        "2026-10-12 00:00:00",
        "45717.354166666664",
        "0.13812345678",
        "0.333333333333333333",
        "3.1380013800013",
        make_token("P", 2**60),
        "PHQ-9患者健康问卷抑郁量表",
        "本学期新增一个班，共 12345 人次",
        "12345678901234567890123",
    ],
)
def test_codes_days_scores_and_tokens_raise_no_false_alarm(text: str) -> None:
    assert personal_in(text, is_text=True) is None


def test_a_landline_is_looked_for_in_text_only() -> None:
    assert personal_in("07978123456", is_text=False) is None


def test_the_check_digit_is_that_of_the_standard() -> None:
    assert is_identity_number("110105194912310" + "02X")
    assert not is_identity_number("110105000099990021")


@pytest.mark.parametrize("form_id", sorted(FORMS))
def test_every_declared_column_is_watched(form_id: str) -> None:
    columns = columns_of(FORMS[form_id])
    for column in columns:
        cells = {c.name: [None, IDENTITY if c.name == column.name else None] for c in columns}
        hits = find_personal(
            pl.DataFrame(cells, schema_overrides=dict.fromkeys(cells, pl.String)), columns
        )
        assert hits.select("row", "column_name", "rule_id").rows() == [(1, column.name, "T01")]


def test_the_number_is_in_no_table_and_no_sentence() -> None:
    changes = {
        "explain": f"学生{IDENTITY}电话13800138000",
        "pupil_token": IDENTITY,
        "total_score": 13800138000,
        "grade": "13800138000",
    }
    result = judge_row("F02", **changes)
    everything = "".join(
        frame.write_json()
        for frame in (
            result.submissions,
            result.scopes,
            result.findings,
            result.unmapped,
            *result.rows.values(),
        )
    )
    assert "0105194912" not in everything
    assert "0138000" not in everything
    assert result.submissions["rows_rejected"].to_list() == [1]
    assert set(result.findings["rule_id"]) == {"T01", "T02"}


def test_a_personal_number_in_a_column_nobody_asked_for_is_not_read_and_its_header_is_masked() -> (
    None
):
    rows = [
        ["电话13800138000", *(c.title for c in columns_of(FORMS["F01"]))],
        ["13900139000", *(good_row("F01").get(c.name) for c in columns_of(FORMS["F01"]))],
    ]
    content = write_xlsx({"学籍基数": rows})
    result = judge(incoming(content, folder=("F01", "2026-2027-1", "360702")))
    assert result.findings["rule_id"].to_list() == ["H03"]
    assert "138****" in result.findings["words"][0]
    assert result.submissions["rows_accepted"].to_list() == [1]


def test_a_file_named_after_a_telephone_is_kept_under_a_masked_name() -> None:
    result = judge(incoming(workbook("F01", [good_row("F01")]), "张13800138000.xlsx"))
    assert result.submissions["file_name"].to_list() == ["张138****.xlsx"]
    assert without_personal("示范小学.xlsx") == "示范小学.xlsx"


def test_a_name_in_the_token_column_is_not_shown() -> None:
    result = judge_row("F02", pupil_token="张三")
    assert result.findings["rule_id"].to_list() == ["F02.pupil_token.pattern"]
    assert "张三" not in result.findings.write_json()
