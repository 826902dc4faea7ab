"""The inbox as submitters meet it: real files through the real gate, into lake and returns."""

from __future__ import annotations

import errno
import shutil
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest

from orchestration.intake import Intake, IntakeReport
from orchestration.settings import Settings
from orchestration.stores.inbox import Claim, Entry, Inbox
from orchestration.stores.lake import Lake
from orchestration.stores.lake_tables import lake_tables
from orchestration.stores.lock import StoreBusyError, store_lock
from orchestration.stores.vault import Vault
from tests.pipeline.small_home import (
    COUNT_DAY,
    REGISTER_DAY,
    SEMESTER,
    as_csv,
    drop,
    enrolment,
    make_home,
    register,
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return make_home(tmp_path / "home")


def read(settings: Settings, table: str) -> pl.DataFrame:
    return Lake(settings.lake, lake_tables()).read(table)


def take_in(settings: Settings, days: int = 0) -> IntakeReport:
    return Intake(settings).run(COUNT_DAY + timedelta(days=days))


def test_an_empty_inbox_is_fine(settings: Settings) -> None:
    assert take_in(settings).batches == ()
    assert read(settings, "submissions").is_empty()


def test_a_file_ends_in_vault_lake_and_returns_and_leaves_the_inbox(settings: Settings) -> None:
    content = drop(settings, "F01", SEMESTER, "360702", enrolment("360702")).read_bytes()
    (batch,) = take_in(settings).batches
    (receipt,) = Vault(settings.vault).batch(batch.batch_id).receipts
    assert Vault(settings.vault).open(receipt.sha256) == content
    assert (receipt.form_id, receipt.period, receipt.unit_code) == ("F01", SEMESTER, "360702")
    assert read(settings, "f01_enrolment").height == 12
    assert read(settings, "submissions")["received_at"].to_list() == [COUNT_DAY]
    assert [path.parents[1].name for path in batch.returns] == ["360702章贡区"]
    assert list(settings.inbox.rglob("*.csv")) == []
    assert list((settings.inbox / ".taken").iterdir()) == []


def test_the_same_file_again_changes_nothing_in_the_lake(settings: Settings) -> None:
    rows = enrolment("360702")
    drop(settings, "F01", SEMESTER, "360702", rows)
    take_in(settings)
    before = read(settings, "submissions")
    drop(settings, "F01", SEMESTER, "360702", rows, name="又发一遍.csv")
    (batch,) = take_in(settings, days=1).batches
    assert len(batch.replayed) == 1
    assert read(settings, "submissions").equals(before)
    assert len(Vault(settings.vault).batch_ids()) == 2


def test_the_same_file_twice_in_one_batch_counts_once(settings: Settings) -> None:
    drop(settings, "F01", SEMESTER, "360702", enrolment("360702"), name="甲.csv")
    drop(settings, "F01", SEMESTER, "360702", enrolment("360702"), name="乙.csv")
    take_in(settings)
    assert read(settings, "submissions").height == 1


def test_going_back_to_an_earlier_content_is_a_new_word(settings: Settings) -> None:
    for days, pupils in enumerate((20, 21, 20)):
        drop(settings, "F01", SEMESTER, "360702", enrolment("360702", pupils))
        take_in(settings, days)
    assert read(settings, "submissions").height == 3


def test_office_locks_hidden_files_and_downloads_under_way_are_left_alone(
    settings: Settings,
) -> None:
    for name in ("~$报表.xlsx", ".hidden.csv", "半截.csv.part", "Thumbs.db"):
        (settings.inbox / name).write_bytes(b"x")
    assert take_in(settings).batches == ()
    assert len(list(settings.inbox.glob("*"))) + len(list(settings.inbox.glob(".hidden*"))) >= 4


def test_a_file_still_being_written_is_left_for_the_next_time(tmp_path: Path) -> None:
    inbox = Inbox(tmp_path)
    growing, resting = tmp_path / "growing.csv", tmp_path / "resting.csv"
    growing.write_bytes(b"a")
    resting.write_bytes(b"b")

    def while_we_wait(seconds: float) -> None:
        growing.write_bytes(b"a little more")

    at_rest, moving = inbox.at_rest(5.0, sleep=while_we_wait)
    assert [arrival.path for arrival in at_rest] == ["resting.csv"]
    assert [arrival.path for arrival in moving] == ["growing.csv"]


def test_rubbish_beside_good_files_is_told_in_words_and_stops_nobody(settings: Settings) -> None:
    drop(settings, "F01", SEMESTER, "360702", enrolment("360702"))
    (settings.inbox / "照片.xlsx").write_bytes(b"\x89PNG not a workbook")
    (batch,) = take_in(settings).batches
    statuses = dict(batch.submissions.select("file_name", "status").rows())
    assert statuses["F01-360702.csv"] == "accepted"
    assert statuses["照片.xlsx"] in ("unreadable", "rejected")
    words = batch.findings.filter(pl.col("file_name") == "照片.xlsx")["words"].to_list()
    assert words
    assert any(path.parents[1].name == "未识别单位" for path in batch.returns)


def test_a_file_that_breaks_the_gate_itself_breaks_only_itself(settings: Settings) -> None:
    from validations.gate import check_batch

    drop(settings, "F01", SEMESTER, "360702", enrolment("360702"))
    drop(settings, "F01", SEMESTER, "360703", enrolment("360703"), name="毒.csv")

    def fragile(files, received_at, batch_id):  # type: ignore[no-untyped-def]
        if any(file.file_name == "毒.csv" for file in files):
            raise RuntimeError("a fault with 张三 in its text")
        return check_batch(files, received_at, batch_id)

    Intake(settings, gate=fragile).run(COUNT_DAY)
    statuses = dict(read(settings, "submissions").select("file_name", "status").rows())
    assert statuses == {"F01-360702.csv": "accepted", "毒.csv": "unreadable"}
    words = read(settings, "findings").filter(pl.col("rule_id") == "G99")["words"].item()
    assert "出错" in words
    assert "张三" not in words


def test_a_full_disk_is_nobodys_file_and_the_batch_is_ended_later(settings: Settings) -> None:
    from validations.gate import check_batch

    drop(settings, "F01", SEMESTER, "360702", enrolment("360702"))

    def full(files, received_at, batch_id):  # type: ignore[no-untyped-def]
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        Intake(settings, gate=full).run(COUNT_DAY)
    (batch,) = Intake(settings, gate=check_batch).run(COUNT_DAY + timedelta(days=1)).batches
    assert batch.received_at == COUNT_DAY
    assert read(settings, "submissions")["status"].to_list() == ["accepted"]


def test_the_lake_is_rebuilt_from_the_vault_as_it_was(settings: Settings) -> None:
    drop(settings, "F00", SEMESTER, "3607", register())
    Intake(settings).run(REGISTER_DAY)
    for days, pupils in enumerate((20, 21, 21, 20)):
        drop(settings, "F01", SEMESTER, "360702", enrolment("360702", pupils))
        take_in(settings, days)
    before = {table: read(settings, table) for table in lake_tables()}
    shutil.rmtree(settings.lake)
    Intake(settings).run(COUNT_DAY + timedelta(days=9))
    for table, frame in before.items():
        assert read(settings, table).equals(frame), table


def test_words_no_list_knows_are_listed_for_the_office_beside_the_returns(
    settings: Settings,
) -> None:
    rows = [{**row, "stage": "小小学"} for row in enrolment("360702")]
    drop(settings, "F01", SEMESTER, "360702", rows)
    (batch,) = take_in(settings).batches
    assert batch.unmapped_count == 1
    (listed,) = settings.returns.rglob("待补充的词.csv")
    assert "小小学" in listed.read_text(encoding="utf-8-sig")
    assert listed.parents[1].name == "3607市级"


def test_two_intakes_do_not_run_at_once(settings: Settings) -> None:
    with (
        store_lock(settings.lock, "计算指标"),
        pytest.raises(StoreBusyError, match="计算指标"),
        store_lock(settings.lock, "接收报送", wait_seconds=0.1),
    ):
        pass


def test_a_file_written_to_after_it_was_sealed_comes_back_to_the_inbox(
    settings: Settings,
) -> None:
    drop(settings, "F01", SEMESTER, "360702", enrolment("360702"))
    late = as_csv("F01", enrolment("360702", 30))

    def meddle(step: str) -> None:
        if step == "receipts":
            (held,) = (settings.inbox / ".taken").rglob("*.csv")
            held.write_bytes(late)

    Intake(settings, on_step=meddle).run(COUNT_DAY)
    (back,) = settings.inbox.rglob("F01-360702.csv")
    assert back.read_bytes() == late
    take_in(settings, days=1)
    assert read(settings, "submissions").height == 2


def test_a_file_that_fails_while_it_is_sealed_goes_back_and_the_batch_goes_on(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for unit in ("360702", "360703"):
        drop(settings, "F01", SEMESTER, unit, enrolment(unit))
    real = Inbox.read

    def failing(self: Inbox, claim: Claim, entry: Entry) -> bytes:
        if "360702" in entry.arrival.path:
            raise OSError(errno.EIO, "Input/output error")
        return real(self, claim, entry)

    monkeypatch.setattr(Inbox, "read", failing)
    report = take_in(settings)
    assert read(settings, "submissions")["unit_code"].to_list() == ["360703"]
    assert report.unread == (f"F01/{SEMESTER}/360702/F01-360702.csv",)
    monkeypatch.undo()
    assert take_in(settings, days=1).unread == ()
    assert read(settings, "submissions")["unit_code"].to_list() == ["360703", "360702"]


def test_no_two_batches_share_a_second(settings: Settings) -> None:
    for pupils in (20, 21):
        drop(settings, "F01", SEMESTER, "360702", enrolment("360702", pupils))
        take_in(settings)
    first, second = sorted(read(settings, "submissions")["received_at"].to_list())
    assert second > first


def test_with_the_clock_set_back_a_correction_still_comes_after_what_it_corrects(
    settings: Settings,
) -> None:
    for days, pupils in ((0, 20), (-1, 21)):
        drop(settings, "F01", SEMESTER, "360702", enrolment("360702", pupils))
        take_in(settings, days)
    first, second = read(settings, "submissions")["received_at"].to_list()
    assert second > first
