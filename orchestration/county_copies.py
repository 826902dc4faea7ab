"""Each county's restricted copy of a month, laid where the county collects it.

Exact counts and case numbers: the files are for their owner alone and nothing here queues or sends
a mail. What the copy says is `reports`'.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from orchestration.figures import warehouse_of
from orchestration.publish import known_at, month_figures
from orchestration.returns import unit_folder
from orchestration.scorecards import open_problems
from orchestration.settings import Settings
from orchestration.stores import atomic

RESTRICTED, FILE = "restricted", "县级限阅.xlsx"
EDITION = "county"


@dataclass(frozen=True)
class Copies:
    """Where a month's copies lie, one a unit, and how many overdue cases they name."""

    folder: Path
    paths: tuple[Path, ...]
    overdue_count: int


def write_county_copies(settings: Settings, month: str) -> Copies:
    """Write `bulletins/<month>/restricted/<unit>/县级限阅.xlsx` for every reporting unit.

    Written again from equal figures they are the same to the byte; folders of units that are no
    more are removed. Raises as `month_figures`.
    """
    from reports.county_copy import build_county_copy
    from reports.county_input import METRICS, CountyInput
    from reports.disclosure import suppress
    from reports.workbook import workbook_bytes
    from validations.code_lists import read_seed

    every = month_figures(settings, month)
    moment = known_at(every)
    of_month = every.filter((pl.col("month") == month) & pl.col("metric_id").is_in(METRICS))
    figures = suppress(of_month, EDITION, moment.date())
    warehouse = warehouse_of(settings)
    overdue = warehouse.read("rpt_overdue_case", month=month)
    cases = warehouse.read("rpt_case_summary", month=month)
    astray = warehouse.read("rpt_transfer_anomaly", month=month)
    rooms = warehouse.read("rpt_school_room_gap", month=month)
    problems = open_problems(warehouse, month)
    deductions = warehouse.find("rpt_deduction", month=month)
    schools = warehouse.read("dim_school").select("school_code", "school_name")
    folder = settings.month_folder(month) / RESTRICTED
    _open_private(folder)
    paths = []
    for unit in read_seed("code_reporting_unit").iter_rows(named=True):
        of_unit = pl.col("unit_code") == unit["unit_code"]
        given = CountyInput(
            month=month,
            unit_code=unit["unit_code"],
            unit_name=unit["name_zh"],
            known_at=moment,
            is_rehearsal=settings.is_rehearsal,
            figures=figures.filter(of_unit),
            overdue=overdue.filter(of_unit),
            cases=cases.filter(of_unit),
            schools=schools,
            astray=astray.filter(of_unit),
            rooms=rooms.filter(of_unit),
            problems=None if problems is None else problems.filter(of_unit),
            deductions=None if deductions is None else deductions.filter(of_unit),
        )
        content = workbook_bytes(build_county_copy(given), moment)
        paths.append(_write_private(folder / unit_folder(unit["unit_code"]), content))
    _remove_others(folder, paths)
    return Copies(folder, tuple(paths), overdue.height)


def _write_private(folder: Path, content: bytes) -> Path:
    _open_private(folder)
    path = folder / FILE
    # Written aside under a name of its own, which is the owner's alone from the first byte.
    atomic.write_bytes(path, content)
    path.chmod(0o600)
    return path


def _open_private(folder: Path) -> None:
    """A folder its owner alone may enter, also where it was there before."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)


def _remove_others(folder: Path, paths: list[Path]) -> None:
    kept = {path.parent.name for path in paths}
    for other in folder.iterdir():
        if other.is_dir() and other.name not in kept:
            atomic.remove_folder(other)
