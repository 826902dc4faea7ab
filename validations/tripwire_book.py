"""Every text of a workbook through the tripwire: all sheets and cells, headers, names, notes.

Only texts that could hold something personal are looked at one by one. What is done with a
workbook that has a hit is the gate's affair.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

import polars as pl

from validations.cell_values import folded, looks_blank
from validations.sheet_names import DICTIONARY_SHEET, GUIDE_SHEET
from validations.tripwire import KINDS, Found, mask, personal_in

_ROWS_OF_HEADERS = 40
_ROWS_OF_STRANGERS = 10
# Cells worth a look: two Chinese signs, ten digits near each other, or an address or account.
_SUSPECT = (
    r"[\u3400-\u9fff][\u3400-\u9fff·•・‧∙⋅ ]|(?:[0-9０-９][^0-9０-９A-Za-z\u3400-\u9fff]{0,3}){10}"
    r"|[0-9]{11}|[@＠]|[eE]\+?1[0-9]|(?i:qq|vx|wx|wechat|weixin|tel|phone)"
)
_CODE_OF_A_PERSON = r"^[PS][0-9A-Z]{4}-[0-9A-Z]{5}-[0-9A-Z]{5}$"
# Below this a query costs more than looking cell by cell; most sheets beside the data are small.
_FEW_CELLS = 2000
_SUSPECT_HERE, _CODE_HERE = re.compile(_SUSPECT), re.compile(_CODE_OF_A_PERSON)
_PERSONAL_HEADER = re.compile(
    r"(?:(?:学生|家长|监护人|父亲|母亲|教师|老师|班主任|心理教师|责任人|负责人|联系人|填表人|填报人|本人)?"
    r"(?:的)?(?:姓名|名字|手机号?码?|电话号?码?|联系电话|联系方式|身份证号?码?|证件号码?|住址|家庭住址|微信号?|qq号?码?|邮箱))"
    r"|家长|监护人|联系人|父亲|母亲|姓\s*名|曾用名|手机|电话|联系电话|联系方式|家庭电话|身份证件?号?码?|证件号码?"
    r"|(?:全国|国家)?学籍号码?|学籍编号|家庭(?:住址|地址)|现?住址|电子邮箱|电子邮件|邮箱|微信号?|qq号?码?"
    r"|(?:student|pupil|parent|teacher|full|first|last|family|given)?_?name|guardian|contact|mobile|phone"
    r"|telephone|e?-?mail|wechat|id_?(?:card|number|no)",
    re.IGNORECASE,
)
_SCHOOL_HEADER = re.compile(r"(?:学校|单位|机构|校点|教学点)(?:名称|全称|简称)?|校名|school_name")
_NO_CONTENT = re.compile(r"[(（]?(?:略|无|已脱敏|已删除|不填|未填|不详|\*+|[xX]+)[)）]?|例[:：].*")


class PersonalHit(NamedTuple):
    """Something personal: where it stands (no sheet: beside the sheets), its rule, and a mask.

    ``sheet`` is masked itself. ``cells`` is how many cells of a column the hit stands for.
    """

    sheet: str | None
    cell: str | None
    rule_id: str
    shown: str
    cells: int = 1


def personal_hits(
    file_name: str,
    sheets: Iterable[tuple[str, pl.DataFrame]],
    texts: Iterable[tuple[str, str]] = (),
) -> tuple[PersonalHit, ...]:
    """All hits of a workbook: its file's name, sheets' names, every cell, and texts beside them.

    ``sheets`` are (name, cells as text by column letter), ``texts`` (where it stands, text).
    """
    found = [*_hits_of_name(file_name.rpartition(".")[0] or file_name, "文件名")]
    for place, text in texts:
        found += [
            PersonalHit(None, place, hit.rule_id, mask(text, hit))
            for hit in personal_in(text, place != "文档属性")
            # Who saved a file is its sender, not somebody in its cells.
            if place != "文档属性" or hit.rule_id != "T06"
        ]
    for name, cells in sheets:
        found += _hits_of_name(name, "工作表名")
        found += _hits_of_sheet(name, cells)
    return tuple(dict.fromkeys(found))


def _hits_of_name(name: str, place: str) -> list[PersonalHit]:
    """Hits of a file's or a sheet's name; each of its parts may be a person's name."""
    return [
        PersonalHit(None, place, hit.rule_id, mask(text, hit))
        for text in (name, *_parts(name))
        for hit in personal_in(text)
    ]


def _parts(name: str) -> list[str]:
    return [part for part in re.split(r"[^\w]|_|\d+", name) if len(part) > 1]


def safe_name(name: str) -> str:
    """The name of a file or a sheet as it may be kept and shown."""
    if not any(personal_in(text) for text in (name, *_parts(name))):
        return name
    # Beside a number may stand a name that is not known for one: nothing of it is kept.
    suffix = re.search(r"\.[A-Za-z]{2,4}$", name)
    return "****" + (suffix[0] if suffix else "")


