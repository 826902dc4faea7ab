from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.recipients import RecipientsError, contacts, leaders, read_recipients


def write(folder: Path, *lines: str) -> Path:
    path = folder / "recipients.csv"
    path.write_text("\n".join(("address,unit_code,edition", *lines)), encoding="utf-8-sig")
    return path


def test_no_file_means_nobody(tmp_path: Path) -> None:
    assert read_recipients(tmp_path / "none.csv") == []


def test_an_address_gets_an_edition_once_whatever_its_case(tmp_path: Path) -> None:
    path = write(tmp_path, "a@x.invalid,3607,leaders", " A@X.invalid ,360702,leaders")
    assert [recipient.address for recipient in read_recipients(path)] == ["a@x.invalid"]


def test_every_faulty_line_is_named_at_once(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "good@x.invalid,3607,leaders",
        "no-address,3607,leaders",
        "b@x.invalid,360799,leaders",
        "c@x.invalid,3607,public",
        "d@x.invalid\tBcc: e@x.invalid,3607,leaders",
    )
    with pytest.raises(RecipientsError) as told:
        read_recipients(path)
    for words in ("第 3 行", "第 4 行", "第 5 行", "第 6 行"):
        assert words in str(told.value)
    assert "第 2 行" not in str(told.value)


def test_a_file_without_its_header_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "recipients.csv"
    path.write_text("a@x.invalid,3607,leaders\n", encoding="utf-8")
    with pytest.raises(RecipientsError, match="三列"):
        read_recipients(path)


def test_a_contact_may_answer_for_several_units_and_gets_no_leaders_edition(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "both@x.invalid,360703,county",
        "both@x.invalid,3607RJ,county",
        "BOTH@x.invalid,360703,county",
        "second@x.invalid,360703,county",
        "city@x.invalid,3607,county",
        "leader@x.invalid,3607,leaders",
    )
    assert {unit: [r.address for r in of_unit] for unit, of_unit in contacts(path).items()} == {
        "360703": ["both@x.invalid", "second@x.invalid"],
        "3607RJ": ["both@x.invalid"],
        "3607": ["city@x.invalid"],
    }
    assert [recipient.address for recipient in leaders(path)] == ["leader@x.invalid"]
