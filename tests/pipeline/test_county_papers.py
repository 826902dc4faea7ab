"""A county's restricted copy and weekly list: where they lie, who may open them, what is mailed."""

from __future__ import annotations

import hashlib
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from orchestration.county_copies import FILE, write_county_copies
from orchestration.county_todo import Listed, list_week
from orchestration.settings import Settings
from orchestration.stores.outbox import Outbox
from tests.pipeline import county_home as county
from tests.pipeline import loopback_mail as loopback
from tests.unit.reports import county_sample as sample
from tests.unit.reports import mended_sample as mended

MONDAY = datetime(2026, 11, 23, 2, 30)
COPY = Path("restricted") / "360702章贡区" / FILE


def fill(settings: Settings) -> None:
    """Put the sample county into the warehouse; other units have nothing but their name."""
    county.put(settings, "fct_figures", sample.figures().iter_rows(named=True))
    county.put(settings, "rpt_overdue_case", sample.overdue())
    county.put(settings, "rpt_case_summary", sample.cases())
    county.put(settings, "rpt_transfer_anomaly", sample.astray())
    county.put(settings, "rpt_school_room_gap", sample.rooms())
    county.put(settings, "rpt_rectification", mended.problems())
    county.put(settings, "rpt_deduction", mended.deductions())
    county.put(settings, "rpt_county_todo", sample.todo())
    county.put(settings, "rpt_reach", [{"month": sample.MONTH}])
    names = [{"school_code": c, "school_name": n} for c, n in sample.SCHOOLS.items()]
    county.put(settings, "dim_school", names)


@dataclass
class Office:
    """A home and the server that gets its mail."""

    settings: Settings
    inbox: loopback.Inbox

    def run(self, at: datetime) -> Listed:
        done = list_week(self.settings, at)
        county.send(self.settings, at)
        return done

    @property
    def lists(self) -> list[str]:
        return sorted(path.name for path in self.settings.returns.rglob("*.xlsx"))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = county.county_home(tmp_path / "home")
    fill(made)
    return made


@pytest.fixture
def office(tmp_path: Path, settings: Settings) -> Iterator[Office]:
    inbox = loopback.Inbox()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XINQING_MAIL_USER", loopback.USER)
        patch.setenv("XINQING_MAIL_PASSWORD", loopback.PASSWORD)
        with loopback.mail_server(tmp_path / "tls", inbox) as running:
            yield Office(county.with_server(settings, running), inbox)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_every_unit_has_a_copy_nobody_else_may_open(settings: Settings) -> None:
    copies = write_county_copies(settings, sample.MONTH)
    assert len(copies.paths) == 21
    assert settings.month_folder(sample.MONTH) / COPY in copies.paths
    assert {mode(path) for path in copies.paths} == {0o600}
    assert {mode(path.parent) for path in copies.paths} | {mode(copies.folder)} == {0o700}
    assert copies.overdue_count == 3


def test_a_copy_holds_its_own_cases_and_no_other_county_s(settings: Settings) -> None:
    from python_calamine import load_workbook

    copies = write_county_copies(settings, sample.MONTH)
    for path in copies.paths:
        rows = load_workbook(path).get_sheet_by_name("逾期名单").to_python()
        found = {str(cell) for row in rows for cell in row} & set(sample.CASES)
        assert found == (set(sample.CASES) if "360702" in path.parent.name else set())
        rows = load_workbook(path).get_sheet_by_name("整改事项").to_python()
        found = {str(cell) for row in rows for cell in row} & set(mended.WITHHELD)
        assert found == (set(mended.WITHHELD) if "360702" in path.parent.name else set())


def test_made_again_the_copies_are_the_same_and_what_lay_open_is_closed(settings: Settings) -> None:
    first = {path: path.read_bytes() for path in write_county_copies(settings, sample.MONTH).paths}
    path = settings.month_folder(sample.MONTH) / COPY
    path.chmod(0o644)
    path.parent.chmod(0o755)
    gone = path.parents[1] / "360799已撤销"
    gone.mkdir()
    (gone / FILE).write_bytes(b"old")
    again = write_county_copies(settings, sample.MONTH)
    assert {path: path.read_bytes() for path in again.paths} == first
    assert (mode(path), mode(path.parent)) == (0o600, 0o700)
    assert not gone.exists()


def test_no_mail_carries_a_copy_a_list_or_a_case_number(office: Office) -> None:
    """Everything of a night that names cases is made first; then all that is mailed is read."""
    from orchestration.reminders import remind

    copies = write_county_copies(office.settings, sample.MONTH)
    county.put(office.settings, "rpt_reminder", [])
    remind(office.settings, MONDAY)
    listed = office.run(MONDAY)
    assert len(listed.queued) == len(office.inbox.received) == 1
    papers = [path.read_bytes() for path in (*copies.paths, *listed.paths)]
    known = {hashlib.sha256(paper).hexdigest() for paper in papers}
    for message in Outbox(office.settings.outbox).messages():
        raw = message.path.read_bytes()
        assert b"attachment" not in raw
    for letter in office.inbox.received:
        for part in letter.walk():
            if part.is_multipart():
                continue
            content = part.get_payload(decode=True)
            assert isinstance(content, bytes)
            assert hashlib.sha256(content).hexdigest() not in known
            words = f"{letter['Subject']}\n{content.decode()}"
            assert not any(case in words for case in (*sample.CASES, *mended.WITHHELD))
            assert not re.search(r"\d{10}-\d{4}-\d{3}|\b[PS]\d{6}[0-9A-Z]\b", words)


