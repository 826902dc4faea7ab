"""Made-up personal numbers in every dress, for tests and the benchmark of the tripwire.

Each is right by its standard and nobody's on purpose. Names are made in the benchmark.
"""

import random

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_PLACES = ("360702", "360721", "360733", "441900", "110105", "522301")
_AREAS = ("0797", "0791", "010", "021", "0755", "020")
FULL_WIDTH = str.maketrans("0123456789Xx-()", "０１２３４５６７８９Ｘｘ－（）")
_SPELT = str.maketrans("0123456789", "零一二三四五六七八九")
_BETWEEN = (" ", "-", "－", "\u3000", "\u00a0", ".", "—", "\u200b", " - ", "/", "_")
# Words round a number as people write them; {} is where it stands.
CARRIERS = (
    "{}", " {} ", "电话{}", "证件{}，住校", "（{}）", "家长：{}；已告知", "见附件{}号", "{}已停机",
    "一、{}", "编号:{}", "“{}”", "请回拨{}。谢谢", "A{{{}}}", "{}\n{{}}", "转介前联系了{}未接",
)  # fmt: skip
KINDS = {"identity": "T01", "registration": "T04", "mobile": "T02", "landline": "T03"}


def identity(luck: random.Random) -> str:
    """An 18-character identity number with a right check digit."""
    born = f"{luck.randint(1950, 2019)}{luck.randint(1, 12):02}{luck.randint(1, 28):02}"
    body = f"{luck.choice(_PLACES)}{born}{luck.randint(0, 999):03}"
    total = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


def registration(luck: random.Random) -> str:
    """A 学籍号: formal, generated or temporary."""
    letter = luck.choice("GJL")
    return letter + (identity(luck) if letter == "G" else f"{luck.randint(0, 10**18 - 1):018}")


def mobile(luck: random.Random) -> str:
    """An 11-digit mobile number."""
    return f"1{luck.randint(3, 9)}{luck.randint(0, 10**9 - 1):09}"


def landline(luck: random.Random) -> str:
    """Area code and local number."""
    return f"{luck.choice(_AREAS)}-{luck.randint(2, 8)}{luck.randint(0, 10**6 - 1):06}"


MAKERS = {
    "identity": identity,
    "registration": registration,
    "mobile": mobile,
    "landline": landline,
}


def dressed(kind: str, number: str, luck: random.Random) -> str:
    """The number as somebody might write it: grouped, full-width, small x, with a prefix."""
    groups = {
        "identity": ((6, 8, 4), (6, 4, 4, 4), (18,), (3, 3, 4, 4, 4), (6, 4, 2, 2, 4)),
        "registration": ((19,), (7, 8, 4), (1, 6, 8, 4)),
        "mobile": ((3, 4, 4), (11,), (3, 3, 5), (4, 4, 3), (1,) * 11),
        "landline": (),
    }[kind]
    text = number
    if groups:
        between = luck.choice(_BETWEEN)
        parts, at = [], 0
        for size in luck.choice(groups):
            parts.append(number[at : at + size])
            at += size
        text = between.join(parts)
    elif luck.random() < 0.5:
        text = luck.choice(("({}){}", "{} {}", "{}{}", "{}—{}")).format(*number.split("-"))
    if kind == "mobile" and luck.random() < 0.2:
        text = luck.choice(("+86", "0086", "86-", "+86 ")) + text
    if kind in {"mobile", "landline"} and luck.random() < 0.1 and len(text) == 11:
        return text.translate(_SPELT)
    if luck.random() < 0.3:
        text = text.lower()
    return text.translate(FULL_WIDTH) if luck.random() < 0.3 else text
