"""Personal numbers in one text: identity, 学籍号, mobile, landline, e-mail, QQ and 微信.

A number is found in whatever dress it comes: full-width, grouped by blanks, dashes or points,
among words. Which cells are looked at is ``tripwire_book``'s affair.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_CHARS = "10X98765432"
# The first two digits of an identity number: provinces, GB/T 2260.
_PROVINCE_CODES = (
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 "
    "61 62 63 64 65 71 81 82 83"
)
_PROVINCES = frozenset(_PROVINCE_CODES.split())
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_SPELT = re.compile(r"[零〇一二三四五六七八九幺](?:[\s\-—]{0,3}[零〇一二三四五六七八九幺]){9,}")
_DIGIT_OF = str.maketrans("零〇一二三四五六七八九幺", "001234567891")
# What people put between groups of digits. A comma is not among them: it separates thousands and
# the members of a list.
_BETWEEN = r"[\s\-‐-―−_./·•・()~|]{0,3}"
_RUN = re.compile(rf"\d(?:{_BETWEEN}\d)*(?:{_BETWEEN}[Xx](?![A-Za-z]))?")
_GROUP = re.compile(r"\d+[Xx]?|[Xx]")
# A school year or semester, as it stands in names of files: behind F13- it would make up a mobile.
_SCHOOL_YEAR = re.compile(r"(?<!\d)(20\d\d)-(20\d\d)(?:-[12])?(?!\d)")
_WHOLE_DECIMAL = re.compile(r"[+-]?\d+\.(\d+)%?")
_EXPONENT = re.compile(r"[+]?(\d(?:\.\d+)?)[eE]\+?(\d{1,2})")
_MOBILE = re.compile(r"(?:0086|86)?(1[3-9]\d{9})")
_LANDLINE = re.compile(r"0(?:10|2[0-57-9]|[3-9]\d{2})[1-9]\d{6,7}")
_LOCAL = re.compile(
    r"(?:电话|座机|固话|传真|号码|tel|phone)(?:号码|号)?\s*(?:[::是为]|\.)?\s*"
    r"([2-8]\d{2,3}[ -]?\d{4})(?!\d)",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"[\w.+-]{1,64}\s?@\s?[A-Za-z0-9-]{1,63}(?:\s?\.\s?[A-Za-z0-9-]{2,63}){1,4}")
_GIVEN = re.compile(r"(?<![A-Za-z\d])(wxid_[A-Za-z\d]{5,20})", re.IGNORECASE)
_ACCOUNT = re.compile(
    r"(?:(?<![A-Za-z])(?:QQ|wechat|weixin|vx|wx)(?![A-Za-z]{2})|微信|扣扣)(?:号码|帐号|账号|号|id)?"
    r"\s*(?:[::是为]|\.)?\s*([A-Za-z_][A-Za-z\d_-]{5,19}|[1-9]\d{4,11})(?![A-Za-z\d])",
    re.IGNORECASE,
)
_GROUP_CHAT = re.compile(r"(?:QQ|微信)\s?群", re.IGNORECASE)
# What the program itself gives out says by its shape what it is: a code, and of a receipt its
# number and the fingerprint of the file. Their digits are a time's or by chance.
_TOKEN = re.compile(r"[PS][0-9A-Z]{4}-?[0-9A-Z]{5}-?[0-9A-Z]{5}")
_RECEIPT = re.compile(
    r"(?<![0-9A-Za-z])(?:20\d{6}T\d{6}-[0-9a-f]{6}-\d{4}|[0-9a-f]{8}(?:·?[0-9a-f]{8}){7})(?![0-9A-Za-z])"
)
_REGISTERED = re.compile(r"学籍号(?:码)?\s*[::是为]?\s*([A-Za-z]?\d{8,19}[Xx]?)")


@dataclass(frozen=True)
class Found:
    """A personal word of a text: the rule that names its kind, and where it stands."""

    rule_id: str
    start: int
    end: int


def plain(text: str) -> str:
    """The text with full-width signs made plain, invisible ones gone, spelt digits as digits."""
    folded = _UNSEEN.sub("", unicodedata.normalize("NFKC", text)).strip()
    return _SPELT.sub(lambda found: found[0].translate(_DIGIT_OF), folded)


def numbers_in(text: str) -> list[Found]:
    """The personal numbers of a text as ``plain`` gives it, in order; T01–T05, T08, T09."""
    if _TOKEN.fullmatch(text):
        return []
    # A tilde stands for itself; of an address only what is about the person is a hit.
    found = [Found("T08", hit.start(), hit.end()) for hit in _EMAIL.finditer(text)]
    found += _numbers(text)
    found += [Found("T04", hit.start(1), hit.end(1)) for hit in _REGISTERED.finditer(text)]
    if not _GROUP_CHAT.search(text):
        for pattern in (_ACCOUNT, _GIVEN):
            found += [Found("T09", hit.start(1), hit.end(1)) for hit in pattern.finditer(text)]
    found += [Found("T03", hit.start(1), hit.end(1)) for hit in _LOCAL.finditer(text)]
    return sorted(_apart(found), key=lambda hit: hit.start)


def _apart(found: list[Found]) -> Iterator[Found]:
    """Hits that do not lie within an earlier one."""
    taken: list[Found] = []
    for hit in found:
        if not any(hit.start < other.end and other.start < hit.end for other in taken):
            taken.append(hit)
            yield hit


def _numbers(text: str) -> Iterator[Found]:
    exponent = _EXPONENT.fullmatch(text)
    if exponent:
        yield from _of_exponent(text, exponent)
        return
    decimal = _WHOLE_DECIMAL.fullmatch(text)
    if decimal and decimal[1].strip("0"):
        return  # a score or a rate, whatever its digits look like
    text = _SCHOOL_YEAR.sub(_hidden_school_year, _RECEIPT.sub(_hidden, text))
    for run in _RUN.finditer(text):
        yield from _of_run(text, run)


def _hidden(found: re.Match[str]) -> str:
    """As many signs that are no digits."""
    return "号" * len(found[0])


def _hidden_school_year(found: re.Match[str]) -> str:
    """As many signs that are no digits, where the second year follows on the first."""
    return "年" * len(found[0]) if int(found[2]) == int(found[1]) + 1 else found[0]


def _of_exponent(text: str, found: re.Match[str]) -> Iterator[Found]:
    """A number that a spreadsheet turned into 3.6E+17: an identity number or a mobile's digits."""
    digits = found[1].replace(".", "").rstrip("0")
    power = int(found[2])
    if power in (14, 17) and len(digits) >= 6:
        yield Found("T05", 0, len(text))
    if power == 10 and len(digits) >= 8 and _MOBILE.fullmatch(digits.ljust(11, "0")):
        yield Found("T02", 0, len(text))


