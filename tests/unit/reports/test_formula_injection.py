"""What somebody sent is text in every workbook, CSV and mail we write, whatever it begins with."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from reports.annotated_return import Return, annotate
from reports.blocks import (
    Column,
    Entry,
    EntryField,
    Heading,
    ItemList,
    ItemLists,
    KeyValues,
    Note,
    Sentences,
    Sheet,
    Table,
    Tile,
    Tiles,
    Title,
    Workbook,
)
from reports.findings_workbook import build_findings
from reports.message import Letter, MailContent, build_message, plain_message
from reports.plain_csv import csv_bytes, harmless
from reports.workbook import workbook_bytes
from tests.golden.sample_findings import RECEIVED_AT, SUBMISSION, findings

ROOT = Path(__file__).parents[3]
PAYLOADS = ROOT.parent / "shared" / "data" / "payloads"
AT = datetime(2026, 11, 2, 20, 0)
OWN = (
    "=1+1",
    "+1",
    "-1+1",
    "@SUM(1)",
    "\t=1+1",
    "\r=1+1",
    "  =1+1",
    "　＝1+1",
    "＋1",
    '=HYPERLINK("http://example.org","x")',
    "=cmd|' /C calc'!A0",
    "<script>alert(1)</script>",
    "http://example.org/x",
)
# A sign that begins a formula, after a tab or any blanks.
FORMULA = re.compile(r"[\t\r\n]|\s*[=+\-@＝＋－＠]")


def payloads() -> list[str]:
    """Ours, and those of others where their files are here."""
    texts = list(OWN)
    for name in ("csvinj_payload.txt", "blns.txt"):
        if (PAYLOADS / name).exists():
            lines = (PAYLOADS / name).read_text("utf-8", "replace").split("\n")
            texts += [line for line in lines if line.strip()]
    return texts


def sheets_of(content: bytes) -> str:
    """The XML of all worksheets of a workbook."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        names = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        assert names
        return "".join(book.read(name).decode() for name in names)


def assert_no_formula(content: bytes) -> None:
    xml = sheets_of(content)
    assert not re.search(r"<f[ >/]", xml)
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        links = [name for name in book.namelist() if "externalLink" in name]
        assert links == []
        rels = "".join(book.read(n).decode() for n in book.namelist() if n.endswith(".rels"))
        assert "External" not in rels


def test_every_block_of_a_workbook_writes_text_as_text() -> None:
    texts = payloads()
    first = texts[0]
    field = EntryField(first, "name", texts[1], "text", texts[2], "", 12)
    rows = tuple((text, text) for text in texts)
    blocks = (
        Title(first, first),
        Heading(first),
        Note(tuple(texts[:20])),
        Sentences(tuple(("good", text, text) for text in texts[:20])),
        Tiles(tuple(Tile(text, text, "good", (text,)) for text in texts[:6])),
        KeyValues(tuple((text, text) for text in texts[:20])),
        Table("t", (Column("甲"), Column("乙")), rows),
    )
    entry = Sheet("填报", (Entry((field,), (tuple(texts),)),), (12.0,) * 6)
    lists = Sheet("字典", (ItemLists((ItemList("words", first, tuple(texts)),)),), (12.0,) * 6)
    sheet = Sheet("内容", blocks, (12.0,) * 6)
    book = Workbook(first, (sheet, entry, lists), first, first, first, {"form_id": first})
    assert_no_formula(workbook_bytes(book, AT))


def test_the_list_of_findings_writes_what_was_sent_as_text() -> None:
    texts = payloads()
    frame = pl.concat([findings().head(1)] * len(texts)).with_columns(
        pl.Series(name, texts) for name in ("words", "fix", "value_shown", "sheet", "column_name")
    )
    book = build_findings({**SUBMISSION, "file_name": texts[0]}, frame, RECEIVED_AT)
    assert_no_formula(workbook_bytes(book, RECEIVED_AT))


def test_a_returned_workbook_shows_what_was_sent_and_said_as_text() -> None:
    texts = payloads()
    sent = io.BytesIO()
    with xlsxwriter.Workbook(
        sent, {"strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        sheet = book.add_worksheet("数据")
        for row, text in enumerate(texts):
            sheet.write_string(row, 0, text)
    frame = pl.concat([findings().head(1)] * len(texts)).with_columns(
        *(pl.Series(name, texts) for name in ("words", "fix", "value_shown", "column_name")),
        pl.lit("数据").alias("sheet"),
        pl.Series("cell", [f"A{row + 1}" for row in range(len(texts))]),
    )
    said = Return({**SUBMISSION, "file_name": texts[0]}, frame)
    assert_no_formula(annotate(sent.getvalue(), said))


def test_every_page_escapes_what_was_sent() -> None:
    pages = [
        path.read_text("utf-8")
        for path in (ROOT / "orchestration").glob("*.py")
        if "Environment(" in path.read_text("utf-8")
    ]
    assert pages
    assert all("autoescape=True" in page for page in pages)
    templates = [path.read_text("utf-8") for path in (ROOT / "orchestration").rglob("*.html*")]
    assert templates
    assert [page for page in templates if re.search(r"\|\s*safe\b|autoescape\s+false", page)] == []


def test_no_text_of_a_csv_begins_a_formula_and_numbers_stay_numbers() -> None:
    texts = payloads()
    numbers = [-number / 4 for number in range(len(texts))]
    frame = pl.DataFrame({"词": texts, "数": numbers})
    content = csv_bytes(frame)
    assert content.startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert [text for text, _ in read if FORMULA.match(text)] == []
    assert [text.removeprefix("'") for text, _ in read[1:]] == [
        text.removeprefix("'") for text in texts
    ]
    assert [float(number) for _, number in read[1:]] == numbers
    assert [harmless(text) for text in texts] == [text for text, _ in read[1:]]


def test_there_is_one_writer_of_csv() -> None:
    written = {
        path.relative_to(ROOT).as_posix()
        for folder in ("reports", "orchestration")
        for path in (ROOT / folder).rglob("*.py")
        if re.search(r"\.write_csv\(|csv\.writer\(|\.to_csv\(", path.read_text("utf-8"))
    }
    written = {path for path in written if not path.startswith("orchestration/rehearsal/")}
    # publish takes a digest of one, version_page writes its cells through `harmless`.
    known = {"reports/plain_csv.py", "orchestration/publish.py", "orchestration/version_page.py"}
    assert written <= known


@pytest.mark.parametrize("batch", range(4))
def test_a_mail_shows_what_was_sent_as_plain_words(batch: int) -> None:
    texts = [text for text in payloads() if text.isprintable()][batch::4]
    content = MailContent(
        subject=texts[0],
        lead=texts[1],
        sentences=tuple(("good", text, text) for text in texts),
        indicators=tuple((text,) * 5 for text in texts),
        file_name="通报.xlsx",
        banner=texts[2],
    )
    message = build_message(content, b"x", "a@example.org", "b@example.org", AT, "key")
    page = message.get_body(("html",))
    assert page is not None
    shown = page.get_content()
    assert set(re.findall(r"<(\w+)", shown.lower())) <= {
        *("html", "head", "meta", "body", "p", "h3", "span", "table", "tr", "th", "td")
    }
    assert "\n" not in message["Subject"]
    letter = plain_message(
        Letter("\r\n".join(texts[:3]), tuple(texts)), "a@example.org", "b@example.org", AT, "key"
    )
    assert letter.get_content_type() == "text/plain"
    assert "\n" not in letter["Subject"]
