"""Reminders over a real mail server: each step once, none without need, none in a flood."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from orchestration.recipients import RecipientsError
from orchestration.reminders import Reminded, remind
from orchestration.settings import Settings
from orchestration.stores.outbox import Outbox
from tests.pipeline import county_home as county
from tests.pipeline import loopback_mail as loopback
from validations.code_lists import read_seed

DUE = date(2026, 9, 16)
FORM, PERIOD = "F01", "2026-2027-1"


def night(days: int, hour: int = 2) -> datetime:
    """The night so many days after the due date."""
    return datetime(DUE.year, DUE.month, DUE.day, hour, 30) + timedelta(days=days)


def owed(unit: str = county.ZHANGGONG, missing: int = 3, form: str = FORM) -> list[dict[str, Any]]:
    """What `rpt_reminder` says of a unit that is not complete, by the ladder of the seed."""
    return [
        {
            "unit_code": unit,
            "unit_name": {"360702": "章贡区", "360703": "南康区", "3607SZ": "市直"}[unit],
            "sort_no": 1 + int(unit != county.ZHANGGONG),
            "form_id": form,
            "form_name": "学校基本情况",
            "period": PERIOD,
            "due_on": DUE,
            "step_code": step["step_code"],
            "step_label": step["step_label"],
            "send_from": DUE + timedelta(days=int(step["first_day"])),
            "send_until": DUE + timedelta(days=int(step["last_day"])),
            "is_copied_to_leaders": step["is_copied_to_leaders"] == "true",
            "expected_count": 40,
            "received_count": 40 - missing,
            "missing_count": missing,
            "returned_count": 1,
        }
        for step in read_seed("standard_reminder").iter_rows(named=True)
    ]


@dataclass
class Office:
    """A home and the server that gets its mail."""

    settings: Settings
    inbox: loopback.Inbox

    def run(self, at: datetime, *, sends: bool = True) -> Reminded:
        done = remind(self.settings, at)
        if sends:
            county.send(self.settings, at)
        return done

    def steps(self, to: str = county.CONTACT) -> list[str]:
        """Which steps reached an address, in the order they came."""
        letters = (m for m in self.inbox.received if m["To"] == to)
        return [
            str(letter["Message-ID"]).rpartition("@")[0].rpartition("-")[2] for letter in letters
        ]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    inbox = loopback.Inbox()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XINQING_MAIL_USER", loopback.USER)
        patch.setenv("XINQING_MAIL_PASSWORD", loopback.PASSWORD)
        with loopback.mail_server(tmp_path / "tls", inbox) as running:
            home = county.with_server(county.county_home(tmp_path / "home"), running)
            county.put(home, "rpt_reminder", owed())
            yield Office(home, inbox)


def test_each_step_goes_once_though_every_night_runs_twice(office: Office) -> None:
    for at in county.nights(night(-12), 30):
        office.run(at)
        office.run(at + timedelta(hours=3))
    assert office.steps() == ["before_7", "before_1", "after_1", "after_3"]
    assert office.steps(county.OTHER_CONTACT) == []
    assert [
        m["Date"].datetime.date() for m in office.inbox.received if m["To"] == county.CONTACT
    ] == [DUE + timedelta(days=days) for days in (-7, -1, 1, 3)]


def test_the_letter_counts_what_is_missing_and_names_no_school(office: Office) -> None:
    office.run(night(1))
    (letter,) = office.inbox.received
    assert (
        letter["Subject"]
        == "【演练数据】心晴催报：章贡区F01学校基本情况已于2026年9月16日截止，尚缺3份"
    )
    body = letter.get_body()
    assert body is not None
    text = body.get_content()
    assert "应报40份，已采用37份，尚缺3份，其中退回待改正的1份" in text
    assert list(letter.iter_attachments()) == []


def test_nothing_goes_where_nothing_is_missing(office: Office) -> None:
    office.run(night(-7))
    county.put(office.settings, "rpt_reminder", [])
    for at in county.nights(night(-6), 12):
        office.run(at)
    assert office.steps() == ["before_7"]


@pytest.mark.parametrize(
    ("slept_until", "expected"),
    [
        (-4, ["before_7", "before_1", "after_1", "after_3"]),
        (0, ["before_1", "after_1", "after_3"]),
        (2, ["after_1", "after_3"]),
        (8, ["after_3"]),
        (10, []),
    ],
)
def test_after_missed_nights_only_the_latest_step_goes(
    office: Office, slept_until: int, expected: list[str]
) -> None:
    for at in county.nights(night(slept_until), 12):
        office.run(at)
    assert office.steps() == expected


def test_the_clock_set_back_sends_nothing_again_and_nothing_older(office: Office) -> None:
    office.run(night(-1))
    for days in (-2, -1, -7, 0):
        office.run(night(days))
    assert office.steps() == ["before_1"]
    office.run(night(1))
    office.run(night(0))
    assert office.steps() == ["before_1", "after_1"]


def test_leaders_are_copied_once_on_the_last_step_with_the_units_that_are_theirs(
    office: Office,
) -> None:
    rows = [*owed(), *owed(county.NANKANG, 2), *owed(county.CITY_RUN, 1)]
    county.put(office.settings, "rpt_reminder", rows)
    for at in county.nights(night(-8), 20):
        office.run(at)
    assert office.steps(county.LEADER) == ["after_3"]
    assert office.steps(county.COUNTY_LEADER) == ["after_3"]
    (letter,) = (m for m in office.inbox.received if m["To"] == county.LEADER)
    body = letter.get_body()
    assert body is not None
    items = [line for line in body.get_content().splitlines() if line.startswith("· ")]
    assert [item[2:5] for item in items] == ["章贡区", "南康区", "市直："]
    (own,) = (m for m in office.inbox.received if m["To"] == county.COUNTY_LEADER)
    body = own.get_body()
    assert body is not None
    assert "南康区" in body.get_content()
    assert "章贡区" not in body.get_content()


def test_units_nobody_answers_for_are_named(office: Office) -> None:
    county.put(office.settings, "rpt_reminder", [*owed(), *owed(county.CITY_RUN)])
    assert office.run(night(-7)).without_contact == ("市直",)
    assert office.run(night(-20)).without_contact == ()


def test_while_the_server_is_away_only_the_latest_step_is_kept(tmp_path: Path) -> None:
    settings = county.county_home(tmp_path / "home")
    county.put(settings, "rpt_reminder", owed())
    for at in county.nights(night(-8), 10):
        remind(settings, at)
    states = {m.key.rpartition("-")[2]: m.state for m in Outbox(settings.outbox).messages()}
    assert states == {"before_7": "withdrawn", "before_1": "withdrawn", "after_1": "pending"}
    county.put(settings, "rpt_reminder", [])
    assert len(remind(settings, night(2)).withdrawn) == 1
    assert Outbox(settings.outbox).messages("pending") == []


def test_a_clock_set_back_takes_back_nothing_that_is_yet_to_come(tmp_path: Path) -> None:
    settings = county.county_home(tmp_path / "home")
    county.put(settings, "rpt_reminder", owed())
    remind(settings, night(-1))
    assert remind(settings, night(-2)) == Reminded((), (), ())
    assert [m.state for m in Outbox(settings.outbox).messages()] == ["pending"]


def test_two_forms_due_on_one_day_are_two_ladders(office: Office) -> None:
    county.put(office.settings, "rpt_reminder", [*owed(), *owed(form="F07")])
    office.run(night(-1))
    office.run(night(-1))
    assert office.steps() == ["before_1", "before_1"]


def test_a_faulty_recipients_file_is_told_and_nothing_is_queued(office: Office) -> None:
    county.write_recipients(office.settings, ["nobody,360702,county"])
    with pytest.raises(RecipientsError, match="第 2 行"):
        remind(office.settings, night(-7))
    assert Outbox(office.settings.outbox).messages() == []
