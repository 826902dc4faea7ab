"""Send what waits in the outbox over SMTP, each message at most once.

A state is on disk before the message's first byte leaves. What a mail says is not decided here.
"""

from __future__ import annotations

import smtplib
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

from orchestration.stores.lock import store_lock
from orchestration.stores.outbox import Outbox, Posted


@dataclass(frozen=True)
class MailServer:
    """Where and how to hand over mail; `ca_file` names an own certificate authority."""

    host: str
    port: int
    security: Literal["starttls", "tls"]
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)
    ca_file: Path | None = None
    attempts: int = 3
    timeout_seconds: float = 30.0


@dataclass(frozen=True)
class SendReport:
    """What became of the messages of one pass; `trouble` is why any still wait, in Chinese."""

    sent: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    trouble: str = ""


class _LostConnectionError(Exception):
    """The connection is gone; what was not begun may be tried again."""


class _HopelessError(Exception):
    """Trying again cannot help before a person mends something."""


def send_pending(
    outbox: Outbox,
    server: MailServer,
    clock: Callable[[], datetime],
    sleep: Callable[[float], None] = time.sleep,
) -> SendReport:
    """Send every 待发 message; connection trouble is retried with growing pauses.

    A refused address does not stop the rest; a message whose answer was lost becomes 不明.
    """
    with store_lock(outbox.lock, "发送邮件"):
        crashed = outbox.recover(clock())
        mine = [message.key for message in outbox.messages("pending")]
        trouble = _try_all(outbox, server, clock, sleep) if mine else ""
    after = {message.key: message.state for message in outbox.messages()}
    by_state = {
        state: tuple(key for key in mine if after[key] == state)
        for state in ("sent", "refused", "unknown", "pending")
    }
    return SendReport(
        sent=by_state["sent"],
        refused=by_state["refused"],
        unknown=(*(message.key for message in crashed), *by_state["unknown"]),
        waiting=by_state["pending"],
        trouble=trouble if by_state["pending"] else "",
    )


def _try_all(
    outbox: Outbox,
    server: MailServer,
    clock: Callable[[], datetime],
    sleep: Callable[[float], None],
) -> str:
    done: set[str] = set()
    trouble = ""
    for attempt in range(server.attempts):
        if attempt:
            sleep(2.0**attempt)
        todo = [message for message in outbox.messages("pending") if message.key not in done]
        if not todo:
            return trouble
        try:
            with _connect(server) as smtp:
                for message in todo:
                    done.add(message.key)
                    _deliver(smtp, server, outbox, message, clock)
            return ""
        except _HopelessError as error:
            return str(error)
        except (OSError, smtplib.SMTPException, _LostConnectionError) as error:
            # What had not reached its DATA is still pending and may be tried again.
            done -= {message.key for message in outbox.messages("pending")}
            trouble = f"邮件服务器 {server.host}:{server.port} 连接失败：{error}"
    return trouble


def _connect(server: MailServer) -> smtplib.SMTP:
    """An open, encrypted and logged-in session; raises `_HopelessError` on a wrong password."""
    trust = ssl.create_default_context(cafile=server.ca_file)
    name = server.sender.rpartition("@")[2] or "localhost"
    smtp: smtplib.SMTP | None = None
    try:
        if server.security == "tls":
            smtp = smtplib.SMTP_SSL(
                server.host, server.port, name, timeout=server.timeout_seconds, context=trust
            )
        else:
            smtp = smtplib.SMTP(server.host, server.port, name, timeout=server.timeout_seconds)
            smtp.starttls(context=trust)
        if server.user:
            smtp.login(server.user, server.password)
    except smtplib.SMTPAuthenticationError as error:
        _close(smtp)
        if error.smtp_code < 500:
            raise
        raise _HopelessError("邮件服务器拒绝登录：请核对账号与口令。") from error
    except ssl.SSLCertVerificationError as error:
        _close(smtp)
        raise _HopelessError(f"邮件服务器的证书不可信：{error.verify_message}。") from error
    except smtplib.SMTPNotSupportedError as error:
        _close(smtp)
        raise _HopelessError(f"邮件服务器不支持所设的加密或登录方式：{error}。") from error
    except BaseException:
        _close(smtp)
        raise
    return smtp


def _close(smtp: smtplib.SMTP | None) -> None:
    if smtp is not None:
        smtp.close()


def _deliver(
    smtp: smtplib.SMTP,
    server: MailServer,
    outbox: Outbox,
    message: Posted,
    clock: Callable[[], datetime],
) -> None:
    """Hand over one message; its state says `sending` before DATA, so no crash can resend it."""
    code, answer = smtp.mail(server.sender)
    if code != 250:
        _give_up_or_reconnect(code, answer, "发件人")
    code, answer = smtp.rcpt(message.recipient)
    if code not in (250, 251):
        _note_refusal(outbox, message, code, answer, clock())
        smtp.rset()
        return
    outbox.mark(message.key, "sending", clock(), "开始传送")
    try:
        code, answer = smtp.data(message.path.read_bytes())
    except smtplib.SMTPDataError as error:
        code, answer = error.smtp_code, _as_bytes(error.smtp_error)
    except (OSError, smtplib.SMTPException) as error:
        words = "传送途中连接中断，未得到服务器答复；请向收件人核实，系统不会重发。"
        outbox.mark(message.key, "unknown", clock(), words)
        raise _LostConnectionError("传送途中连接中断") from error
    if code == 250:
        outbox.mark(message.key, "sent", clock(), _answer_words(code, answer))
    else:
        _note_refusal(outbox, message, code, answer, clock())


def _note_refusal(outbox: Outbox, message: Posted, code: int, answer: bytes, at: datetime) -> None:
    """5xx is final for this message; 4xx asks to come again, which the next pass does."""
    state: Literal["refused", "pending"] = "refused" if code >= 500 else "pending"
    outbox.mark(message.key, state, at, _answer_words(code, answer))
    if code == 421:
        raise _LostConnectionError(_answer_words(code, answer))


def _give_up_or_reconnect(code: int, answer: bytes, what: str) -> None:
    words = f"邮件服务器不接受{what}：{_answer_words(code, answer)}"
    raise _HopelessError(words) if code >= 500 else _LostConnectionError(words)


def _answer_words(code: int, answer: bytes) -> str:
    return f"{code} {answer.decode('utf-8', errors='replace')}"


def _as_bytes(answer: bytes | str) -> bytes:
    return answer if isinstance(answer, bytes) else answer.encode()
