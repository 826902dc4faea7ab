"""The outbox: one folder a message, `message.eml` beside `state.json`, queued once by its key.

pending → sending → sent, refused or unknown; or withdrawn, where it was overtaken. Talking to a
mail server is not done here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Literal

from orchestration.stores import atomic
from orchestration.stores.lock import store_lock

State = Literal["pending", "sending", "sent", "refused", "unknown", "withdrawn"]
STATE_WORDS: dict[State, str] = {
    "pending": "待发",
    "sending": "发送中",
    "sent": "已发",
    "refused": "拒收",
    "unknown": "不明",
    "withdrawn": "作废",
}
_KEY = re.compile(r"[A-Za-z0-9._-]{1,120}")


class CannotSettleError(ValueError):
    """An officer's word was given on a message that does not wait for one."""


@dataclass(frozen=True)
class Posted:
    """One message of the outbox: its key, recipient, state and the last words about it."""

    key: str
    recipient: str
    subject: str
    state: State
    changed_at: datetime
    words: str
    path: Path

    @property
    def state_zh(self) -> str:
        """The state as an officer reads it."""
        return STATE_WORDS[self.state]

    @property
    def is_over(self) -> bool:
        """Whether nobody need think of it any more."""
        return self.state in ("sent", "withdrawn")


@dataclass(frozen=True)
class Outbox:
    """The folder `outbox/` of a home. A message is never removed, so its key is never reused."""

    root: Path

    def queue(self, key: str, recipient: str, message: EmailMessage, at: datetime) -> bool:
        """Lay a message in the outbox; False, and nothing done, where its key is known already."""
        if not _KEY.fullmatch(key):
            raise ValueError(f"not a message key: {key!r}")
        folder = self.root / key
        # Not the lock of whoever sends: a slow mail server must not keep a night waiting.
        with store_lock(self.root / ".queueing", "放入发件箱"):
            if folder.exists():
                return False
            staged = self.root / f".staged-{key}"
            atomic.remove_folder(staged)
            staged.mkdir(parents=True)
            atomic.write_bytes(staged / "message.eml", message.as_bytes())
            subject = str(message["Subject"])
            state = _state("pending", at, "已放入发件箱", recipient, subject, history=[])
            atomic.write_json(staged / "state.json", state)
            atomic.publish_folder(staged, folder)
        return True

    @property
    def lock(self) -> Path:
        """The lock of whoever sends, or takes back."""
        return self.root / ".lock"

    def has(self, key: str) -> bool:
        """Whether a message of this key was ever laid here."""
        return (self.root / key).exists()

    def messages(self, state: State | None = None) -> list[Posted]:
        """Every message in the order of its key, or those in one state."""
        paths = sorted(self.root.glob("*/state.json"))
        found = [self._read(path.parent) for path in paths if path.parent.name[0] != "."]
        return [message for message in found if state in (None, message.state)]

    def get(self, key: str) -> Posted:
        """One message by its key."""
        return self._read(self.root / key)

    def mark(self, key: str, state: State, at: datetime, words: str) -> None:
        """Move a message to a state; the way it went stays in the file."""
        path = self.root / key / "state.json"
        old = atomic.read_json(path)
        step = {name: old[name] for name in ("state", "changed_at", "words")}
        atomic.write_json(
            path,
            _state(state, at, words, old["recipient"], old["subject"], [*old["history"], step]),
        )

    def withdraw(self, key: str, at: datetime, words: str) -> bool:
        """Take back a 待发 message that has been overtaken; its key stays used.

        False, and nothing done, in any other state. The caller holds the sending lock.
        """
        if self.get(key).state != "pending":
            return False
        self.mark(key, "withdrawn", at, words)
        return True

    def recover(self, at: datetime) -> list[Posted]:
        """Mark 不明 what a crash left half-way; only whoever holds the sending lock may call it."""
        halfway = self.messages("sending")
        for message in halfway:
            self.mark(
                message.key,
                "unknown",
                at,
                "发送途中程序中断，未得到服务器答复；请向收件人核实，系统不会重发。",
            )
        return [self.get(message.key) for message in halfway]

    def settle(self, key: str, arrived: bool, who: str, at: datetime) -> None:
        """An officer's word on a 不明 message: it arrived, or it did not and may be sent again.

        Raises `CannotSettleError` in any other state, so that none is ever sent twice.
        """
        if not (self.root / key / "state.json").exists():
            raise CannotSettleError(f"发件箱中没有编号为 {key} 的邮件。")
        message = self.get(key)
        if message.state != "unknown":
            raise CannotSettleError(
                f"邮件 {key} 的状态是“{message.state_zh}”，只有“不明”的邮件可以处置。"
            )
        verdict = "已核实送达" if arrived else "已核实未送达，准予再发"
        self.mark(key, "sent" if arrived else "pending", at, f"{who}：{verdict}")

    def _read(self, folder: Path) -> Posted:
        raw = atomic.read_json(folder / "state.json")
        return Posted(
            key=folder.name,
            recipient=raw["recipient"],
            subject=raw["subject"],
            state=raw["state"],
            changed_at=datetime.fromisoformat(raw["changed_at"]),
            words=raw["words"],
            path=folder / "message.eml",
        )


def _state(
    state: State,
    at: datetime,
    words: str,
    recipient: str,
    subject: str,
    history: list[dict[str, Any]],
) -> dict[str, Any]:
    return {
        "state": state,
        "changed_at": at.isoformat(),
        "words": words,
        "recipient": recipient,
        "subject": subject,
        "history": history,
    }
