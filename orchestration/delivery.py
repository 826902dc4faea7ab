"""Issue a month and hand its mails to the outbox and the server, each at most once.

Whether a month may leave is decided in `release`; what a mail says in `reports.message`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from orchestration.county_editions import queue_editions
from orchestration.frozen import frozen_files
from orchestration.publish import (
    BULLETIN,
    MAIL,
    Signed,
    figures_digest,
    month_figures,
    read_draft,
    render,
)
from orchestration.recipients import Recipient, leaders
from orchestration.release import Draft, Issue, NotReleasedError, freeze, signature
from orchestration.settings import Settings
from orchestration.stores.mailer import MailServer, SendReport, send_pending
from orchestration.stores.outbox import Outbox

# Stands in for the sender until one is configured; such a message cannot be sent as it is.
DRAFT_SENDER = "xinqing@localhost"


def issue_month(settings: Settings, month: str, at: datetime) -> Issue:
    """Freeze the month's bulletin as an issue, if its draft may leave; else `NotReleasedError`."""
    draft = read_draft(settings, month)
    return freeze(
        settings,
        draft,
        lambda number: _pages(settings, draft, number, at),
        at,
        lambda: frozen_files(settings, month),
    )


def _pages(settings: Settings, draft: Draft, number: int, at: datetime) -> Mapping[str, bytes]:
    """The files of an issue: those of the draft, with the signature on them."""
    from orchestration.written_page import require_equal

    figures = month_figures(settings, draft.month)
    if figures_digest(figures, draft.month) != draft.figures_digest:
        raise NotReleasedError(f"{draft.month} 的指标在草稿之后又有更新：请重新生成草稿并核验。")
    signed = signature(settings, draft)
    pages = render(settings, draft.month, number, Signed(signed.who if signed else None, at.date()))
    require_equal(pages, figures, draft.month)
    return pages


def queue_issue(settings: Settings, issue: Issue, at: datetime) -> list[str]:
    """Lay one mail a recipient in the outbox; who has one for this issue gets no second.

    Leaders get the bulletin, the contacts of a county its edition. Returns the keys of the new
    ones. Raises `RecipientsError` where the file is faulty.
    """
    from reports.message import MailContent, build_message

    outbox = Outbox(settings.outbox)
    content = MailContent.from_json((issue.folder / MAIL).read_text(encoding="utf-8"))
    workbook = (issue.folder / BULLETIN).read_bytes()
    new = []
    for recipient in leaders(settings.recipients_file):
        key = _key(issue, recipient)
        sender = settings.mail.sender or DRAFT_SENDER
        message = build_message(content, workbook, sender, recipient.address, at, key)
        if outbox.queue(key, recipient.address, message, at):
            new.append(key)
    return [*new, *queue_editions(settings, issue, settings.mail.sender or DRAFT_SENDER, at)]


def send_mail(settings: Settings, clock: Callable[[], datetime]) -> SendReport:
    """Send what waits; without a mail server everything stays 待发 and the report says so."""
    outbox = Outbox(settings.outbox)
    server = mail_server(settings)
    if server is None:
        waiting = tuple(message.key for message in outbox.messages("pending"))
        words = "尚未配置邮件服务器（settings.toml 的 [mail]），邮件留在发件箱待发。"
        return SendReport(waiting=waiting, trouble=words if waiting else "")
    return send_pending(outbox, server, clock)


def mail_server(settings: Settings) -> MailServer | None:
    """The configured mail server, None where no host is set."""
    mail = settings.mail
    if not mail.host:
        return None
    return MailServer(
        host=mail.host,
        port=mail.port,
        security=mail.security,
        sender=mail.sender,
        user=settings.mail_user,
        password=settings.mail_password.get_secret_value(),
        ca_file=mail.ca_file,
        attempts=mail.attempts,
        timeout_seconds=mail.timeout_seconds,
    )


def _key(issue: Issue, recipient: Recipient) -> str:
    """The same for the same issue, edition and address, however often it is asked for."""
    return f"{issue.month}-{issue.number}-{recipient.edition}-{recipient.address_digest}"
