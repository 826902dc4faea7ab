"""Every workbook is, part by part, the one a person looked at; and it is well-formed."""

from __future__ import annotations

from pathlib import Path

import pytest
from openxml_audit import OpenXmlValidator

from tests.golden.books import BOOKS, FOLDER
from tests.golden.parts import differences


@pytest.mark.parametrize("name", BOOKS)
def test_the_workbook_equals_the_golden_one_part_by_part(name: str) -> None:
    changed = differences((FOLDER / name).read_bytes(), BOOKS[name]())
    assert not changed, "\n\n".join([*changed, "run `make golden`, then look at the pages"])


@pytest.mark.parametrize("name", BOOKS)
def test_written_twice_it_is_the_same_to_the_byte(name: str) -> None:
    assert BOOKS[name]() == BOOKS[name]()


@pytest.mark.parametrize("name", BOOKS)
def test_the_open_xml_validator_finds_no_fault(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(BOOKS[name]())
    result = OpenXmlValidator().validate(str(path))
    assert [str(error) for error in result.errors] == []


def test_a_changed_cell_is_named_with_its_part() -> None:
    plain, filled = BOOKS["form_blank.xlsx"](), BOOKS["form_filled.xlsx"]()
    changed = differences(plain, filled)
    assert any("xl/worksheets/sheet2.xml" in part for part in changed)
