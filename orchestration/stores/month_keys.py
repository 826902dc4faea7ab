"""Key pairs of the vault's months: originals are sealed to them, and destroyed with them.

The secret half is kept sealed to the vault's recipient, so a month's pair can be made without the
vault's identity, and not be used for opening. Objects themselves are the vault's affair.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.stores import atomic
from orchestration.stores.keys import KeyFaultError, Keys
from orchestration.stores.records import read_record, write_record

if TYPE_CHECKING:
    from pyrage.x25519 import Identity, Recipient


@dataclass(frozen=True)
class MonthKeys:
    """The folder `keys/months/`: `<month>.<number>.json`, of which the highest is written to."""

    keys: Keys

    @property
    def folder(self) -> Path:
        """Where the pairs lie."""
        return self.keys.folder / "months"

    def recipient(self, month: str) -> Recipient:
        """What a month's originals are sealed to; its pair is made on first use."""
        from pyrage import x25519

        files = self.files(month)
        path = files[-1] if files else self.make(month)
        return x25519.Recipient.from_str(read_record(path)["recipient"])

    def identities(self, month: str) -> list[Identity]:
        """What opens a month's originals; raises `KeyFaultError` without the vault's identity."""
        masters = tuple(str(identity) for identity in self.keys.require_identities())
        return [
            _opened(read_record(path)["identity"], masters, path.name) for path in self.files(month)
        ]

    def make(self, month: str, recipient: Recipient | None = None) -> Path:
        """Make the month's next pair; from here on its originals are sealed to it."""
        import pyrage

        pair = pyrage.x25519.Identity.generate()
        sealed = pyrage.encrypt(str(pair).encode(), [recipient or self.keys.recipient()])
        number = max((_number(path) for path in self.files(month)), default=0) + 1
        path = self.folder / f"{month}.{number}.json"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o700)
        write_record(
            path,
            {"recipient": str(pair.to_public()), "identity": base64.b64encode(sealed).decode()},
        )
        return path

    def files(self, month: str) -> list[Path]:
        """The pairs of a month, oldest first."""
        return sorted(self.folder.glob(f"{month}.*.json"), key=_number)

    def months(self) -> list[str]:
        """Every month that has a pair."""
        return sorted({path.name.partition(".")[0] for path in self.folder.glob("*.json")})

    def destroy(self, path: Path) -> None:
        """Destroy a pair: what was sealed to it, in any copy anywhere, can never be opened."""
        path.unlink(missing_ok=True)
        atomic.sync_folder(self.folder)


def _number(path: Path) -> int:
    return int(path.name.split(".")[1])


@cache
def _opened(content: str, masters: tuple[str, ...], name: str) -> Identity:
    """The secret half of a pair; kept in memory, since every original of a month asks for it."""
    import pyrage

    sealed = base64.b64decode(content)
    identities = [pyrage.x25519.Identity.from_str(text) for text in masters]
    try:
        return pyrage.x25519.Identity.from_str(pyrage.decrypt(sealed, identities).decode())
    except pyrage.DecryptError as error:
        raise KeyFaultError(
            f"身份密钥不对：它打不开 keys/months/{name}。"
            "数据没有改动；请换用与保管库成对的身份密钥。"
        ) from error
