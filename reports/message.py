"""The mails of the city office: the bulletin to its recipients, notices to the officer.

What the sentences and indicators are comes with the bulletin's input; when and to whom a mail
goes, and whether it may, is decided in ``orchestration``. No clock is read here.
"""

from __future__ import annotations

import hashlib
import html
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta, timezone
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Literal

from reports.bulletin import bulletin_file_name, bulletin_subject, issue_of
from reports.bulletin_cover import key_sentences, reach_words, tile_words
from reports.bulletin_input import BulletinInput
from reports.formatting import chinese_time
from reports.theme import BODY_FONT, COLOURS, TONES
from reports.wording import lines, say

_POLICY = SMTP.clone(cte_type="7bit")
_BEIJING = timezone(timedelta(hours=8))
_XLSX = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")
_LINE_BREAKS = str.maketrans({"\r": " ", "\n": " ", "\t": " "})

Notice = Literal["run_failed", "held", "unknown", "recipients"]


@dataclass(frozen=True)
class MailContent:
    """Everything a bulletin's mail says, as plain words; kept beside an issue as JSON.

    ``sentences`` are (tone, label, sentence), ``indicators`` (name, value, target, last month,
    same month last year).
    """

    subject: str
    lead: str
    sentences: tuple[tuple[str, str, str], ...]
    indicators: tuple[tuple[str, ...], ...]
    file_name: str
    banner: str

    def to_json(self) -> str:
        """The content as JSON, equal contents as equal text."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> MailContent:
        """The content read back; KeyError or ValueError where the text is none."""
        raw = json.loads(text)
        return cls(
            subject=raw["subject"],
            lead=raw["lead"],
            sentences=tuple((tone, label, words) for tone, label, words in raw["sentences"]),
            indicators=tuple(tuple(row) for row in raw["indicators"]),
            file_name=raw["file_name"],
            banner=raw["banner"],
        )


@dataclass(frozen=True)
class Letter:
    """A short mail as words: its subject and the lines of its text."""

    subject: str
    lines: tuple[str, ...]


def mail_content(given: BulletinInput) -> MailContent:
    """What the mail of a month's bulletin says, from the bulletin's own input."""
    subject = bulletin_subject(given)
    lead = say(
        "mail.lead",
        **issue_of(given),
        known_at=chinese_time(given.known_at),
        **reach_words(given.reach.row(0, named=True)),
    )
    rows = given.kpi.sort("sort_no").iter_rows(named=True)
    words = [(row["name_zh"], tile_words(row)) for row in rows]
    names = ("value", "target", "last_month", "last_year")
    return MailContent(
        subject=say("mail.rehearsal_subject", subject=subject) if given.is_rehearsal else subject,
        lead=lead,
        sentences=key_sentences(given.headlines.iter_rows(named=True)),
        indicators=tuple((name, *(word[key] for key in names)) for name, word in words),
        file_name=bulletin_file_name(
            given.title, given.issue_no, given.month, given.is_rehearsal, given.period_words
        ),
        banner=say("mark.rehearsal_banner") if given.is_rehearsal else "",
    )


def build_message(
    content: MailContent,
    workbook: bytes,
    sender: str,
    recipient: str,
    sent_at: datetime,
    key: str,
) -> EmailMessage:
    """One recipient's mail with the workbook under its Chinese name.

    ``sent_at`` is Beijing time; ``key`` names the mail for good and makes its Message-ID, so that
    the same mail built twice is the same mail. All of it is 7-bit.
    """
    message = _addressed(content.subject, sender, recipient, sent_at, key)
    message.set_content(_text(content))
    message.add_alternative(_html(content), subtype="html")
    maintype, subtype = _XLSX
    message.add_attachment(
        workbook, maintype=maintype, subtype=subtype, filename=_one_line(content.file_name)
    )
    _settle_boundaries(message, key)
    return message


def build_notice(
    kind: Notice,
    blanks: Mapping[str, str],
    items: Sequence[str],
    sender: str,
    recipient: str,
    sent_at: datetime,
    key: str,
    is_rehearsal: bool = False,
) -> EmailMessage:
    """A short mail to the officer: a run failed, a bulletin is held, an answer was lost.

    ``blanks`` fills the wording: ``run_failed`` when, job and step; ``held`` and ``unknown`` month,
    ``recipients`` when.
    ``items`` are the reasons, or the addresses, one a line. Raises KeyError for a missing blank.
    """
    body = [*lines(f"notice.{kind}.lines", **blanks)]
    body += [say("notice.item", words=_one_line(words)) for words in items]
    letter = Letter(say(f"notice.{kind}.subject", **blanks), tuple(body))
    return plain_message(letter, sender, recipient, sent_at, key, is_rehearsal)


def plain_message(
    letter: Letter,
    sender: str,
    recipient: str,
    sent_at: datetime,
    key: str,
    is_rehearsal: bool = False,
    workbook: tuple[str, bytes] | None = None,
) -> EmailMessage:
    """A letter as a mail of plain text, signed by the system.

    ``workbook`` is the name and content of the one file it carries, if any.
    """
    subject = letter.subject
    if is_rehearsal:
        subject = say("notice.rehearsal", subject=subject)
    message = _addressed(subject, sender, recipient, sent_at, key)
    message.set_content("\n".join([*letter.lines, "", say("notice.signature"), ""]))
    if workbook is not None:
        name, content = workbook
        maintype, subtype = _XLSX
        message.add_attachment(
            content, maintype=maintype, subtype=subtype, filename=_one_line(name)
        )
        _settle_boundaries(message, key)
    return message


def _addressed(
    subject: str, sender: str, recipient: str, sent_at: datetime, key: str
) -> EmailMessage:
    message = EmailMessage(policy=_POLICY)
    message["Subject"] = _one_line(subject)
    message["From"] = sender
    message["To"] = recipient
    message["Date"] = format_datetime(sent_at.replace(tzinfo=_BEIJING))
    domain = sender.rpartition("@")[2].rstrip(">") or "localhost"
    message["Message-ID"] = f"<{key}@{domain}>"
    return message


def _settle_boundaries(message: EmailMessage, key: str) -> None:
    """Boundaries named after the mail: a random one would make equal mails differ."""
    name = hashlib.sha256(key.encode()).hexdigest()[:24]
    for number, part in enumerate(message.walk()):
        if part.is_multipart():
            part.set_boundary(f"=_{name}_{number}")


def _one_line(words: str) -> str:
    return words.translate(_LINE_BREAKS).strip()


def _text(content: MailContent) -> str:
    """The mail for readers without HTML."""
    parts = [content.banner, ""] if content.banner else []
    parts += [say("mail.greeting"), content.lead, "", say("mail.sentences")]
    parts += [f"【{label}】{sentence}" for _, label, sentence in content.sentences]
    parts += ["", say("mail.indicators")]
    _, *headers = lines("mail.headers")
    for name, *values in content.indicators:
        pairs = "，".join(f"{h} {v}" for h, v in zip(headers, values, strict=True))
        parts.append(f"{name}：{pairs}")
    parts += ["", say("mail.legend"), say("mail.receipt"), ""]
    return "\n".join(parts)


def _html(content: MailContent) -> str:
    """The mail as HTML with styles inline, as mail clients want them; every word escaped."""
    banner = ""
    if content.banner:
        look = f"background:{COLOURS['red']};color:#fff;padding:6px 12px;font-weight:bold"
        banner = f'<p style="{look}">{html.escape(content.banner)}</p>'
    sentences = "".join(_sentence_html(*item) for item in content.sentences)
    cell = f"border:1px solid {COLOURS['line']};padding:5px 12px"
    head = f"{cell};background:{COLOURS['blue']};color:#fff;font-weight:normal"
    headers = "".join(
        f'<th style="{head}">{html.escape(word)}</th>' for word in lines("mail.headers")
    )
    rows = "".join(f"<tr>{_row_html(row, cell)}</tr>" for row in content.indicators)
    heading = f"color:{COLOURS['blue']};font-size:16px;margin:18px 0 6px"
    small = f"color:{COLOURS['grey']};font-size:13px"
    page = f"font-family:{BODY_FONT},FangSong,serif;font-size:15px;color:{COLOURS['ink']}"
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"></head>'
        f'<body style="{page};max-width:760px">{banner}'
        f"<p>{html.escape(say('mail.greeting'))}</p><p>{html.escape(content.lead)}</p>"
        f'<h3 style="{heading}">{html.escape(say("mail.sentences"))}</h3>{sentences}'
        f'<h3 style="{heading}">{html.escape(say("mail.indicators"))}</h3>'
        f'<table style="border-collapse:collapse"><tr>{headers}</tr>{rows}</table>'
        f'<p style="{small}">{html.escape(say("mail.legend"))}</p>'
        f'<p style="{small}">{html.escape(say("mail.receipt"))}</p></body></html>\n'
    )


def _sentence_html(tone: str, label: str, sentence: str) -> str:
    look = TONES[tone]
    style = f"background:{look['bg_color']};color:{look['font_color']};padding:2px 8px"
    return (
        f'<p style="margin:6px 0"><span style="{style}">{html.escape(label)}</span> '
        f"{html.escape(sentence)}</p>"
    )


def _row_html(row: tuple[str, ...], cell: str) -> str:
    name, *values = row
    cells = "".join(
        f'<td style="{cell};text-align:right">{html.escape(value)}</td>' for value in values
    )
    return f'<td style="{cell}">{html.escape(name)}</td>{cells}'
