"""Issue, then corrections, then the issue once more to the byte; and what the next issue says."""

from __future__ import annotations

import json
import shutil
import stat
from datetime import datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from python_calamine import load_workbook

from orchestration.delivery import issue_month
from orchestration.errata import errata
from orchestration.figures import NothingReceivedError, build_figures, warehouse_of
from orchestration.frozen import FROZEN_COUNTED, FROZEN_FIGURES
from orchestration.intake import Intake
from orchestration.publish import BULLETIN, FIGURES, MAIL, make_draft, read_draft
from orchestration.reissue import Reissue, default_folder, reissue, reissue_lines
from orchestration.release import NotReleasedError, sign
from orchestration.round_check import check_round
from orchestration.settings import Settings
from orchestration.special_edition import issue_special, make_special
from tests.pipeline.small_home import (
    ROUND,
    SCREENING_DAY,
    drop,
    fill,
    make_home,
    screening,
)

MONTH, UNIT = "2026-10", "360704"
ISSUED_AT = SCREENING_DAY + timedelta(days=2, hours=1)
CORRECTED_AT = SCREENING_DAY + timedelta(days=5)
PAGES = (BULLETIN, FIGURES, MAIL)


def night(settings: Settings, month: str = MONTH) -> None:
    """What a night does to one month, without Dagster."""
    assert build_figures(settings).published
    check_round(settings, month)
    make_draft(settings, month)


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A home whose October was signed and issued."""
    settings = make_home(tmp_path_factory.mktemp("home"), release="signed")
    fill(settings)
    night(settings)
    sign(settings, read_draft(settings, MONTH), "张科长", ISSUED_AT)
    issue_month(settings, MONTH, ISSUED_AT)
    return settings


@pytest.fixture(scope="module")
def before(issued: Settings) -> Reissue:
    """The issue made again before anything else arrived."""
    return reissue(issued, MONTH, ISSUED_AT, default_folder(issued, MONTH, ISSUED_AT))


@pytest.fixture(scope="module")
def corrected(issued: Settings, before: Reissue) -> Settings:
    """Then one unit corrects its screening, and a night passes."""
    drop(issued, "F02", ROUND, UNIT, screening(UNIT, pupils=12), "更正.csv")
    Intake(issued).run(CORRECTED_AT)
    night(issued)
    return issued


def words_of(path: Path) -> str:
    """Every cell of a workbook's first sheet."""
    sheet = load_workbook(path).get_sheet_by_index(0)
    return "\n".join(str(cell) for row in sheet.to_python() for cell in row)


def same_as_issue(settings: Settings, made: Reissue) -> bool:
    return all(
        (made.folder / name).read_bytes() == (settings.issued / "1" / name).read_bytes()
        for name in PAGES
    )


def test_an_issue_keeps_its_figures_for_nobody_but_its_owner(issued: Settings) -> None:
    folder = issued.issued / "1"
    kept = json.loads((folder / "issue.json").read_text("utf-8"))["kept"]
    assert set(kept) == {FROZEN_FIGURES, FROZEN_COUNTED}
    for name in kept:
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600
    figures = pl.read_parquet(folder / FROZEN_FIGURES)
    assert set(figures["month"]) == {MONTH}
    assert "suppressed" not in set(figures["status"])


def test_an_issue_carries_an_edition_of_every_unit(issued: Settings) -> None:
    folder = issued.issued / "1"
    files = json.loads((folder / "issue.json").read_text("utf-8"))["files"]
    editions = sorted(path.name for path in folder.glob("county-*.xlsx"))
    assert len(editions) == 21
    assert set(editions) <= set(files), "made again with the issue, and compared to the byte"


def test_an_issue_made_again_is_the_same_to_the_byte(issued: Settings, before: Reissue) -> None:
    assert (before.is_issue, before.issue_no, before.differing) == (True, 1, ())
    assert before.known_at == SCREENING_DAY, "what was known when it was issued"
    assert same_as_issue(issued, before)
    assert reissue_lines(before)[-1] == "与印发的第 1 期逐字节一致。"


def test_a_terms_edition_leaves_after_its_month_and_only_once(
    issued: Settings, before: Reissue
) -> None:
    made = make_special(issued, "2026-2027-1")
    assert (made.month, made.before) == (MONTH, None)
    left = issue_special(issued, "2026-2027-1", ISSUED_AT)
    assert (left.is_new, left.number) == (True, 1)
    draft, frozen = made.folder / BULLETIN, left.folder / BULLETIN
    assert len(list(left.folder.glob("county-*.xlsx"))) == 21
    assert (made.folder / FIGURES).read_bytes() == (left.folder / FIGURES).read_bytes()
    assert (left.folder / FIGURES).read_bytes() == (issued.issued / "1" / FIGURES).read_bytes()
    assert "张科长" in words_of(frozen) and "张科长" not in words_of(draft)
    assert "动态学期专刊" in words_of(frozen)
    assert "2026-2027学年第一学期（秋）（截至2026年10月）" in words_of(frozen)
    again = issue_special(issued, "2026-2027-1", ISSUED_AT + timedelta(days=1))
    assert not again.is_new
    assert not issue_month(issued, MONTH, ISSUED_AT).is_new, "the month's issues are not touched"


