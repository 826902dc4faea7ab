"""A term of 120 nights, the time passed in: an overdue case is named in its first night.

Each evening what schools sent goes through the real intake: workbooks, vault, gate, lake. Each
night the models that name overdue cases are built over that lake as known then, from the SQL dbt
compiled once, and on Fridays and each first of a month the figures too. Tables that hang on the
calendar alone stay from the first night, since the office decides nothing here. The last night is
built whole, with all of dbt's tests, the way the nightly job does, and must say the same.
``term_cases`` says by hand who is named when.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import polars as pl
import pytest

from orchestration.figures import build_figures, warehouse_of
from orchestration.intake import Intake
from orchestration.settings import Settings
from tests.pipeline.small_home import make_home
from tests.pipeline.term_cases import CASES, FIRST_NIGHT, FRIDAYS, LAST_NIGHT, PLANTED
from tests.pipeline.term_files import lay_beginnings, lay_push, lay_register
from tests.warehouse_bench import WarehouseBench

NIGHTS = tuple(
    FIRST_NIGHT + timedelta(days=number) for number in range((LAST_NIGHT - FIRST_NIGHT).days + 1)
)
EVENING, NIGHT = time(17), time(20)
OF_THE_CALENDAR = ("int_days", "int_parameters", "int_followup_clocks", "int_followup_graces")


class Term:
    """What each night said: the named cases with their days overdue, and M14 of the city."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.bench = WarehouseBench(settings.home)
        self.named: dict[date, dict[str, int]] = {}
        self.counted: dict[date, float | None] = {}
        self.refused: list[str] = []

    def run(self) -> None:
        """All nights, one after the other."""
        for night in NIGHTS:
            self._evening(night)
            self._night(night)

    def _evening(self, today: date) -> None:
        if today == FIRST_NIGHT:
            lay_register(self.settings)
        if today == date(2026, 9, 3):
            lay_beginnings(self.settings)
        if today in FRIDAYS:
            lay_push(self.settings, today)
        if any(self.settings.inbox.glob("*.xlsx")):
            report = Intake(self.settings).run(datetime.combine(today, EVENING))
            for batch in report.batches:
                must_fix = batch.findings.filter(pl.col("severity") == "必改")
                self.refused += must_fix["words"].to_list()

    def _night(self, night: date) -> None:
        is_counted = night in FRIDAYS or night.day == 1
        models = ("rpt_overdue_case", "fct_figures") if is_counted else ("rpt_overdue_case",)
        leave = () if night == FIRST_NIGHT else OF_THE_CALENDAR
        self.bench.run(datetime.combine(night, NIGHT), *models, leave=leave)
        month = f"{night:%Y-%m}"
        rows = self.bench.rows("rpt_overdue_case", f"month = '{month}'")
        self.named[night] = dict(rows.select("case_id", "days_overdue").rows())
        assert len(self.named[night]) == rows.height, "a case is named once"
        if is_counted:
            self.counted[night] = self.bench.figures(month)["M14.3607"][0]


@pytest.fixture(scope="module")
def term(tmp_path_factory: pytest.TempPathFactory) -> Term:
    made = Term(make_home(tmp_path_factory.mktemp("term") / "home"))
    made.run()
    return made


def test_there_are_120_nights_and_no_row_was_refused(term: Term):
    assert len(term.named) == len(NIGHTS) == 120
    assert term.refused == []


@pytest.mark.parametrize("case", PLANTED, ids=lambda case: f"{case.case_id}")
def test_a_planted_case_is_named_in_the_nights_written_down_for_it(term: Term, case):
    named = [night for night in NIGHTS if case.case_id in term.named[night]]
    wanted = [night for night in NIGHTS if case.is_named_in(night)]
    assert (named[:1], named[-1:]) == (wanted[:1], wanted[-1:]), case.why
    assert named == wanted, case.why


@pytest.mark.parametrize("case", [case for case in PLANTED if case.nights], ids=lambda c: c.case_id)
def test_days_overdue_count_up_from_the_first_night(term: Term, case):
    days = [term.named[night][case.case_id] for night in NIGHTS if case.is_named_in(night)]
    assert days == list(range(case.days_at_first, case.days_at_first + len(days))), case.why


def test_nobody_else_is_ever_named(term: Term):
    planted = {case.case_id for case in PLANTED if case.nights}
    assert len(CASES) > 4 * len(planted)
    others = {
        night: sorted(set(named) - planted)
        for night, named in term.named.items()
        if set(named) - planted
    }
    assert others == {}


def test_the_figure_counts_as_many_pupils_as_the_list_names(term: Term):
    odd = {
        night: (count, len(term.named[night]))
        for night, count in term.counted.items()
        if (count or 0) != len(term.named[night])
    }
    assert odd == {}
    assert len({count for count in term.counted.values() if count}) > 3


def test_the_nightly_build_with_all_its_tests_names_the_same(term: Term):
    last = NIGHTS[-1]
    result = build_figures(term.settings, datetime.combine(last, NIGHT))
    assert result.published, [(node.unique_id, node.message) for node in result.failed]
    rows = warehouse_of(term.settings).read("rpt_overdue_case", month=f"{last:%Y-%m}")
    assert dict(rows.select("case_id", "days_overdue").rows()) == term.named[last]
