"""The keys of a home: made on first run, kept in files of mode 0600, or taken from the environment.

One key encrypts lake and warehouse. Originals are sealed to a key pair of their month, whose secret
half is itself sealed to the vault's own pair: what is sealed can be opened only with the vault's
identity, which may live elsewhere, and a month is destroyed with its key. What is encrypted, and
when keys are changed, is not decided here.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import hashlib
import os
import secrets
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.stores import atomic

if TYPE_CHECKING:
    from pyrage.x25519 import Identity, Recipient

STORE_KEY, RECIPIENT, IDENTITY = "stores.key", "vault.recipient", "vault.identity"
NEXT = ".next"
_ENVIRONMENT = {
    STORE_KEY: "XINQING_STORE_KEY",
    RECIPIENT: "XINQING_VAULT_RECIPIENT",
    IDENTITY: "XINQING_VAULT_IDENTITY",
}
_KEY_BYTES = 32


class KeyFaultError(RuntimeError):
    """A key is missing, wrong or unreadable; the words say which and what to do."""


@dataclass(frozen=True)
class Keys:
    """The keys of the home at `home`; nothing is read or made before it is asked for."""

    home: Path

    @property
    def folder(self) -> Path:
        """Where the files of the keys lie."""
        return self.home / "keys"

    @property
    def key_mark(self) -> Path:
        """The lake's note of which key it was written with; not a secret."""
        return self.home / "lake" / "key.json"

    def store_key(self) -> str:
        """The key of lake and warehouse, base64 of 32 bytes; made where nothing is stored yet.

        Raises `KeyFaultError` where it is missing, malformed, or not the one the lake was written
        with.
        """
        key = self._text(STORE_KEY)
        if key is None:
            if self.key_mark.exists() or (self.home / "warehouse.duckdb").exists():
                raise KeyFaultError(_missing(self.folder / STORE_KEY, "数据湖和指标库"))
            self.refuse_clear_lake()
            key = self._make(STORE_KEY, new_store_key())
        if not _is_store_key(key):
            raise KeyFaultError(
                f"{self.place_of(STORE_KEY)} 不是有效的密钥：应为 32 字节的 base64。数据没有改动。"
            )
        if self.key_mark.exists() and atomic.read_json(self.key_mark)["key_id"] != key_id(key):
            raise KeyFaultError(
                f"密钥与数据不符：数据湖不是用 {self.place_of(STORE_KEY)} 加密的。"
                "数据没有改动；请换回原来的密钥。"
            )
        self.refuse_clear_lake()
        return key

    def refuse_clear_lake(self) -> None:
        """Raise where the home was made before anything was encrypted."""
        lies_clear = (self.home / "lake" / "batches").exists() and not self.key_mark.exists()
        if lies_clear:
            raise KeyFaultError(
                f"{self.home} 由早先未加密的版本建立，只用于演练，不再使用。"
                "请另建数据目录，把需要的报送文件重新放入收件目录；演练请删除此目录后重新运行。"
            )

    def mark_lake(self, root: Path, key: str) -> None:
        """Note in the lake at `root` which key it is written with."""
        atomic.write_json(root / self.key_mark.name, {"key_id": key_id(key)})

    def recipient(self) -> Recipient:
        """The public half of the vault's pair; the pair is made where nothing is sealed yet."""
        from pyrage import RecipientError, x25519

        text = self._text(RECIPIENT)
        if text is None:
            if any((self.home / "vault" / "objects").glob("*")):
                raise KeyFaultError(_missing(self.folder / RECIPIENT, "保管库"))
            text = self._make_pair()
        try:
            return x25519.Recipient.from_str(text)
        except RecipientError as error:
            raise KeyFaultError(f"{self.place_of(RECIPIENT)} 不是有效的公钥。") from error

    def identities(self) -> Sequence[Identity]:
        """The secret halves of the vault's pair at hand: none where it lives elsewhere.

        Two while a change of keys is under way. Raises `KeyFaultError` where one is malformed.
        """
        from pyrage import IdentityError, x25519

        found = []
        for name in (IDENTITY, IDENTITY + NEXT):
            text = self._text(name)
            if text is not None:
                try:
                    found.append(x25519.Identity.from_str(text))
                except IdentityError as error:
                    words = f"{self.place_of(name)} 不是有效的身份密钥。"
                    raise KeyFaultError(words) from error
        return found

    def require_identities(self) -> Sequence[Identity]:
        """The identities; raises `KeyFaultError` with what to do where there is none."""
        found = self.identities()
        if not found:
            raise KeyFaultError(
                "打开保管库中的原件需要身份密钥，它不在这台机器上。请把 vault.identity 放回 "
                f"{self.folder}，或用环境变量 {_ENVIRONMENT[IDENTITY]} 提供，然后再运行。"
            )
        return found

    def require_pair(self) -> None:
        """Raise `KeyFaultError` unless an identity at hand opens what is sealed from now on."""
        recipient = str(self.recipient())
        if recipient not in {str(one.to_public()) for one in self.require_identities()}:
            raise KeyFaultError(
                f"身份密钥（{self.place_of(IDENTITY)}）与公钥（{self.place_of(RECIPIENT)}）不成对："
                "今后封存的原件用它打不开。数据没有改动；请换用成对的密钥。"
            )

    def place_of(self, name: str) -> str:
        """Where a key is taken from, in words for an officer."""
        variable = _ENVIRONMENT.get(name, "")
        if os.environ.get(variable):
            return f"环境变量 {variable}"
        return str(self.folder / name)

    def is_from_environment(self, name: str) -> bool:
        """Whether a key comes from the environment, where no command of ours can change it."""
        return bool(os.environ.get(_ENVIRONMENT[name]))

    def write(self, name: str, text: str) -> None:
        """Put a key in its file, of mode 0600 in a folder of mode 0700, over what was there."""
        self._folder()
        atomic.write_bytes(self.folder / name, (text + "\n").encode())

    def _text(self, name: str) -> str | None:
        given = os.environ.get(_ENVIRONMENT.get(name, ""), "").strip()
        if given:
            return given
        with contextlib.suppress(FileNotFoundError):
            return (self.folder / name).read_text(encoding="utf-8").strip()
        return None

    def _make_pair(self) -> str:
        """Make the vault's pair, the secret half first: a public half alone would be a loss."""
        from pyrage import x25519

        identity = self._text(IDENTITY) or self._make(IDENTITY, str(x25519.Identity.generate()))
        return self._make(RECIPIENT, str(x25519.Identity.from_str(identity).to_public()))

    def _make(self, name: str, text: str) -> str:
        """Put a new key in its place unless another process was faster; returns what lies there."""
        self._folder()
        handle, aside = tempfile.mkstemp(dir=self.folder, prefix=".aside-")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text + "\n")
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(aside, self.folder / name)
        Path(aside).unlink()
        atomic.sync_folder(self.folder)
        return (self.folder / name).read_text(encoding="utf-8").strip()

    def _folder(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o700)


def new_store_key() -> str:
    """A fresh key for lake and warehouse."""
    return base64.b64encode(secrets.token_bytes(_KEY_BYTES)).decode()


def key_id(key: str) -> str:
    """A short name of a key that tells nothing of it."""
    return hashlib.sha256(f"xinqing key {key}".encode()).hexdigest()[:16]


def _is_store_key(text: str) -> bool:
    try:
        return len(base64.b64decode(text, validate=True)) == _KEY_BYTES
    except (binascii.Error, ValueError):
        return False


def _missing(path: Path, what: str) -> str:
    return (
        f"找不到{what}的密钥 {path}。数据没有改动；请从密钥备份恢复这个文件，"
        f"或用环境变量 {_ENVIRONMENT[path.name]} 提供。"
    )