def test_a_year_whose_month_changed_since_its_issue_does_not_leave(corrected: Settings) -> None:
    with pytest.raises(NotReleasedError, match="印发之后又有更新"):
        issue_special(corrected, "2026-2027", CORRECTED_AT)
    assert not (corrected.issued / "special" / "2026-2027").exists()
    assert make_special(corrected, "2026-2027").folder.name == "2026-2027", "as a draft it may"


def test_after_corrections_the_draft_differs_and_the_reissue_does_not(
    corrected: Settings,
) -> None:
    draft = (corrected.month_folder(MONTH) / FIGURES).read_bytes()
    assert draft != (corrected.issued / "1" / FIGURES).read_bytes()
    made = reissue(corrected, MONTH, ISSUED_AT, corrected.home / "again")
    assert same_as_issue(corrected, made)
    assert (corrected.month_folder(MONTH) / FIGURES).read_bytes() == draft, "drafts stay"


def test_as_known_later_it_is_a_draft_and_says_so(corrected: Settings) -> None:
    made = reissue(corrected, MONTH, CORRECTED_AT, corrected.home / "later")
    assert (made.is_issue, made.known_at) == (False, CORRECTED_AT)
    assert "草稿" in reissue_lines(made)[-1]
    assert not same_as_issue(corrected, made)


def test_what_no_longer_reads_as_issued_is_named_with_its_submission(corrected: Settings) -> None:
    told = errata(corrected, 2, warehouse_of(corrected)).to_dicts()
    rows = {row["figure_id"]: row for row in told}
    covered = rows[f"M02.{UNIT}.{MONTH}"]
    assert (covered["issue_no"], covered["unit_name"], covered["why"]) == (1, "赣县区", "修正")
    assert (covered["old_numerator"], covered["new_numerator"]) == (108, 72)
    assert covered["submissions"].endswith(f"心理筛查结果明细（{ROUND}）第2版")
    assert f"M02.3607.{MONTH}" in rows
    assert f"M02.360702.{MONTH}" not in rows, "another unit's figure stands"
    assert not any(row["figure_id"].startswith("M01.") for row in told)


def test_suppressed_figures_stay_suppressed_among_the_errata(corrected: Settings) -> None:
    frozen = pl.read_parquet(corrected.issued / "1" / FROZEN_FIGURES)
    now = warehouse_of(corrected).read("fct_figures", figure_id=f"M08-a-normal.{UNIT}.{MONTH}")
    then = frozen.filter(pl.col("figure_id") == f"M08-a-normal.{UNIT}.{MONTH}")
    assert then["numerator"].item() != now["numerator"].item(), "the level counts did change"
    told = errata(corrected, 2, warehouse_of(corrected))
    assert told.filter(pl.col("metric_id") == "M08")["new_numerator"].drop_nulls().is_empty()


def test_the_first_issue_has_nothing_to_correct(corrected: Settings) -> None:
    assert errata(corrected, 1, warehouse_of(corrected)).is_empty()


def test_before_the_first_receipt_there_is_nothing_to_issue(corrected: Settings) -> None:
    with pytest.raises(NothingReceivedError, match="尚未收到"):
        reissue(corrected, MONTH, datetime(2026, 9, 1), corrected.home / "never")


def test_once_told_a_change_is_not_told_again(corrected: Settings) -> None:
    night(corrected, "2026-11")
    at = CORRECTED_AT + timedelta(days=1)
    sign(corrected, read_draft(corrected, "2026-11"), "张科长", at)
    assert issue_month(corrected, "2026-11", at).number == 2
    assert not errata(corrected, 2, warehouse_of(corrected)).is_empty()
    assert errata(corrected, 3, warehouse_of(corrected)).is_empty()


def test_the_issue_that_tells_of_changes_can_be_made_again_too(corrected: Settings) -> None:
    from python_calamine import load_workbook

    pages = load_workbook(str(corrected.issued / "2" / BULLETIN))
    sheet = pages.get_sheet_by_name("更正说明").to_python()
    assert any("赣县区" in str(cell) for row in sheet for cell in row)
    made = reissue(corrected, "2026-11", CORRECTED_AT, corrected.home / "second")
    assert (made.issue_no, made.is_issue, made.differing) == (2, True, ())


def test_rebuilt_from_the_vault_it_is_still_the_same_to_the_byte(corrected: Settings) -> None:
    shutil.rmtree(corrected.lake)
    corrected.warehouse.unlink()
    made = reissue(corrected, MONTH, ISSUED_AT, corrected.home / "rebuilt")
    assert same_as_issue(corrected, made)
    assert not corrected.warehouse.exists(), "built aside"
