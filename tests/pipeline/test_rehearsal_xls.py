"""A county still saves as .xls: the same rows count as from the .xlsx it should have sent."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
import xlwt

from orchestration.rehearsal.drop import write_submission
from orchestration.rehearsal.submissions import Submission
from orchestration.rehearsal.waves import waves
from orchestration.settings import Settings
from orchestration.stores.lake import Lake
from orchestration.stores.lake_tables import lake_tables
from tests.pipeline.taking_in import new_home, take_in
from validations.form_columns import columns_of
from validations.forms import FORMS


@pytest.fixture(scope="module")
def roster() -> Submission:
    files = (file for wave in waves() for file in wave.files)
    return next(f for f in files if (f.form_id, f.unit_code) == ("F07", "360735"))


def write_xls(file: Submission, path: Path) -> None:
    """Every cell as text, under the form's headers."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("教师名册")
    for place, column in enumerate(columns_of(FORMS[file.form_id].main)):
        sheet.write(0, place, column.title)
        for number, row in enumerate(file.rows, start=1):
            if row[column.name]:
                sheet.write(number, place, row[column.name])
    path.parent.mkdir(parents=True)
    book.save(str(path))


def accepted(settings: Settings) -> pl.DataFrame:
    rows = Lake(settings.lake, lake_tables()).read("f07_staff")
    return rows.drop("submission_id", "sheet", "row_number").sort("staff_token", "post_code")


def test_the_old_format_gives_the_same_rows(roster: Submission, tmp_path: Path) -> None:
    new, old = new_home(tmp_path / "new"), new_home(tmp_path / "old")
    write_submission(roster, new.inbox)
    folder = old.inbox / "F07" / roster.period / roster.unit_code
    write_xls(roster, folder / "石城县教师名册.xls")
    for settings in (new, old):
        batch = take_in(settings, roster.received_at)
        assert batch.submissions["rows_accepted"].to_list() == [len(roster.rows)]
    assert accepted(old).equals(accepted(new))
