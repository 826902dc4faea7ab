"""Mail over real sockets: TLS, login, refusals, and servers that go away in the middle."""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import datetime
from email import policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from orchestration.stores.mailer import MailServer, send_pending
from orchestration.stores.outbox import Outbox
from tests.pipeline import loopback_mail as loopback

NOON = datetime(2026, 10, 20, 12, 0)
ROOT = Path(__file__).parents[2]


def letter(to: str) -> EmailMessage:
    message = EmailMessage(policy=policy.SMTP.clone(cte_type="7bit"))
    message["Subject"] = "动态 第1期"
    message["From"] = "office@example.invalid"
    message["To"] = to
    message.set_content("要点如下。")
    message.add_attachment(
        b"PK-bytes", maintype="application", subtype="octet-stream", filename="赣州市动态.xlsx"
    )
    return message


@pytest.fixture
def outbox(tmp_path: Path) -> Outbox:
    return Outbox(tmp_path / "outbox")


def fill(outbox: Outbox, *addresses: str) -> None:
    for number, address in enumerate(addresses):
        outbox.queue(f"{number}", address, letter(address), NOON)


def server_at(running: object, **changes: object) -> MailServer:
    settings: dict[str, object] = {
        "host": "localhost",
        "port": running.port,  # type: ignore[attr-defined]
        "security": "starttls",
        "sender": "office@example.invalid",
        "user": loopback.USER,
        "password": loopback.PASSWORD,
        "ca_file": running.ca_file,  # type: ignore[attr-defined]
        "attempts": 2,
        "timeout_seconds": 10.0,
    }
    return MailServer(**(settings | changes))  # type: ignore[arg-type]


def clock() -> datetime:
    return NOON


def no_pause(seconds: float) -> None:
    return None


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_mail_arrives_with_its_chinese_attachment_name(
    tmp_path: Path, outbox: Outbox, security: str
) -> None:
    fill(outbox, "leader@example.invalid")
    with loopback.mail_server(tmp_path / "tls", loopback.Inbox(), security) as running:
        report = send_pending(outbox, server_at(running, security=security), clock, no_pause)
        again = send_pending(outbox, server_at(running, security=security), clock, no_pause)
        (arrived,) = running.inbox.received
    assert report.sent == ("0",)
    assert again.sent == ()
    (attachment,) = arrived.iter_attachments()
    assert attachment.get_filename() == "赣州市动态.xlsx"
    assert attachment.get_content() == b"PK-bytes"
    assert outbox.get("0").state == "sent"


def test_one_refused_address_does_not_stop_the_rest(tmp_path: Path, outbox: Outbox) -> None:
    fill(outbox, "a@x.invalid", "gone@x.invalid", "later@x.invalid", "b@x.invalid")
    inbox = loopback.Inbox(
        refuse=frozenset({"gone@x.invalid"}), defer=frozenset({"later@x.invalid"})
    )
    with loopback.mail_server(tmp_path / "tls", inbox) as running:
        report = send_pending(outbox, server_at(running), clock, no_pause)
    assert running.inbox.recipients == ["a@x.invalid", "b@x.invalid"]
    assert (report.sent, report.refused, report.waiting) == (("0", "3"), ("1",), ("2",))
    assert outbox.get("1").state_zh == "拒收"
    assert "no such mailbox" in outbox.get("1").words


def test_an_answer_lost_inside_data_is_unknown_and_never_sent_again(
    tmp_path: Path, outbox: Outbox
) -> None:
    fill(outbox, "a@x.invalid", "cut@x.invalid", "b@x.invalid")
    inbox = loopback.Inbox(hang_up_in_data_for=frozenset({"cut@x.invalid"}))
    with loopback.mail_server(tmp_path / "tls", inbox) as running:
        report = send_pending(outbox, server_at(running), clock, no_pause)
        inbox.hang_up_in_data_for = frozenset()
        send_pending(outbox, server_at(running), clock, no_pause)
    assert (report.sent, report.unknown) == (("0", "2"), ("1",))
    assert inbox.recipients == ["a@x.invalid", "b@x.invalid"]
    assert outbox.get("1").state_zh == "不明"


def test_a_wrong_password_leaves_everything_waiting_with_a_clear_sentence(
    tmp_path: Path, outbox: Outbox
) -> None:
    fill(outbox, "a@x.invalid")
    with loopback.mail_server(tmp_path / "tls", loopback.Inbox()) as running:
        report = send_pending(outbox, server_at(running, password="wrong"), clock, no_pause)
    assert report.waiting == ("0",)
    assert "拒绝登录" in report.trouble
    assert running.inbox.received == []


