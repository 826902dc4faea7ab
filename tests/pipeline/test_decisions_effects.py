"""What decisions bring about outside the figures: mails, signatures; that a crash loses none."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import polars as pl
import pytest

from orchestration.deciding import NotDecidedError, decide
from orchestration.intake import Intake
from orchestration.questions import open_questions, write_desk_workbook
from orchestration.settings import Settings, load_settings
from orchestration.stores.lake import Lake
from orchestration.stores.lake_tables import lake_tables
from orchestration.stores.outbox import Outbox
from orchestration.stores.vault import Vault
from tests.pipeline.decision_files import count, decisions, fill, take_in, told
from tests.pipeline.small_home import SEMESTER, drop, enrolment, make_home, register

ROOT = Path(__file__).parents[2]
AT = datetime(2026, 11, 12, 8)
DIGEST = "d" * 64


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with figures and one correction that waits; copied for each test."""
    settings = make_home(tmp_path_factory.mktemp("effects") / "home", release="signed")
    drop(settings, "F00", SEMESTER, "3607", register())
    Intake(settings).run(datetime(2026, 9, 10, 20))
    drop(settings, "F01", SEMESTER, "360702", enrolment("360702"))
    Intake(settings).run(datetime(2026, 9, 14, 20))
    drop(settings, "F01", SEMESTER, "360702", enrolment("360702", 25))
    Intake(settings).run(datetime(2026, 11, 10, 20))
    count(settings)
    return settings.home


@pytest.fixture
def home(counted: Path, tmp_path: Path) -> Settings:
    shutil.copytree(counted, tmp_path / "home")
    return load_settings(tmp_path / "home")


def lose_a_mail(settings: Settings, at: datetime) -> str:
    """A mail of which nobody knows whether it arrived."""
    message = EmailMessage()
    message["Subject"] = "学生心理健康教育工作动态第1期"
    outbox = Outbox(settings.outbox)
    outbox.queue("2026-10-1-leaders-a", "office@example.invalid", message, at)
    outbox.mark("2026-10-1-leaders-a", "unknown", at, "途中断线")
    return "2026-10-1-leaders-a"


def answer(settings: Settings, about: str, choice: str, at: datetime) -> None:
    """Fill in the row that speaks of something and take the file in."""
    written = write_desk_workbook(settings, at - timedelta(hours=1))
    fill(written, settings.inbox / "待办.xlsx", {about: {"choice": choice}})
    assert take_in(settings, at).findings.is_empty()


@pytest.mark.parametrize(("choice", "state"), [("已送达", "sent"), ("未送达，重寄", "pending")])
def test_an_uncertain_mail_is_settled_by_the_officers_word(home, choice, state):
    key = lose_a_mail(home, datetime(2026, 11, 11, 9))
    answer(home, "office@example.invalid", choice, AT)
    message = Outbox(home.outbox).get(key)
    assert message.state == state
    assert message.words.startswith("数据专员：")
    assert "unknown_mail" not in open_questions(home)["kind"]


def test_a_mail_that_is_lost_again_is_asked_about_again_and_not_sent_by_the_old_word(home):
    key = lose_a_mail(home, datetime(2026, 11, 11, 9))
    answer(home, "office@example.invalid", "未送达，重寄", AT)
    outbox = Outbox(home.outbox)
    outbox.mark(key, "unknown", AT + timedelta(hours=12), "又断线")
    Intake(home).run(AT + timedelta(days=1))
    assert outbox.get(key).state == "unknown"
    assert open_questions(home)["kind"].to_list().count("unknown_mail") == 1


def draft(settings: Settings, verdict: str, digest: str = DIGEST) -> None:
    """The draft of October as the night leaves it."""
    folder = settings.month_folder("2026-10")
    folder.mkdir(parents=True, exist_ok=True)
    told_by = {
        "month": "2026-10",
        "issue_no": 1,
        "known_at": "2026-11-10T20:00:00",
        "figures_digest": digest,
        "verdict": verdict,
        "reasons": [],
        "files": {},
    }
    (folder / "draft.json").write_text(json.dumps(told_by), encoding="utf-8")


def test_a_draft_is_signed_by_the_form_for_exactly_the_figures_shown(home):
    draft(home, "pass")
    written = write_desk_workbook(home, AT)
    draft(home, "pass", "e" * 64)
    fill(written, home.inbox / "待办.xlsx", {"2026-10的简报": {"choice": "签发"}})
    assert take_in(home, AT).findings.is_empty()
    (signed,) = Vault(home.vault).events("signed")
    assert (signed.who, signed.payload["figures_digest"]) == ("数据专员", DIGEST)
    # The figures have moved on since: the new ones are asked about.
    assert "sign_off" in open_questions(home)["kind"]
    Intake(home).run(AT + timedelta(days=1))
    assert len(Vault(home.vault).events("signed")) == 1


def test_a_month_that_is_held_is_not_asked_about_and_not_signed(home):
    draft(home, "hold")
    assert "sign_off" not in open_questions(home)["kind"]
    written = write_desk_workbook(home, AT)
    fill(written, home.inbox / "待办.xlsx", initiatives=[{"kind": "签发", "period": "2026-10"}])
    assert [rule for rule, _, _ in told(take_in(home, AT))] == ["D01.R08"]
    assert Vault(home.vault).events("signed") == []


