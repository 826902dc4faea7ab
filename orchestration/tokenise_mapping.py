"""The custodian's own file of who stands behind which code: sealed, and never in clear on disk.

One file a county, sealed with a passphrase (or a secret key of age). It also holds the county's
key pair, so that a pupil's code can be handed on with the archive. No export is read here.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orchestration.stores import atomic
from validations.tokens import BODY_ALPHABET, BODY_LENGTH, Kind, is_valid_token, make_token

if TYPE_CHECKING:
    from pyrage.x25519 import Identity

SHORTEST_PASSPHRASE = 12
_VERSION = 1
_PERSONS: dict[Kind, str] = {"P": "学生", "S": "教师"}


class TokeniseError(RuntimeError):
    """Why nothing was tokenised or handed on; the words are for the custodian, without a number."""


class NumberConflictError(Exception):
    """The numbers of one person already stand for two codes."""


@dataclass
class Mapping:
    """Numbers of persons and the codes they stand for, with the county's own key.

    ``numbers`` maps kind (P, S) to number to code. A number once given stays, so that an old one
    still finds its person.
    """

    identity: str
    numbers: dict[Kind, dict[str, str]] = field(default_factory=lambda: {"P": {}, "S": {}})
    handed_over: list[str] = field(default_factory=list)

    @property
    def recipient(self) -> str:
        """The public half of the key: what another county seals a hand-over to."""
        from pyrage import x25519

        return str(x25519.Identity.from_str(self.identity).to_public())

    def code_of(self, kind: Kind, numbers: Iterable[str]) -> str:
        """The code of whoever bears these numbers; issued at random to somebody new.

        Raises `NumberConflictError` where two codes stand behind them.
        """
        known = self.numbers[kind]
        given = list(numbers)
        codes = {known[number] for number in given if number in known}
        if len(codes) > 1:
            raise NumberConflictError
        code = codes.pop() if codes else self._new(kind)
        known.update(dict.fromkeys(given, code))
        return code

    def numbers_of(self, code: str) -> list[str]:
        """Every number behind a code, sorted; empty where the code is not ours."""
        return sorted(number for number, its in self.numbers[_kind(code)].items() if its == code)

    def take(self, code: str, numbers: Iterable[str], *, replaces: bool) -> bool:
        """Let a code handed over stand behind its numbers; True where it was so already.

        Raises `NumberConflictError` where one of them has a code of ours, unless ``replaces``.
        """
        known, given = self.numbers[_kind(code)], list(numbers)
        ours = {known[number] for number in given if number in known}
        if ours - {code} and not replaces:
            raise NumberConflictError
        behind = [number for number, its in known.items() if its in ours]
        known.update(dict.fromkeys([*given, *behind], code))
        return ours == {code}

    def _new(self, kind: Kind) -> str:
        taken = set(self.numbers[kind].values())
        while True:
            code = make_token(kind, secrets.randbelow(len(BODY_ALPHABET) ** BODY_LENGTH))
            if code not in taken:
                return code


def _kind(code: str) -> Kind:
    return "S" if code.startswith("S") else "P"


def new_mapping() -> Mapping:
    """An empty mapping with a new key pair."""
    from pyrage import x25519

    return Mapping(identity=str(x25519.Identity.generate()))


def open_mapping(path: Path, secret: str) -> Mapping:
    """Unseal a mapping file with a passphrase, or with a secret key of age.

    Raises `TokeniseError` where it is the wrong one or the file was changed.
    """
    import pyrage
    from pyrage import DecryptError

    try:
        if _is_key(secret):
            plain = pyrage.decrypt(path.read_bytes(), [_key(secret)])
        else:
            plain = pyrage.passphrase.decrypt(path.read_bytes(), secret)
        said = json.loads(plain)
    except (DecryptError, ValueError):
        raise TokeniseError(
            f"打不开对照表 {path}：口令不对，或者文件已损坏、不是对照表。没有改动任何文件。"
        ) from None
    return _mapping_of(said, path)


def _mapping_of(said: Any, path: Path) -> Mapping:
    if not isinstance(said, dict) or said.get("version") != _VERSION:
        raise TokeniseError(f"对照表 {path} 是更新版本的心晴做的，请先升级。没有改动任何文件。")
    numbers: dict[Kind, dict[str, str]] = {"P": said["numbers"]["P"], "S": said["numbers"]["S"]}
    return Mapping(said["identity"], numbers, list(said["handed_over"]))


def _is_key(secret: str) -> bool:
    return secret.upper().startswith("AGE-SECRET-KEY-")


def _key(secret: str) -> Identity:
    import pyrage
    from pyrage import x25519

    try:
        return x25519.Identity.from_str(secret.strip())
    except pyrage.IdentityError:
        raise TokeniseError("密钥文件的内容不是有效的 age 密钥。没有改动任何文件。") from None


def plain_mapping(mapping: Mapping) -> str:
    """The mapping as text, equal for equal mappings; for sealing and comparing only."""
    return json.dumps(
        {
            "version": _VERSION,
            "identity": mapping.identity,
            "numbers": mapping.numbers,
            "handed_over": mapping.handed_over,
        },
        ensure_ascii=False,
        sort_keys=True,
    )


def seal_mapping(mapping: Mapping, path: Path, secret: str) -> None:
    """Put the mapping at `path`, sealed, mode 0600; whole or not at all, and never in clear."""
    import pyrage

    plain = plain_mapping(mapping).encode("utf-8")
    if _is_key(secret):
        sealed = pyrage.encrypt(plain, [_key(secret).to_public()])
    else:
        sealed = pyrage.passphrase.encrypt(plain, secret)
    # Written aside with mode 0600 and renamed: at no moment is anything but sealed bytes on disk.
    atomic.write_bytes(path, sealed)


def check_passphrase(passphrase: str) -> str:
    """The passphrase without a line end. Raises `TokeniseError` where it is too short."""
    given = passphrase.strip("\r\n")
    if len(given) < SHORTEST_PASSPHRASE:
        raise TokeniseError(f"口令太短：至少 {SHORTEST_PASSPHRASE} 个字符。没有改动任何文件。")
    return given


def hand_over(mapping: Mapping, code: str, recipient: str) -> bytes:
    """One person's code and numbers, sealed to another county's public key.

    Raises `TokeniseError` where code or key is wrong, or the code is not in this mapping.
    """
    import pyrage
    from pyrage import x25519

    if not is_valid_token(code, _kind(code)):
        raise TokeniseError("要移交的代码不对：有字符抄错，末位校验位对不上。没有改动任何文件。")
    numbers = mapping.numbers_of(code)
    if not numbers:
        raise TokeniseError(f"对照表里没有 {code} 这个代码，无法移交。没有改动任何文件。")
    try:
        other = x25519.Recipient.from_str(recipient.strip())
    except pyrage.RecipientError:
        raise TokeniseError(
            "接收县的公钥不对：应以 age1 开头，由接收县用 xinqing tokenise --show-recipient 得到。"
        ) from None
    said = {"version": _VERSION, "code": code, "numbers": numbers}
    if code not in mapping.handed_over:
        mapping.handed_over.append(code)
    handed: bytes = pyrage.encrypt(json.dumps(said).encode("utf-8"), [other])
    return handed


def take_over(mapping: Mapping, content: bytes, *, replaces: bool) -> tuple[str, bool]:
    """Enter what another county handed over; the code, and whether it was known already.

    Raises `TokeniseError` where the file is not for this county or the person has another code.
    """
    import pyrage
    from pyrage import x25519

    try:
        plain = pyrage.decrypt(content, [x25519.Identity.from_str(mapping.identity)])
        said = json.loads(plain)
        code, numbers = str(said["code"]), [str(number) for number in said["numbers"]]
    except (pyrage.DecryptError, ValueError, KeyError, TypeError):
        raise TokeniseError(
            "打不开移交文件：它不是封给本县的，或者已损坏。没有改动任何文件。"
        ) from None
    if not is_valid_token(code, _kind(code)):
        raise TokeniseError("移交文件里的代码不对，请对方重新移交。没有改动任何文件。")
    try:
        return code, mapping.take(code, numbers, replaces=replaces)
    except NumberConflictError:
        raise TokeniseError(
            f"移交来的{_PERSONS[_kind(code)]}在本县已另有代码。代码终身不变，应以移交来的为准："
            "请加 --replace 再试一次，并用新代码重报本县已报的行。没有改动任何文件。"
        ) from None