def _hits_of_sheet(name: str, cells: pl.DataFrame) -> list[PersonalHit]:
    if cells.is_empty():
        return []
    sheet = safe_name(name)
    headed = [] if is_guide(name) else _headed_columns(cells)
    found = [PersonalHit(sheet, cell, "T07", title, count) for cell, title, count in headed]
    columns = {re.sub(r"\d", "", cell) for cell, _, _ in headed}
    suspects = {text: hits for text in _suspects(cells) if (hits := personal_in(text))}
    if not suspects:
        return found
    names_of_schools = _school_columns(cells)
    for letter in cells.columns:
        column = cells[letter]
        for row in column.is_in(list(suspects)).fill_null(False).arg_true():
            text = column[row]
            bare = letter not in names_of_schools
            for hit in _one_a_kind(personal_in(text, bare)):
                if letter not in columns or hit.rule_id != "T06":
                    found.append(
                        PersonalHit(sheet, f"{letter}{row + 1}", hit.rule_id, mask(text, hit))
                    )
    return found


def _one_a_kind(hits: Sequence[Found]) -> Iterator[Found]:
    seen: set[str] = set()
    for hit in hits:
        if hit.rule_id not in seen:
            seen.add(hit.rule_id)
            yield hit


def is_guide(name: str) -> bool:
    """Whether a sheet explains or lists words, so that a word there heads no column."""
    return name in {GUIDE_SHEET, DICTIONARY_SHEET} or name.startswith("_")


def _suspects(cells: pl.DataFrame) -> list[str]:
    """The different texts of a sheet that are worth a look, in the order they first stand."""
    if cells.height * cells.width <= _FEW_CELLS:
        texts = dict.fromkeys(text for column in cells for text in column if text)
        return [text for text in texts if _is_suspect(text)]
    every = pl.concat([cells[letter].rename("text") for letter in cells.columns])
    texts_of_length = every.filter((every.str.len_bytes() >= 5).fill_null(False))
    unique = texts_of_length.unique(maintain_order=True)
    is_suspect = unique.str.contains(_SUSPECT) & ~unique.str.contains(_CODE_OF_A_PERSON)
    return unique.filter(is_suspect).to_list()


def _is_suspect(text: str) -> bool:
    return bool(_SUSPECT_HERE.search(text)) and not _CODE_HERE.fullmatch(text)


def _headed_columns(cells: pl.DataFrame) -> list[tuple[str, str, int]]:
    """Columns headed 姓名 and the like that hold anything: header's cell, title, filled cells."""
    found = []
    top = cells.head(_ROWS_OF_HEADERS).rows()
    last = None
    for number, row in enumerate(top):
        for letter, text in zip(cells.columns, row, strict=True):
            if not text or len(text) > 20 or not is_personal_header(text):
                continue
            last = _last_header_row(top) if last is None else last
            filled = [] if number > last else _content(cells[letter][number + 1 :])
            if filled:
                found.append((f"{letter}{number + 1}", folded(text), len(filled)))
    return found


def _content(below: pl.Series) -> list[str]:
    return [
        text
        for text in below
        if text
        and not looks_blank(text)
        and not _NO_CONTENT.fullmatch(folded(text))
        and not is_personal_header(text)
    ]


@cache
def is_personal_header(text: str) -> bool:
    """Whether a header asks for what must not be told of a person."""
    bare = re.sub(r"[\s*:#:()（）【】\[\]]", "", re.sub(r"[(（][^)）]*[)）]", "", folded(text)))
    return _PERSONAL_HEADER.fullmatch(bare) is not None and bare not in _own_headers()


@cache
def _own_headers() -> frozenset[str]:
    from validations.code_lists import read_seed
    from validations.form_titles import form_titles

    return form_titles() | frozenset(read_seed("alias_header")["alias"])


def _last_header_row(top: Sequence[tuple[str | None, ...]]) -> int:
    """The row (from 0) down to which a word may be a header."""
    own = _own_headers()
    counts = [sum(bool(text) and folded(text) in own for text in row if text) for row in top]
    best = max(range(len(counts)), key=lambda row: counts[row])
    return best if counts[best] >= 2 else _ROWS_OF_STRANGERS - 1


def _school_columns(cells: pl.DataFrame) -> set[str]:
    """Columns headed 学校名称 and the like: what stands there alone is a school's name."""
    found = set()
    for row in cells.head(_ROWS_OF_HEADERS).rows():
        for letter, text in zip(cells.columns, row, strict=True):
            if text and len(text) <= 20 and _SCHOOL_HEADER.fullmatch(folded(text)):
                found.add(letter)
    return found


def kind_words(rule_id: str) -> str:
    """What a rule finds, in words."""
    return KINDS[rule_id]
