"""With an issue each county gets its own edition by mail, once, and nobody another's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from orchestration.delivery import queue_issue
from orchestration.publish import BULLETIN, MAIL
from orchestration.release import Issue
from orchestration.settings import Settings
from orchestration.stores import atomic
from reports.message import MailContent
from tests.pipeline import county_home as county
from tests.pipeline import loopback_mail as loopback

MONTH, MONDAY = "2026-11", datetime(2026, 12, 7, 2, 30)


@dataclass
class Office:
    """A home and the server that gets its mail."""

    settings: Settings
    inbox: loopback.Inbox


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    inbox = loopback.Inbox()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XINQING_MAIL_USER", loopback.USER)
        patch.setenv("XINQING_MAIL_PASSWORD", loopback.PASSWORD)
        with loopback.mail_server(tmp_path / "tls", inbox) as running:
            settings = county.with_server(county.county_home(tmp_path / "home"), running)
            yield Office(settings, inbox)


def issue_with_editions(settings: Settings, is_rehearsal: bool = False) -> Issue:
    """An issue of November with the editions of two counties and the leaders' bulletin."""
    folder = settings.issued / "3"
    folder.mkdir(parents=True)
    (folder / BULLETIN).write_bytes(b"PK all units")
    for unit in (county.ZHANGGONG, county.NANKANG):
        (folder / f"county-{unit}.xlsx").write_bytes(f"PK {unit}".encode())
    content = MailContent("主题", "导语", (), (), "动态.xlsx", "")
    (folder / MAIL).write_text(content.to_json(), encoding="utf-8")
    record = {"issue_no": 3, "month": MONTH, "title": "动态", "is_rehearsal": is_rehearsal}
    atomic.write_json(folder / "issue.json", record | {"known_at": "2026-12-05T20:00:00"})
    return Issue(3, MONTH, folder, True)


@pytest.mark.parametrize("is_rehearsal", [False, True])
def test_with_an_issue_each_county_gets_its_own_edition_once(
    office: Office, is_rehearsal: bool
) -> None:
    settings = office.settings
    made = issue_with_editions(settings, is_rehearsal)
    assert len(queue_issue(settings, made, MONDAY)) == 4
    assert queue_issue(settings, made, MONDAY + timedelta(days=1)) == [], "never twice"
    county.send(settings, MONDAY)
    county.send(settings, MONDAY + timedelta(days=1))
    got = {
        str(letter["To"]): [part.get_content() for part in letter.iter_attachments()]
        for letter in office.inbox.received
    }
    assert len(office.inbox.received) == 4
    assert got[county.CONTACT] == [b"PK 360702"]
    assert got[county.OTHER_CONTACT] == [b"PK 360703"]
    assert got[county.LEADER] == got[county.COUNTY_LEADER] == [b"PK all units"]
    (letter,) = (one for one in office.inbox.received if one["To"] == county.CONTACT)
    (attached,) = letter.iter_attachments()
    mark = "【演练数据】" if is_rehearsal else ""
    assert attached.get_filename() == f"{mark}动态（章贡区版）第3期（2026年11月）.xlsx"
    assert str(letter["Subject"]) == f"{mark}动态（章贡区版）第3期（2026年11月）"


def test_a_contact_of_two_counties_gets_two_editions_and_the_citys_contact_none(
    office: Office,
) -> None:
    both = [f"{county.CONTACT},{unit},county" for unit in (county.ZHANGGONG, county.NANKANG)]
    county.write_recipients(office.settings, [*both, "register@example.invalid,3607,county"])
    queue_issue(office.settings, issue_with_editions(office.settings), MONDAY)
    county.send(office.settings, MONDAY)
    assert [str(one["To"]) for one in office.inbox.received] == [county.CONTACT] * 2
    files = {next(iter(one.iter_attachments())).get_content() for one in office.inbox.received}
    assert files == {b"PK 360702", b"PK 360703"}


def test_an_issue_of_before_there_were_editions_mails_none(office: Office) -> None:
    settings = office.settings
    made = issue_with_editions(settings)
    for path in made.folder.glob("county-*"):
        path.unlink()
    assert len(queue_issue(settings, made, MONDAY)) == 2