def test_a_week_has_one_list_and_one_notice_however_often_the_night_runs(office: Office) -> None:
    for at in county.nights(MONDAY, 7):
        office.run(at)
        office.run(at + timedelta(hours=5))
    assert office.lists == ["待办-2026-W48.xlsx"]
    assert [m["To"] for m in office.inbox.received] == [county.CONTACT]
    office.run(MONDAY + timedelta(days=7))
    assert office.lists == ["待办-2026-W48.xlsx", "待办-2026-W49.xlsx"]
    assert len(office.inbox.received) == 2


def test_where_monday_s_night_did_not_run_the_next_one_makes_the_list(office: Office) -> None:
    office.run(MONDAY + timedelta(days=2))
    assert office.lists == ["待办-2026-W48.xlsx"]
    assert len(office.inbox.received) == 1


def test_the_list_lies_with_the_unit_and_the_notice_says_where(office: Office) -> None:
    (path,) = office.run(MONDAY).paths
    assert path == office.settings.returns / "360702章贡区" / "待办-2026-W48.xlsx"
    assert mode(path) == 0o600
    (letter,) = office.inbox.received
    body = letter.get_body()
    assert body is not None
    assert "returns/360702章贡区/待办-2026-W48.xlsx" in body.get_content()
    assert letter["Subject"] == "【演练数据】心晴待办：章贡区2026年第48周共6项"


@pytest.mark.parametrize("forgets", [False, True])
def test_the_clock_set_back_a_day_makes_and_sends_nothing(office: Office, forgets: bool) -> None:
    (path,) = office.run(MONDAY).paths
    before = path.read_bytes()
    if forgets:
        (office.settings.scratch / "todo-week.json").unlink()
    office.run(MONDAY - timedelta(days=1))
    office.run(MONDAY)
    assert office.lists == ["待办-2026-W48.xlsx"]
    assert path.read_bytes() == before
    assert len(office.inbox.received) == 1


def test_a_night_killed_between_list_and_notice_is_made_good(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Outbox, "queue", killed)
        with pytest.raises(KeyboardInterrupt):
            list_week(office.settings, MONDAY)
    assert len(office.lists) == 1
    office.run(MONDAY + timedelta(days=1))
    office.run(MONDAY + timedelta(days=2))
    assert len(office.lists) == 1
    assert len(office.inbox.received) == 1


def test_who_has_nothing_to_do_gets_neither_list_nor_notice(office: Office) -> None:
    county.put(office.settings, "rpt_county_todo", [])
    assert office.run(MONDAY).counts == {}
    assert office.lists == []
    assert office.inbox.received == []


def test_a_month_that_is_over_is_no_longer_to_do(office: Office) -> None:
    """Items of the month before do not stand in for those of a running month without any."""
    reach = [{"month": "2026-10"}, {"month": sample.MONTH}]
    county.put(office.settings, "rpt_reach", reach)
    old: list[dict[str, Any]] = [row | {"month": "2026-10"} for row in sample.todo()]
    county.put(office.settings, "rpt_county_todo", old)
    office.run(MONDAY)
    assert office.lists == []


def test_while_the_server_is_away_only_the_newest_notice_waits(settings: Settings) -> None:
    list_week(settings, MONDAY)
    later = list_week(settings, MONDAY + timedelta(days=7))
    states = {m.key[5:13]: m.state for m in Outbox(settings.outbox).messages()}
    assert states == {"2026-W48": "withdrawn", "2026-W49": "pending"}
    assert len(later.withdrawn) == 1


def test_a_unit_without_a_contact_has_its_list_and_is_named(settings: Settings) -> None:
    county.write_recipients(settings, [])
    listed = list_week(settings, MONDAY)
    assert (len(listed.paths), listed.queued, listed.without_contact) == (1, (), ("章贡区",))


def test_a_contact_never_gets_the_bulletin(settings: Settings) -> None:
    from orchestration.delivery import queue_issue
    from orchestration.publish import BULLETIN, MAIL
    from orchestration.release import Issue
    from reports.message import MailContent

    folder = settings.issued / "1"
    folder.mkdir(parents=True)
    (folder / BULLETIN).write_bytes(b"PK")
    content = MailContent("主题", "导语", (), (), "动态.xlsx", "")
    (folder / MAIL).write_text(content.to_json(), encoding="utf-8")
    assert len(queue_issue(settings, Issue(1, sample.MONTH, folder, True), MONDAY)) == 2
    recipients = {message.recipient for message in Outbox(settings.outbox).messages()}
    assert recipients == {county.LEADER, county.COUNTY_LEADER}


def test_a_faulty_recipients_file_is_told_to_the_officer_once_and_the_night_goes_on(
    office: Office,
) -> None:
    from dagster import DagsterInstance, materialize

    from orchestration.assets import county as assets
    from orchestration.office import Office as OfficeResource

    county.put(office.settings, "rpt_reminder", [])
    county.write_recipients(office.settings, ["nobody,360702,county"])
    clock = OfficeResource(home=str(office.settings.home), now=f"{MONDAY:%Y-%m-%d %H:%M:%S}")
    for asset in (assets.reminders, assets.county_todo):
        with DagsterInstance.ephemeral() as instance:
            done = materialize([asset], instance=instance, resources={"office": clock})
        assert done.success
    (told,) = office.inbox.received
    assert told["To"] == "officer@example.invalid"
    body = told.get_body()
    assert body is not None
    assert "第 2 行" in body.get_content()
    assert office.lists == []