def test_an_untrusted_certificate_leaves_everything_waiting(tmp_path: Path, outbox: Outbox) -> None:
    fill(outbox, "a@x.invalid")
    with loopback.mail_server(tmp_path / "tls", loopback.Inbox()) as running:
        other, _ = loopback.certificates(tmp_path / "other")
        report = send_pending(outbox, server_at(running, ca_file=other), clock, no_pause)
    assert "证书不可信" in report.trouble
    assert outbox.get("0").state == "pending"


def test_no_server_is_tried_with_growing_pauses_and_told(tmp_path: Path, outbox: Outbox) -> None:
    fill(outbox, "a@x.invalid")
    pauses: list[float] = []
    nowhere = MailServer("127.0.0.1", 9, "starttls", "office@x.invalid", attempts=3)
    report = send_pending(outbox, nowhere, clock, pauses.append)
    assert pauses == [2.0, 4.0]
    assert report.waiting == ("0",)
    assert "连接失败" in report.trouble


@pytest.mark.parametrize(
    ("answer", "state"), [("554 5.7.1 spam", "refused"), ("451 4.3.0 try later", "pending")]
)
def test_an_answer_of_no_after_the_message_is_believed(
    tmp_path: Path, outbox: Outbox, answer: str, state: str
) -> None:
    fill(outbox, "a@x.invalid")
    with loopback.mail_server(tmp_path / "tls", loopback.Inbox(answer_data_with=answer)) as running:
        send_pending(outbox, server_at(running), clock, no_pause)
    assert outbox.get("0").state == state


def test_a_process_killed_while_sending_leaves_unknown_not_a_second_mail(
    tmp_path: Path, outbox: Outbox
) -> None:
    fill(outbox, "a@x.invalid", "b@x.invalid")
    with loopback.mail_server(tmp_path / "tls", loopback.Inbox()) as running:
        script = _killed_after_sending(outbox, running.port, running.ca_file)
        done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False)
        assert done.returncode == -signal.SIGKILL
        report = send_pending(outbox, server_at(running), clock, no_pause)
    assert report.unknown == ("0",)
    assert report.sent == ("1",)
    assert running.inbox.recipients == ["a@x.invalid", "b@x.invalid"]


def _killed_after_sending(outbox: Outbox, port: int, ca_file: Path) -> str:
    """A child that dies after the server has the message and before the answer is noted."""
    return f"""
import os, signal
from datetime import datetime
from pathlib import Path
from orchestration.stores import outbox as o
from orchestration.stores.mailer import MailServer, send_pending
mark = o.Outbox.mark
def dying(self, key, state, at, words):
    if state == "sent":
        os.kill(os.getpid(), signal.SIGKILL)
    mark(self, key, state, at, words)
o.Outbox.mark = dying
send_pending(
    o.Outbox(Path({str(outbox.root)!r})),
    MailServer("localhost", {port}, "starttls", "office@example.invalid",
               {loopback.USER!r}, {loopback.PASSWORD!r}, Path({str(ca_file)!r})),
    lambda: datetime(2026, 10, 20),
)
"""


def test_only_an_officer_may_release_an_unknown_mail(outbox: Outbox) -> None:
    fill(outbox, "a@x.invalid")
    with pytest.raises(ValueError, match="待发"):
        outbox.settle("0", arrived=False, who="值班员", at=NOON)
    outbox.mark("0", "sending", NOON, "")
    outbox.recover(NOON)
    outbox.settle("0", arrived=False, who="值班员", at=NOON)
    assert outbox.get("0").state == "pending"
    assert "值班员" in outbox.get("0").words


def test_the_same_key_is_queued_once(outbox: Outbox) -> None:
    assert outbox.queue("k", "a@x.invalid", letter("a@x.invalid"), NOON)
    assert not outbox.queue("k", "a@x.invalid", letter("a@x.invalid"), NOON)
    assert len(outbox.messages()) == 1


def test_a_message_taken_back_is_never_sent_and_its_key_stays_used(
    tmp_path: Path, outbox: Outbox
) -> None:
    fill(outbox, "a@x.invalid", "b@x.invalid")
    assert outbox.withdraw("0", NOON, "已过时")
    with loopback.mail_server(tmp_path / "tls", loopback.Inbox()) as running:
        report = send_pending(outbox, server_at(running), clock, no_pause)
    assert (report.sent, running.inbox.recipients) == (("1",), ["b@x.invalid"])
    assert outbox.get("0").state_zh == "作废"
    assert not outbox.withdraw("1", NOON, "已过时")
    assert not outbox.queue("0", "a@x.invalid", letter("a@x.invalid"), NOON)
