"""A home that knows its schools issues every unit's blank workbooks, and takes them back."""

from datetime import datetime
from pathlib import Path

import pytest

from orchestration.blank_forms import write_blank_forms
from orchestration.figures import build_figures
from orchestration.settings import Settings
from tests.pipeline import small_home
from validations.forms import FORMS
from validations.gate import GateResult, check_batch
from validations.incoming import IncomingFile

ISSUED = datetime(2026, 11, 5, 8)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = small_home.make_home(tmp_path_factory.mktemp("home"))
    small_home.fill(settings)
    assert build_figures(settings).published
    return settings


@pytest.fixture(scope="module")
def blanks(home: Settings, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return write_blank_forms(home, "2026-10", tmp_path_factory.mktemp("blanks"), ISSUED)


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


def test_a_prefilled_register_sent_back_as_it_is_is_accepted_whole(blanks: list[Path]) -> None:
    result = sent_back(of(blanks, "F00", "3607"))
    assert result.findings.filter(severity="必改").is_empty()
    assert result.rows["f00_school"].height == 21


def test_prefilled_classes_without_counts_are_asked_for_cell_by_cell(blanks: list[Path]) -> None:
    result = sent_back(of(blanks, "F01", "360702"))
    missing = result.findings.filter(rule_id="F01.enrolled_n.required")
    assert missing.height == len(small_home.enrolment("360702"))
    assert missing["cell"].is_unique().all()
    assert result.rows["f01_enrolment"].is_empty()


def test_a_blank_sent_back_blank_is_no_nil_report(blanks: list[Path]) -> None:
    result = sent_back(of(blanks, "F02", "360702"))
    assert result.findings.filter(rule_id="S01")["severity"].to_list() == ["必改"]
    assert not result.scopes["is_nil"].any()


def test_the_next_blank_carries_the_next_revision(blanks: list[Path]) -> None:
    assert sent_back(of(blanks, "F07", "360702")).submissions["revision"].to_list() == [2]
