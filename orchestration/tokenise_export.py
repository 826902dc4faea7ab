"""A platform export, or a list of changed numbers, read for the custodian: rows with their numbers.

The one place where such numbers may be read. Columns that the form does not have, names above all,
are let fall here; a fault is told by file, sheet and row, never by what stands there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from validations.cell_values import folded, looks_blank
from validations.tokens import Kind
from validations.tripwire import has_right_check

if TYPE_CHECKING:
    from validations.forms import Form
    from validations.workbook_reader import TextSheet

# Headers of the columns that say who a row is about, bare of signs.
_PUPIL_HEADERS = (
    "学籍号 全国学籍号 国家学籍号 学籍号码 学籍编号 学生学籍号 正式学籍号 新学籍号 "
    "原学籍号 旧学籍号 临时学籍号 曾用学籍号 变更前学籍号 变更后学籍号"
)
_STAFF_HEADERS = (
    "工号 教师工号 职工号 教工号 教职工号 人员编号 新工号 原工号 身份证 身份证号 身份证号码 "
    "身份证件号 身份证件号码 证件号 证件号码 公民身份号码"
)
NUMBER_HEADERS: dict[Kind, frozenset[str]] = {
    "P": frozenset(_PUPIL_HEADERS.split()),
    "S": frozenset(_STAFF_HEADERS.split()),
}
_NAME_HEADERS = frozenset(["姓名", "学生姓名", "教师姓名", "名字", "学生", "教师", "name"])
_TOTALS = re.compile(r"(?:本页|全校|全县|年级)?(?:合计|总计|小计)[::]?")
_ROWS_LOOKED_AT = 40
_REGISTRATION = re.compile(r"[GJL]\d{17}[\dX]")
_RUINED = re.compile(r"\d(?:\.\d+)?E\+?\d+|\d+\.\d+")


@dataclass(frozen=True)
class PersonRow:
    """One row: whose it is (every number it bears), its name for comparison only, and its cells."""

    place: str
    numbers: tuple[str, ...]
    name: str
    cells: dict[str, str]


@dataclass(frozen=True)
class Export:
    """All rows of the files, and what is wrong with them in words without a value."""

    rows: tuple[PersonRow, ...]
    faults: tuple[str, ...]


def read_export(files: Sequence[Path], form: Form, kind: Kind) -> Export:
    """Read every sheet that has a column of numbers; none at all is a fault."""
    rows: list[PersonRow] = []
    faults: list[str] = []
    for file in files:
        found, wrong = _read_file(file, form, kind)
        rows += found
        faults += wrong
    return Export(tuple(rows), (*faults, *_clashes(rows)))


def _read_file(file: Path, form: Form, kind: Kind) -> tuple[list[PersonRow], list[str]]:
    from validations.workbook_reader import UnreadableWorkbookError, read_workbook

    try:
        book = read_workbook(file, file.name)
    except UnreadableWorkbookError as error:
        return [], [f"{file.name}：{error.words}{error.fix}"]
    rows: list[PersonRow] = []
    faults: list[str] = []
    is_found = False
    for sheet in book.sheets:
        head = _header(sheet, form, kind)
        if head is None:
            continue
        is_found = True
        for row in _rows(file, sheet, head):
            wrong = _fault(row, kind)
            faults += [f"{row.place}：{wrong}"] if wrong else []
            rows.append(row)
    if not is_found:
        titles = "、".join(sorted(NUMBER_HEADERS[kind])[:4])
        faults.append(f"{file.name}：没有找到写号码的列，表头应是“{titles}”一类。")
    return rows, faults


@dataclass(frozen=True)
class _Header:
    row: int
    numbers: tuple[int, ...]
    names: tuple[int, ...]
    columns: dict[int, str]


def _header(sheet: TextSheet, form: Form, kind: Kind) -> _Header | None:
    """The first row with a column of numbers, and what its cells head."""
    from validations.form_columns import columns_of
    from validations.headers import columns_in_row

    for number, row in enumerate(sheet.cells.head(_ROWS_LOOKED_AT).rows()):
        bare = [_bare(text) for text in row]
        numbers = tuple(at for at, text in enumerate(bare) if text in NUMBER_HEADERS[kind])
        if numbers:
            names = tuple(at for at, text in enumerate(bare) if text in _NAME_HEADERS)
            columns = columns_in_row(row, columns_of(form.main), form.form_id)
            known = {at: name for at, name in columns.items() if at not in (*numbers, *names)}
            return _Header(number, numbers, names, known)
    return None


def _bare(text: str | None) -> str:
    return re.sub(r"\W|[(（][^)）]*[)）]", "", folded(text or "")).lower()


def _rows(file: Path, sheet: TextSheet, head: _Header) -> Iterator[PersonRow]:
    first = head.row + 1
    for number, row in enumerate(sheet.cells.slice(first).iter_rows(), first + 1):
        texts = [folded(text or "") for text in row]
        if not any(texts) or any(_TOTALS.fullmatch(text) for text in texts):
            continue
        given = [_number(texts[at]) for at in head.numbers if not looks_blank(texts[at])]
        yield PersonRow(
            place=f"{file.name} 工作表“{sheet.name}”第 {number} 行",
            numbers=tuple(dict.fromkeys(number for number in given if number)),
            name="".join(re.sub(r"\s", "", texts[at]) for at in head.names),
            cells={name: texts[at] for at, name in head.columns.items() if texts[at]},
        )


def _number(text: str) -> str:
    """A number as it is kept: no blanks, letters large."""
    return re.sub(r"[\s'’`\-]", "", text).upper()


def _fault(row: PersonRow, kind: Kind) -> str | None:
    """What is wrong with the numbers of a row, without them."""
    if not row.numbers:
        return "没有学籍号。" if kind == "P" else "没有工号或身份证号。"
    for number in row.numbers:
        wrong = _pupil_fault(number) if kind == "P" else _staff_fault(number)
        if wrong:
            return wrong
    return None


def _pupil_fault(number: str) -> str | None:
    if _RUINED.fullmatch(number):
        return "学籍号被表格软件改成了数字，末几位已经丢失，请从平台重新导出为文本。"
    if not _REGISTRATION.fullmatch(number):
        return "学籍号不对：应是 G、J 或 L 加 18 位。"
    if number[0] == "G" and not has_right_check(number[1:]):
        return "学籍号的校验位不对，请核对。"
    return None


def _staff_fault(number: str) -> str | None:
    if _RUINED.fullmatch(number):
        return "号码被表格软件改成了数字，末几位已经丢失，请重新导出为文本。"
    if re.fullmatch(r"\d{17}[\dX]", number) and not has_right_check(number):
        return "身份证号的校验位不对，请核对。"
    return None


def _clashes(rows: Sequence[PersonRow]) -> list[str]:
    """One number on rows of two names: two persons, or a name written in two ways."""
    first: dict[str, PersonRow] = {}
    found = []
    for row in rows:
        for number in row.numbers:
            other = first.setdefault(number, row)
            if row.name and other.name and row.name != other.name:
                found.append(
                    f"{row.place}：号码与{other.place}相同，姓名却不同，请核对是不是两个人。"
                )
                break
    return found


def read_changes(file: Path, kind: Kind) -> list[tuple[str, tuple[str, str]]]:
    """Rows of a two-column list: (place, (old number, new number)).

    Raises `TokeniseError` with every row that is wrong.
    """
    from orchestration.tokenise_mapping import TokeniseError
    from validations.workbook_reader import UnreadableWorkbookError, read_workbook

    try:
        book = read_workbook(file, file.name)
    except UnreadableWorkbookError as error:
        raise TokeniseError(f"{file.name}：{error.words}{error.fix}") from None
    pairs, faults = [], []
    for sheet in book.sheets:
        for number, row in enumerate(sheet.cells.iter_rows(), 1):
            texts = [_number(folded(text)) for text in row if text and not looks_blank(text)]
            if not texts or (number <= 3 and not any(re.search(r"\d", text) for text in texts)):
                continue
            place = f"{file.name} 工作表“{sheet.name}”第 {number} 行"
            check = _pupil_fault if kind == "P" else _staff_fault
            wrong = "应是原号码、新号码两列。" if len(texts) != 2 else None
            wrong = wrong or next((said for text in texts if (said := check(text))), None)
            faults += [f"{place}：{wrong}"] if wrong else []
            pairs += [(place, (texts[0], texts[1]))] if not wrong else []
    if faults:
        raise TokeniseError("\n".join([*faults[:50], "变更名单有误，没有改动任何文件。"]))
    return pairs
