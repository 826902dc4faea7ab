"""A home that knows its schools issues every unit's blank workbooks, and takes them back."""

from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from orchestration.blank_forms import write_blank_forms
from orchestration.figures import build_figures
from orchestration.intake import Intake
from orchestration.settings import Settings
from tests.filled_workbooks import Row, case_id, good_row, workbook
from tests.pipeline import small_home
from validations.forms import FORMS
from validations.gate import GateResult, check_batch
from validations.incoming import IncomingFile

ISSUED = datetime(2026, 11, 5, 8)
UNIT = "360702"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = small_home.make_home(tmp_path_factory.mktemp("home"))
    small_home.fill(settings)
    register = workbook("F04", cases(), period="2026-09", unit_code=UNIT, revision=2)
    (settings.inbox / "台账.xlsx").write_bytes(register)
    of_spring = workbook("F09", rooms(), period="2025-2026-2", unit_code=UNIT)
    (settings.inbox / "辅导室.xlsx").write_bytes(of_spring)
    Intake(settings).run(datetime(2026, 11, 4, 21))
    assert build_figures(settings).published
    return settings


@pytest.fixture(scope="module")
def blanks(home: Settings, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return write_blank_forms(home, "2026-10", tmp_path_factory.mktemp("blanks"), ISSUED)


def cases() -> list[Row]:
    """Three cases of the unit's school in September, of which one was closed."""
    days = dict.fromkeys(("opened_on", "level_on", "status_on"), "2026-09-07")
    acks = dict.fromkeys(("ack_principal_on", "ack_psych_on", "ack_homeroom_on"), "2026-09-08")
    school = small_home.school_of(UNIT)
    of_september = days | acks | {"plan_on": "2026-09-14", "parent_contact_on": "2026-09-10"}
    rows = [
        good_row("F04", n) | of_september | {"case_id": case_id(n, school), "school_code": school}
        for n in range(3)
    ]
    rows[1] |= {"level": "轻度", "status": "结案", "close_reason": "专班评议决定"}
    return rows


def rooms() -> list[Row]:
    """Three rooms of the unit's school in spring, of which one was closed."""
    school = small_home.school_of(UNIT)
    rows = [
        good_row("F09", n) | {"room_id": f"{school}-{n + 1:02d}", "school_code": school}
        for n in range(3)
    ]
    rows[1] |= {"closed_on": "2026-07-10"}
    return rows


def sent_back(path: Path) -> GateResult:
    file = IncomingFile("s-1", path.name, "0" * 64, path.read_bytes(), None, None, None)
    return check_batch([file], ISSUED, "b-1")


def of(blanks: list[Path], form_id: str, unit: str) -> Path:
    (path,) = (p for p in blanks if p.name.startswith(form_id) and p.parent.name.startswith(unit))
    return path


def test_every_unit_gets_every_form_and_the_city_its_register(blanks: list[Path]) -> None:
    per_unit = [form for form in FORMS.values() if form.scope_kind != "city"]
    assert len(blanks) == len(set(blanks)) == 21 * len(per_unit) + 1


def test_a_prefilled_roster_sent_back_as_it_is_is_accepted_whole(blanks: list[Path]) -> None:
    result = sent_back(of(blanks, "F07", "360702"))
    assert result.submissions["status"].to_list() == ["accepted"]
    assert result.rows["f07_staff"].height == len(small_home.staff("360702"))


def test_a_case_register_is_prefilled_with_last_months_cases_but_for_the_ended(
    blanks: list[Path],
) -> None:
    result = sent_back(of(blanks, "F04", UNIT))
    assert result.submissions.select("status", "period").rows() == [("accepted", "2026-10")]
    first, _, third = cases()
    kept = result.rows["f04_case"]
    assert kept["case_id"].to_list() == [first["case_id"], third["case_id"]]
    assert kept["pupil_token"].to_list() == [first["pupil_token"], third["pupil_token"]]
    assert kept["level"].to_list() == ["moderate", "severe"]
    assert kept["close_reason"].to_list() == [None, None]


def test_a_register_is_prefilled_with_the_unit_s_own_cases_only(blanks: list[Path]) -> None:
    assert sent_back(of(blanks, "F04", "360703")).submissions["rows_read"].to_list() == [0]


def test_a_prefilled_register_sent_back_as_it_is_is_accepted_whole(blanks: list[Path]) -> None:
    result = sent_back(of(blanks, "F00", "3607"))
    assert result.findings.filter(severity="必改").is_empty()
    assert result.rows["f00_school"].height == 21


def test_rooms_in_use_are_prefilled_and_their_hours_asked_anew(blanks: list[Path]) -> None:
    result = sent_back(of(blanks, "F09", UNIT))
    first, _, third = rooms()
    asked = result.findings.filter(rule_id="F09.open_hours_week.required")
    assert asked.height == result.submissions["rows_read"].item() == 2
    sheet = load_workbook(of(blanks, "F09", UNIT))["辅导室"]
    cells = {cell.value for row in sheet.iter_rows() for cell in row}
    assert cells >= {first["room_id"], third["room_id"], first["owner_token"]}
    assert rooms()[1]["room_id"] not in cells


def test_prefilled_classes_without_counts_are_asked_for_cell_by_cell(blanks: list[Path]) -> None:
    result = sent_back(of(blanks, "F01", "360702"))
    missing = result.findings.filter(rule_id="F01.enrolled_n.required")
    assert missing.height == len(small_home.enrolment("360702"))
    assert missing["cell"].is_unique().all()
    assert result.rows["f01_enrolment"].is_empty()


def test_a_form_of_the_unit_lists_the_unit_and_no_school(blanks: list[Path]) -> None:
    result = sent_back(of(blanks, "F11", UNIT))
    assert result.findings["rule_id"].to_list() == ["S01"]
    assert "章贡区（360702）" in result.findings["words"][0]
    assert result.scopes.select("scope_code", "is_declared").rows() == [(UNIT, True)]


def test_a_blank_sent_back_blank_is_no_nil_report(blanks: list[Path]) -> None:
    result = sent_back(of(blanks, "F02", "360702"))
    assert result.findings.filter(rule_id="S01")["severity"].to_list() == ["必改"]
    assert not result.scopes["is_nil"].any()


def test_the_next_blank_carries_the_next_revision(blanks: list[Path]) -> None:
    assert sent_back(of(blanks, "F07", "360702")).submissions["revision"].to_list() == [2]