def _of_run(text: str, run: re.Match[str]) -> Iterator[Found]:
    """Numbers in one run of digits: some of its groups, side by side."""
    groups = list(_GROUP.finditer(text, run.start(), run.end()))
    first = 0
    while first < len(groups):
        last = _longest_number(text, groups, first)
        if last is None:
            first += 1
        else:
            rule_id, end = last
            start = groups[first].start()
            if rule_id == "T04":
                start = _registration_letter(text, start)
            yield Found(rule_id, start, groups[end].end())
            first = end + 1


def _longest_number(text: str, groups: list[re.Match[str]], first: int) -> tuple[str, int] | None:
    best = None
    joined = ""
    for last in range(first, len(groups)):
        joined += groups[last][0]
        if len(joined) > 18:
            break
        window = groups[first : last + 1]
        rule_id = _kind_of(joined, window, len(window) == len(groups), text)
        if rule_id:
            best = rule_id, last
    return best


def _kind_of(joined: str, window: list[re.Match[str]], is_all: bool, text: str) -> str | None:
    """What a window of groups is; small groups count only where they are the whole run."""
    sizes = [len(group[0]) for group in window]
    is_one = len(window) == 1
    start = window[0].start()
    if len(joined) == 18 and _registration_letter(text, start) < start:
        return "T04"
    if len(joined) == 18 and _is_id(joined, is_one):
        return "T01"
    if len(joined) == 18 and is_one and joined.endswith("000"):
        return "T05"
    if len(joined) == 15 and is_one and _is_old_id(joined):
        return "T01"
    if not (is_one or is_all or min(sizes) >= 3):
        return None
    if is_one and _is_fraction(text, start):
        return None
    if _MOBILE.fullmatch(joined):
        return "T02"
    # Behind an area code stands the number, perhaps in two groups.
    has_area = is_one or 3 <= sizes[0] <= 4
    return "T03" if has_area and len(sizes) <= 3 and _LANDLINE.fullmatch(joined) else None


def _is_fraction(text: str, start: int) -> bool:
    """Whether a group stands behind ``0.``, as in 0.13812345678."""
    return text[:start].endswith("0.")


def _registration_letter(text: str, start: int) -> int:
    """Where the letter of a 学籍号 before its digits stands; ``start`` if there is none."""
    letter = re.search(rf"(?<![0-9A-Za-z])[GJLgjl]{_BETWEEN}$", text[:start])
    return letter.start() if letter else start


def _is_id(joined: str, is_one: bool) -> bool:
    if not joined[:17].isdigit():
        return False
    if is_one:
        return is_identity_number(joined)
    # Codes and days side by side must not add up to a person by chance.
    return joined[:2] in _PROVINCES and _is_birthday(joined[6:14])


def _is_old_id(joined: str) -> bool:
    """15 digits as they were given until 1999: place, day of birth with a two-figure year."""
    return joined.isdigit() and joined[:2] in _PROVINCES and _is_birthday("19" + joined[6:12])


def is_identity_number(number: str) -> bool:
    """18 characters with a right check digit, or at least a possible day of birth.

    The check digit is GB 11643-1999. A mistyped number still points at a person, so a wrong
    check digit does not clear it.
    """
    return has_right_check(number) or _is_birthday(number[6:14])


def has_right_check(number: str) -> bool:
    """Whether the 18th character is what GB 11643-1999 makes of the 17 before it."""
    total = sum(int(digit) * w for digit, w in zip(number, _WEIGHTS, strict=False))
    return _CHECK_CHARS[total % 11] == number[17].upper()


def _is_birthday(digits: str) -> bool:
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return 1900 <= day.year <= 2099
