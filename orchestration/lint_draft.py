"""Check a draft letter (.docx or .txt) against a month's figures; write the check beside the draft.

The draft is read and never changed. What is judged and said is `reports`'.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.fact_sheet import CITY
from orchestration.figures import warehouse_of
from orchestration.publish import known_at, month_figures
from orchestration.settings import Settings
from orchestration.shown import shown_of
from orchestration.stores import atomic

if TYPE_CHECKING:
    from reports.draft_lint import Known

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BODY = "word/document.xml"
# A letter is a few pages; whatever is larger than this was not written by hand.
_MOST_BYTES = 20_000_000


class DraftError(ValueError):
    """The draft cannot be read as a letter; the words say what to send instead."""


@dataclass(frozen=True)
class Linted:
    """The lines to print, the workbook written, and whether every number is proved."""

    lines: tuple[str, ...]
    report: Path
    is_clean: bool


def lint_draft(settings: Settings, month: str, draft: Path, unit_code: str = CITY) -> Linted:
    """Judge every number of the draft against the month; `unit_code` is who writes the letter.

    Raises `DraftError`, and as `month_figures` where the month has no figures.
    """
    from reports.draft_lint import is_clean, lint
    from reports.draft_report import build_report, report_lines
    from reports.formatting import chinese_month
    from reports.wording import say
    from reports.workbook import workbook_bytes

    text = draft_text(draft)
    moment = known_at(month_figures(settings, month))
    judged = lint(text, known_figures(settings, month, unit_code))
    book = build_report(draft.name, text, judged, chinese_month(month))
    path = draft.with_name(say("lint.file_name", name=draft.stem))
    atomic.write_bytes(path, workbook_bytes(book, moment))
    return Linted(tuple(report_lines(text, judged)), path, is_clean(judged))


def known_figures(settings: Settings, month: str, unit_code: str) -> Sequence[Known]:
    """What a letter of the unit may name: figures of letters, then the month's as shown."""
    from reports.draft_report import known_of_figures, known_of_letters
    from validations.code_lists import read_seed

    every = month_figures(settings, month)
    warehouse = warehouse_of(settings)
    letters = warehouse.read("rpt_letter_figure", month=month, unit_code=unit_code)
    shown = shown_of(warehouse, every, month, known_at(every).date()).figures
    units = read_seed("code_reporting_unit").select("unit_code", "short_name").rows()
    return [
        *known_of_letters(letters.sort("sort_no").to_dicts()),
        *known_of_figures(
            shown.to_dicts(),
            read_seed("code_metric").to_dicts(),
            {**dict(units), CITY: ""},
        ),
    ]


def draft_text(draft: Path) -> str:
    """The text of a draft, a paragraph a line; .txt in UTF-8 or GB18030."""
    content = draft.read_bytes()
    if len(content) > _MOST_BYTES:
        raise DraftError(f"{draft.name} 太大，不像一份拟稿。")
    if draft.suffix.lower() == ".docx":
        return _docx_text(draft)
    if draft.suffix.lower() != ".txt":
        raise DraftError(f"{draft.name} 不是 .docx 或 .txt：请用 WPS 或 Word 另存为其中一种。")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DraftError(f"{draft.name} 的文字编码无法识别：请另存为 UTF-8。")


def _docx_text(draft: Path) -> str:
    from lxml import etree

    try:
        with zipfile.ZipFile(draft) as package:
            if package.getinfo(_BODY).file_size > _MOST_BYTES:
                raise DraftError(f"{draft.name} 太大，不像一份拟稿。")
            body = package.read(_BODY)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        root = etree.fromstring(body, parser)
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError):
        raise DraftError(f"{draft.name} 打不开：请用 WPS 或 Word 打开后另存为 .docx。") from None
    # A deletion under revision holds w:delText, not w:t: what is struck out is not the draft.
    return "\n".join(
        "".join(node.text or "" for node in paragraph.iter(f"{_WORD}t"))
        for paragraph in root.iter(f"{_WORD}p")
    )
