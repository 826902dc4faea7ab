"""One month through Dagster in process: night, signature, issue, mail over TLS, and once only."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from orchestration.delivery import send_mail
from orchestration.in_process import JobOutcome, JobRunner
from orchestration.publish import BULLETIN, FIGURES, NoDataForMonthError, make_draft, read_draft
from orchestration.release import NotReleasedError, require_release, sign
from orchestration.settings import Settings, load_settings
from orchestration.stores.outbox import Outbox
from orchestration.stores.warehouse import NoFiguresError
from orchestration.written_page import PageDiffersError, differences, require_equal
from tests.pipeline import loopback_mail as loopback
from tests.pipeline.small_home import fill, make_home

MONTH, NOW = "2026-11", datetime(2026, 11, 22, 2, 30)
LEADERS = ("leader@example.invalid", "gone@example.invalid", "deputy@example.invalid")


@dataclass
class Office:
    """A filled home, its mail server and the jobs; what a class of tests walks through once."""

    settings: Settings
    inbox: loopback.Inbox
    runner: JobRunner

    def run(self, job: str, month: str = MONTH) -> JobOutcome:
        return self.runner.run(job, month, lambda key, ended: None)

    def metadata(self, asset: str) -> dict[str, object]:
        from dagster import AssetKey, DagsterInstance

        event = DagsterInstance.get().get_latest_materialization_event(AssetKey(asset))
        assert event is not None and event.asset_materialization is not None
        return {k: v.value for k, v in event.asset_materialization.metadata.items()}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    names = ("XINQING_HOME", "DAGSTER_HOME", "XINQING_MAIL_USER", "XINQING_MAIL_PASSWORD")
    before = {name: os.environ.get(name) for name in names}
    os.environ["XINQING_MAIL_USER"] = loopback.USER
    os.environ["XINQING_MAIL_PASSWORD"] = loopback.PASSWORD
    inbox = loopback.Inbox(refuse=frozenset({"gone@example.invalid"}))
    with loopback.mail_server(folder / "tls", inbox) as running:
        home = make_home(folder / "home").home
        with (home / "settings.toml").open("a", encoding="utf-8") as file:
            file.write(
                f'[mail]\nhost = "localhost"\nport = {running.port}\n'
                f'sender = "office@example.invalid"\nofficer = "officer@example.invalid"\n'
                f'ca_file = "{running.ca_file}"\n'
            )
        (home / "recipients.csv").write_text(
            "address,unit_code,edition\n" + "".join(f"{a},3607,leaders\n" for a in LEADERS),
            encoding="utf-8",
        )
        settings = load_settings(home)
        fill(settings)
        yield Office(settings, inbox, JobRunner(settings, NOW))
    for name, value in before.items():
        os.environ.pop(name, None)
        if value is not None:
            os.environ[name] = value


def test_a_night_leaves_a_draft_a_verdict_and_no_mail(office: Office) -> None:
    with pytest.raises(NoFiguresError):
        make_draft(office.settings, MONTH)
    outcome = office.run("nightly")
    assert outcome.success, outcome
    draft = read_draft(office.settings, MONTH)
    assert draft.verdict in ("pass", "warn")
    assert (draft.folder / BULLETIN).stat().st_size > 10_000
    assert (draft.folder / FIGURES).read_bytes().startswith(b"\xef\xbb\xbf")
    assert office.inbox.received == []


def test_the_desk_tells_the_officer_what_he_needs(office: Office) -> None:
    told = office.metadata("desk")
    assert told["夜间运行成功"] == "2026-11-22 02:30:00"
    assert told["简报"] == str(office.settings.month_folder(MONTH) / BULLETIN)
    assert told["核验结论页"] == f"/pages/{MONTH}/round_check/verdict.html"
    units = told["各单位报送"]
    assert len(units.records) == 22  # type: ignore[attr-defined]  # and the city office
    assert "data:image/png;base64," in str(office.metadata("bulletin")["筛查覆盖率"])


def test_made_again_the_pages_are_the_same_to_the_byte(office: Office) -> None:
    folder = office.settings.month_folder(MONTH)
    before = {name: (folder / name).read_bytes() for name in (BULLETIN, FIGURES)}
    make_draft(office.settings, MONTH)
    assert {name: (folder / name).read_bytes() for name in before} == before


def test_the_written_page_equals_the_figures_and_a_changed_cell_is_found(office: Office) -> None:
    from orchestration.publish import month_figures

    folder = office.settings.month_folder(MONTH)
    pages = {name: (folder / name).read_bytes() for name in (BULLETIN, FIGURES)}
    figures = month_figures(office.settings, MONTH)
    compared, wrong = differences(pages, figures, MONTH)
    assert compared > 200
    assert wrong == []
    a_figure = f"M02.3607.{MONTH},{MONTH},3607,全市,".encode()
    line = next(x for x in pages[FIGURES].splitlines() if x.startswith(a_figure))
    value = line.split(b",")[11]
    bent = line.replace(value, b"0.123456")
    pages[FIGURES] = pages[FIGURES].replace(line, bent)
    with pytest.raises(PageDiffersError, match=r"M02\.3607"):
        require_equal(pages, figures, MONTH)


def test_unsigned_nothing_is_issued_and_the_officer_is_told(office: Office) -> None:
    outcome = office.run("issue_bulletin")
    assert not outcome.success
    assert outcome.failed_step == "issue"
    assert "尚未签发" in outcome.words
    assert list(office.settings.issued.glob("*")) == []
    assert office.inbox.recipients == ["officer@example.invalid"]


def test_signed_it_is_issued_and_mailed_once_to_everyone_who_takes_it(office: Office) -> None:
    draft = read_draft(office.settings, MONTH)
    sign(office.settings, draft, "张科长", NOW)
    assert office.run("issue_bulletin").success
    mailed = [to for to in office.inbox.recipients if to != "officer@example.invalid"]
    assert sorted(mailed) == ["deputy@example.invalid", "leader@example.invalid"]
    states = {m.recipient: m.state for m in Outbox(office.settings.outbox).messages()}
    assert states["gone@example.invalid"] == "refused"
    issued = office.settings.issued / "1"
    letter = next(m for m in office.inbox.received if m["To"] == "leader@example.invalid")
    (attachment,) = letter.iter_attachments()
    assert attachment.get_content() == (issued / BULLETIN).read_bytes()
    assert attachment.get_filename().endswith(".xlsx")
    assert "第1期" in attachment.get_filename()


def test_issuing_again_changes_and_sends_nothing(office: Office) -> None:
    issued = office.settings.issued / "1"
    before = {path.name: path.read_bytes() for path in issued.iterdir()}
    mails = len(office.inbox.received)
    assert office.run("issue_bulletin").success
    send_mail(office.settings, lambda: NOW)
    assert {path.name: path.read_bytes() for path in issued.iterdir()} == before
    assert [path.name for path in office.settings.issued.iterdir()] == ["1"]
    assert len(office.inbox.received) == mails


def test_a_signature_covers_only_the_figures_it_was_given_for(office: Office) -> None:
    from dataclasses import replace

    draft = read_draft(office.settings, MONTH)
    changed = replace(draft, month="2026-10", figures_digest="other")
    with pytest.raises(NotReleasedError, match="尚未签发"):
        require_release(office.settings, changed)
    with pytest.raises(NotReleasedError, match="填写签发人"):
        sign(office.settings, draft, "  ", NOW)


def test_a_month_without_data_is_told_in_words(office: Office) -> None:
    with pytest.raises(NoDataForMonthError, match="2025-10 没有数据"):
        make_draft(office.settings, "2025-10")


def test_a_failed_run_is_told_to_the_officer_once_and_without_data(
    office: Office, tmp_path: Path
) -> None:
    from dagster import DagsterInstance, build_run_status_sensor_context

    from orchestration.office import Office as OfficeResource
    from orchestration.sensors import failure_sensor

    outcome = office.run("issue_bulletin", "2025-10")
    assert (outcome.success, outcome.error) == (False, "NoDataForMonthError")
    instance = DagsterInstance.get()
    run = instance.get_run_by_id(outcome.run_id)
    (event,) = [
        record.event_log_entry.dagster_event
        for record in instance.get_records_for_run(outcome.run_id).records
        if record.event_log_entry.dagster_event is not None
        and record.event_log_entry.dagster_event.event_type_value == "PIPELINE_FAILURE"
    ]
    assert run is not None and event is not None
    before = len(office.inbox.received)
    context = build_run_status_sensor_context(
        sensor_name="failure_sensor",
        dagster_instance=instance,
        dagster_run=run,
        dagster_event=event,
        resources={"office": OfficeResource(home=str(office.settings.home))},
    ).for_run_failure()
    for _ in range(2):
        failure_sensor(context)
    (notice,) = office.inbox.received[before:]
    assert notice["To"] == "officer@example.invalid"
    body = notice.get_body()
    assert body is not None
    assert "2025-10 没有数据" in body.get_content()
