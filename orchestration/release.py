"""May a month's bulletin leave, and the frozen copy of what left: signatures, numbers, issues.

An issue is immutable and a month is issued once. Making pages and mails is not done here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from orchestration.settings import PROJECT, Settings
from orchestration.stores import atomic
from orchestration.stores.lock import store_lock
from orchestration.stores.vault import Event, Vault

_SOURCES = ("orchestration", "validations", "reports", "dbt_project")
_OWNER_ONLY = 0o600
_SOURCE_SUFFIXES = frozenset({".py", ".sql", ".yml", ".csv", ".toml", ".j2"})


class NotReleasedError(RuntimeError):
    """The month may not be issued or signed now; the words say what stands in the way."""


@dataclass(frozen=True)
class Draft:
    """A month's draft as `draft.json` tells it: what was made, of which figures, and the verdict.

    `files` maps names in the folder to SHA-256; `verdict` is pass, warn or hold.
    """

    month: str
    folder: Path
    issue_no: int
    known_at: datetime
    figures_digest: str
    verdict: str
    reasons: tuple[str, ...]
    files: Mapping[str, str]


@dataclass(frozen=True)
class Issue:
    """One issue in `issued/<n>/`; `is_new` when this call made it."""

    number: int
    month: str
    folder: Path
    is_new: bool


def issue_number(settings: Settings, month: str) -> int:
    """The number a month was issued under, else the next free one."""
    issued = _issued(settings)
    numbers = {event.subject: int(event.payload["issue_no"]) for event in issued}
    return numbers.get(month, max(numbers.values(), default=0) + 1)


def issued_months(settings: Settings) -> set[str]:
    """Months that have left the house."""
    return {event.subject for event in _issued(settings)}


def sign(settings: Settings, draft: Draft, who: str, at: datetime) -> Event:
    """Record that an officer signs exactly the figures of this draft.

    Raises `NotReleasedError` without a name, or where the round check holds the month.
    """
    if not who.strip():
        raise NotReleasedError("请填写签发人姓名或职务后再签发。")
    if draft.verdict == "hold":
        raise NotReleasedError(held_words(draft))
    payload = {"figures_digest": draft.figures_digest, "known_at": draft.known_at.isoformat()}
    event = Event(
        event_id=f"{at:%Y%m%dT%H%M%S}-signed-{draft.month}-{draft.figures_digest[:6]}",
        event_type="signed",
        occurred_at=at,
        who=who.strip(),
        subject=draft.month,
        payload=payload,
    )
    Vault(settings.vault).record(event)
    return event


def signature(settings: Settings, draft: Draft) -> Event | None:
    """The latest signature on exactly these figures, if there is one."""
    events = Vault(settings.vault).events("signed", draft.month)
    fitting = [e for e in events if e.payload["figures_digest"] == draft.figures_digest]
    return fitting[-1] if fitting else None


def require_release(settings: Settings, draft: Draft) -> None:
    """Raise `NotReleasedError` unless the round check lets the month go and it is signed.

    Signing is asked for only where `release = "signed"`.
    """
    if draft.verdict == "hold":
        raise NotReleasedError(held_words(draft))
    if settings.release == "signed" and signature(settings, draft) is None:
        earlier = Vault(settings.vault).events("signed", draft.month)
        since = "签发后数据又有变化，" if earlier else ""
        raise NotReleasedError(
            f"{draft.month} 的简报尚未签发：{since}请先查看草稿，再在界面中运行 sign_month "
            f"或执行 xinqing sign --month {draft.month} --who 姓名。"
        )


def nothing_kept() -> Mapping[str, bytes]:
    """No file beside the pages."""
    return {}


def freeze(
    settings: Settings,
    draft: Draft,
    make_pages: Callable[[int], Mapping[str, bytes]],
    at: datetime,
    make_kept: Callable[[], Mapping[str, bytes]] = nothing_kept,
) -> Issue:
    """Freeze a month as an issue; one issued before is returned as it left, unchanged.

    `make_pages` gives the files of the issue for its number, `make_kept` what stays with it and
    never leaves. Raises `NotReleasedError`; see `require_release`. May be repeated after a crash.
    """
    with store_lock(settings.lock, f"发布 {draft.month} 简报"):
        _record_frozen(settings)
        number = issue_number(settings, draft.month)
        folder = settings.issued / str(number)
        is_new = draft.month not in issued_months(settings)
        if is_new:
            require_release(settings, draft)
            _write_issue(settings, draft, number, make_pages(number), make_kept(), at)
            _record_frozen(settings)
    return Issue(number, draft.month, folder, is_new)


def release_digest() -> str:
    """SHA-256 over code and seeds, kept with each issue so that it can be made again."""
    digest = hashlib.sha256()
    for folder in _SOURCES:
        for path in sorted((PROJECT / folder).rglob("*")):
            if path.suffix in _SOURCE_SUFFIXES and path.is_file():
                digest.update(path.relative_to(PROJECT).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()


def _write_issue(
    settings: Settings,
    draft: Draft,
    number: int,
    pages: Mapping[str, bytes],
    kept: Mapping[str, bytes],
    at: datetime,
) -> None:
    staged = settings.issued / f".staged-{number}"
    atomic.remove_folder(staged)
    staged.mkdir(parents=True)
    for name, content in {**pages, **kept}.items():
        atomic.write_bytes(staged / name, content)
        (staged / name).chmod(_OWNER_ONLY)
    signed = signature(settings, draft)
    record: dict[str, Any] = {
        "issue_no": number,
        "month": draft.month,
        "title": settings.title,
        "is_rehearsal": settings.is_rehearsal,
        "issued_at": at.isoformat(),
        "known_at": draft.known_at.isoformat(),
        "figures_digest": draft.figures_digest,
        "release_digest": release_digest(),
        "verdict": draft.verdict,
        "signed_by": signed.who if signed else None,
        "signed_at": signed.occurred_at.isoformat() if signed else None,
        "files": _digests(pages),
        "kept": _digests(kept),
    }
    atomic.write_json(staged / "issue.json", record)
    atomic.publish_folder(staged, settings.issued / str(number))


def _digests(files: Mapping[str, bytes]) -> dict[str, str]:
    return {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}


def _record_frozen(settings: Settings) -> None:
    """Record the event of every frozen issue; the folder, not the event, is the moment of issue."""
    for path in sorted(settings.issued.glob("*/issue.json")):
        if path.parent.name.startswith("."):
            continue
        raw = atomic.read_json(path)
        event = Event(
            event_id=f"issued-{raw['issue_no']}",
            event_type="issued",
            occurred_at=datetime.fromisoformat(raw["issued_at"]),
            who=raw["signed_by"] or "自动发布",
            subject=raw["month"],
            payload={
                name: raw[name]
                for name in ("issue_no", "known_at", "figures_digest", "release_digest")
            },
        )
        Vault(settings.vault).record(event)


def _issued(settings: Settings) -> list[Event]:
    return Vault(settings.vault).events("issued")


def held_words(draft: Draft) -> str:
    """The sentence for a draft the round check holds, with its reasons."""
    reasons = "；".join(draft.reasons) or "原因见核验结论页"
    return f"{draft.month} 的简报暂缓发布：{reasons}。"