def test_the_ui_decides_through_the_same_gate(home):
    question = open_questions(home)["question_id"][0]
    decide(home, question, "采用", "已与学校核实", "数据专员", AT)
    (event,) = decisions(home)
    assert (event.payload["question_id"], event.payload["choice"]) == (question, "adopt")
    assert Lake(home.lake, lake_tables()).read("submissions")["form_id"].to_list()[-1] == "D01"


def test_what_was_typed_into_the_desks_own_file_outlives_the_night(home):
    written = write_desk_workbook(home, datetime(2026, 11, 11, 21))
    write_desk_workbook(home, datetime(2026, 11, 11, 22))
    assert [path.name for path in home.desk.glob("*.xlsx")] == ["待办.xlsx"]
    fill(written, written, {"锁定": {"choice": "采用"}})
    write_desk_workbook(home, datetime(2026, 11, 12, 21))
    (kept,) = home.desk.glob("待办（填了未交*.xlsx")
    shutil.copy(kept, home.inbox / "待办.xlsx")
    assert take_in(home, datetime(2026, 11, 13, 8)).findings.is_empty()
    assert len(decisions(home)) == 1


@pytest.mark.parametrize(
    ("question", "choice", "reason", "words"),
    [
        ("C0000000000", "采用", "核实", "没有编号为"),
        ("", "采用", "核实", "没有编号为"),
        (None, "", "核实", "可选：采用、不采用"),
        (None, "也许", "核实", "不是这一事项可选的决定"),
        (None, "采用", "", "“理由”没有填写"),
        (None, "采用", "电话13800138000", "手机号码"),
    ],
)
def test_what_the_form_would_refuse_the_ui_refuses_in_words(home, question, choice, reason, words):
    asked = open_questions(home)["question_id"][0] if question is None else question
    with pytest.raises(NotDecidedError, match=words):
        decide(home, asked, choice, reason, "数据专员", AT)
    assert decisions(home) == []


def state_of(settings: Settings) -> dict[str, object]:
    """Everything a batch of decisions leaves behind."""
    lake = Lake(settings.lake, lake_tables())
    lake.commit_events(Vault(settings.vault).events())
    return {
        **{table: lake.read(table).sort(pl.all()).rows() for table in ("submissions", "events")},
        "events": [event.event_id for event in Vault(settings.vault).events()],
        "mails": [(m.state, m.words) for m in Outbox(settings.outbox).messages()],
        "inbox": [path for path in settings.inbox.rglob("*") if path.is_file()],
    }


def laid_out(settings: Settings) -> None:
    """A file with a decision about a report, one about a mail, and an unlock."""
    lose_a_mail(settings, datetime(2026, 11, 11, 9))
    written = write_desk_workbook(settings, datetime(2026, 11, 11, 21))
    fill(
        written,
        settings.inbox / "待办.xlsx",
        {"锁定": {"choice": "采用"}, "office@": {"choice": "已送达"}},
        [{"kind": "解锁", "form": "学籍基数表", "period": SEMESTER, "scope": "360702",
          "day": "2026-12-31"}],
    )  # fmt: skip


class KilledError(BaseException):
    """Stands for a kill between two steps."""


def test_stopped_after_any_step_no_decision_is_lost_or_doubled(home, tmp_path):
    laid_out(home)
    for name in ("undisturbed", *(f"stopped-{step}" for step in range(1, 10))):
        shutil.copytree(home.home, tmp_path / name)
    undisturbed = load_settings(tmp_path / "undisturbed")
    steps: list[str] = []
    Intake(undisturbed, on_step=steps.append).run(AT)
    assert len(steps) == 9
    expected = state_of(undisturbed)
    assert len(decisions(undisturbed)) == 3
    for step in range(1, 10):
        stopped = load_settings(tmp_path / f"stopped-{step}")
        seen: list[str] = []

        def stop(name: str, seen: list[str] = seen, step: int = step) -> None:
            seen.append(name)
            if len(seen) == step:
                raise KilledError(name)

        with pytest.raises(KilledError):
            Intake(stopped, on_step=stop).run(AT)
        Intake(stopped).run(AT + timedelta(days=1))
        assert state_of(stopped) == expected, steps[step - 1]


def test_killed_between_sealing_and_the_lake_the_decision_is_there_once(home):
    laid_out(home)
    script = f"""
import os, signal
from datetime import datetime
from pathlib import Path
from orchestration.intake import Intake
from orchestration.settings import load_settings
def die(name):
    if name == "decisions":
        os.kill(os.getpid(), signal.SIGKILL)
Intake(load_settings(Path({str(home.home)!r})), on_step=die).run(datetime(2026, 11, 12, 8))
"""
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=os.environ, check=False)
    assert done.returncode == -signal.SIGKILL
    assert len(decisions(home)) == 3
    assert Outbox(home.outbox).messages()[0].state == "unknown"
    Intake(home).run(AT + timedelta(days=1))
    assert len(decisions(home)) == 3
    assert {event.occurred_at for event in decisions(home)} == {AT}
    assert Outbox(home.outbox).messages()[0].state == "sent"
