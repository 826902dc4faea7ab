"""Of a unit's returns only a notice is mailed: how many, where, until when; once a batch."""

from __future__ import annotations

from datetime import datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from orchestration.return_notices import note_returns
from orchestration.settings import Settings, load_settings
from orchestration.stores.outbox import Outbox

AT = datetime(2026, 11, 5, 2, 30)
BATCH = "20261104T200000-ab12cd"


@pytest.fixture
def home(tmp_path: Path) -> Settings:
    settings = load_settings(tmp_path)
    settings.recipients_file.write_text(
        "address,unit_code,edition\nzg@example.invalid,360702,county\n", encoding="utf-8"
    )
    return settings


def lay(settings: Settings, unit: str, *names: str) -> None:
    folder = settings.returns / unit / BATCH
    folder.mkdir(parents=True)
    for name in names:
        (folder / name).write_bytes(b"")


def test_one_notice_a_batch_with_the_count_the_folder_and_the_day(home: Settings) -> None:
    lay(home, "360702章贡区", "0001-已标注_甲.xlsx", "0002-问题清单_乙.xlsx", "0003-回执_丙.xlsx")
    (key,) = note_returns(home, AT)
    assert note_returns(home, AT) == ()
    message = Outbox(home.outbox).get(key)
    assert message.recipient == "zg@example.invalid"
    assert "章贡区有2份" in message.subject
    words = message_from_bytes(message.path.read_bytes(), policy=default).get_content()
    assert f"returns/360702章贡区/{BATCH}" in words
    assert "2026年12月4日" in words
    assert not any(name in words for name in ("甲", "乙", "丙"))


def test_receipts_alone_and_units_without_a_contact_bring_no_mail(home: Settings) -> None:
    lay(home, "360702章贡区", "0003-回执_丙.xlsx")
    lay(home, "360703南康区", "0001-已标注_甲.xlsx")
    assert note_returns(home, AT) == ()
