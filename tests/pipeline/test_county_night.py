"""A Monday's night through Dagster: an overdue case reaches its county on paper, never by mail."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from python_calamine import load_workbook

from orchestration.county_copies import FILE
from orchestration.in_process import JobOutcome, JobRunner
from orchestration.intake import Intake
from orchestration.settings import Settings
from orchestration.stores.outbox import Outbox
from tests.pipeline import county_home as county
from tests.pipeline import loopback_mail as loopback
from tests.pipeline.small_home import Row, drop, fill, make_home, school_of
from validations.code_lists import label_of
from validations.tokens import make_token

MONTH, MONDAY = "2026-11", datetime(2026, 11, 30, 2, 30)
SCHOOL = school_of(county.ZHANGGONG)
CASE, PUPIL = f"{SCHOOL}-2026-001", make_token("P", 77)


def severe_case() -> Row:
    """A case severe since 2 November whom nobody has met."""
    return {
        "case_id": CASE,
        "school_code": SCHOOL,
        "pupil_token": PUPIL,
        "opened_on": "2026-11-02",
        "entry_source": label_of("entry_source", "teacher"),
        "level": label_of("level", "severe"),
        "level_on": "2026-11-02",
        "plan_on": "2026-11-03",
        "owner_token": make_token("S", 0),
        "status": label_of("case_status", "open"),
        "status_on": "2026-11-02",
    }


@dataclass
class Office:
    """A filled home, its mail server and a night that has run."""

    settings: Settings
    inbox: loopback.Inbox
    outcome: JobOutcome

    def to(self, address: str) -> list[str]:
        """The subjects an address got."""
        return sorted(str(m["Subject"]) for m in self.inbox.received if m["To"] == address)

    def sheet(self, path: Path, name: str) -> list[str]:
        return [
            str(cell)
            for row in load_workbook(path).get_sheet_by_name(name).to_python()
            for cell in row
        ]


def run(settings: Settings, at: datetime) -> JobOutcome:
    return JobRunner(settings, at).run("nightly", MONTH, lambda key, ended: None)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("county-night")
    inbox = loopback.Inbox()
    with pytest.MonkeyPatch.context() as patch:
        for name in ("XINQING_HOME", "DAGSTER_HOME"):
            patch.setenv(name, os.environ.get(name, ""))
        patch.setenv("XINQING_MAIL_USER", loopback.USER)
        patch.setenv("XINQING_MAIL_PASSWORD", loopback.PASSWORD)
        with loopback.mail_server(folder / "tls", inbox) as running:
            settings = county.with_server(make_home(folder / "home"), running)
            county.write_recipients(settings, county.RECIPIENTS)
            fill(settings)
            drop(settings, "F04", MONTH, county.ZHANGGONG, [severe_case()])
            Intake(settings).run(datetime(2026, 11, 18, 20))
            yield Office(settings, inbox, run(settings, MONDAY))


def test_the_night_ends_well_and_every_unit_has_its_copy(office: Office) -> None:
    assert office.outcome.success, office.outcome
    copies = sorted((office.settings.month_folder(MONTH) / "restricted").glob(f"*/{FILE}"))
    assert len(copies) == 21
    assert {stat.S_IMODE(path.stat().st_mode) for path in copies} == {0o600}
    with_case = [path for path in copies if CASE in office.sheet(path, "逾期名单")]
    assert [path.parent.name for path in with_case] == ["360702章贡区"]


def test_the_county_is_told_how_many_things_there_are_to_do(office: Office) -> None:
    path = office.settings.returns / "360702章贡区" / "待办-2026-W49.xlsx"
    assert CASE in office.sheet(path, "待办明细")
    (notice,) = (s for s in office.to(county.CONTACT) if "心晴待办" in s)
    assert "章贡区2026年第49周共" in notice


def test_who_owes_a_register_is_reminded_a_week_before_and_who_sent_it_is_not(
    office: Office,
) -> None:
    reminders = [s for s in office.to(county.CONTACT) if "心晴提醒" in s]
    assert [s.partition("章贡区")[2][:3] for s in reminders] == ["F05", "F06", "F10", "F11"]
    reminders = [s for s in office.to(county.OTHER_CONTACT) if "心晴提醒" in s]
    assert [s.partition("南康区")[2][:3] for s in reminders] == ["F04", "F05", "F06", "F10", "F11"]
    assert office.to(county.LEADER) == []


def test_no_mail_of_the_night_names_a_case_or_a_pupil_or_carries_a_file(office: Office) -> None:
    assert office.inbox.received
    for letter in office.inbox.received:
        assert list(letter.iter_attachments()) == []
        body = letter.get_body()
        assert body is not None
        words = f"{letter['Subject']}\n{body.get_content()}"
        assert not any(sign in words for sign in (CASE, SCHOOL, PUPIL, make_token("S", 0)))


def test_a_night_with_the_clock_set_back_a_day_sends_nothing_and_changes_no_paper(
    office: Office,
) -> None:
    mails = len(office.inbox.received)
    papers = {
        path: path.read_bytes()
        for folder in (office.settings.returns, office.settings.month_folder(MONTH) / "restricted")
        for path in folder.rglob("*.xlsx")
    }
    assert run(office.settings, MONDAY - timedelta(days=1)).success
    assert len(office.inbox.received) == mails
    assert {path: path.read_bytes() for path in papers} == papers
    assert {m.state for m in Outbox(office.settings.outbox).messages()} == {"sent"}
