"""Drafts as files: Word, UTF-8 and GB18030 are read; what is no letter is refused in words."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from orchestration.draft_text import DraftError, draft_text
from orchestration.lint_draft import check_unit, report_path

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def docx(path: Path, body: str, **beside: str) -> Path:
    """A Word file; `beside` are other parts of it by name (footnotes, header1)."""
    with zipfile.ZipFile(path, "w") as package:
        package.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{_W}" xmlns:mc="{_MC}"><w:body>{body}</w:body></w:document>',
        )
        for name, inner in beside.items():
            package.writestr(f"word/{name}.xml", f'<w:part xmlns:w="{_W}">{inner}</w:part>')
    return path


def paragraph(words: str) -> str:
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(f'<w:tc>{paragraph(c)}</w:tc>' for c in cells)}</w:tr>"


def test_notes_headers_and_footers_are_read_too(tmp_path: Path):
    """What is printed is checked, wherever it stands."""
    path = docx(
        tmp_path / "稿.docx",
        paragraph("正文。"),
        footnotes=f"<w:footnote>{paragraph('脚注96.5%。')}</w:footnote>",
        endnotes=f"<w:endnote>{paragraph('尾注58次。')}</w:endnote>",
        header1=paragraph("页眉12名。"),
        footer2=paragraph("页脚33名。"),
        comments=paragraph("批注1名。"),
    )
    lines = draft_text(path).split("\n")
    assert lines[0] == "正文。"
    assert sorted(lines[1:]) == ["尾注58次。", "脚注96.5%。", "页眉12名。", "页脚33名。"]


def test_a_text_box_is_read_once_and_apart_from_its_paragraph(tmp_path: Path):
    box = f"<w:txbxContent>{paragraph('框内58次。')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>段落</w:t></w:r><w:r><mc:AlternateContent>"
        f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
        "</mc:AlternateContent></w:r><w:r><w:t>接着。</w:t></w:r></w:p>"
    )
    assert draft_text(docx(tmp_path / "稿.docx", body)) == "段落接着。\n框内58次。"


def test_a_cell_with_a_number_stands_behind_the_heads_of_its_row_and_column(tmp_path: Path):
    table = (
        row("单位", "筛查覆盖率（%）", "说明")
        + row("章贡区", "97.5", "无")
        + row("赣县区", "96.1", "")
    )
    assert draft_text(docx(tmp_path / "稿.docx", f"<w:tbl>{table}</w:tbl>")).split("\n") == [
        "单位",
        "筛查覆盖率（%）",
        "说明",
        "章贡区",
        "章贡区|筛查覆盖率（%）：97.5",
        "无",
        "赣县区",
        "赣县区|筛查覆盖率（%）：96.1",
        "",
    ]


def test_a_unit_that_is_no_code_is_refused_with_the_codes():
    for wrong in ("999999", "章贡区", ""):
        with pytest.raises(DraftError, match="360702 章贡区"):
            check_unit(wrong)
    for code in ("3607", "360702", "3607SZ"):
        check_unit(code)


def test_drafts_of_one_name_do_not_share_a_report(tmp_path: Path):
    text, word = tmp_path / "拟稿.txt", tmp_path / "拟稿.docx"
    text.write_text("", "utf-8")
    assert report_path(text).name == "拟稿-数字核对.xlsx"
    word.write_bytes(b"")
    assert report_path(text) != report_path(word)
    assert {path.name for path in (report_path(text), report_path(word))} == {
        "拟稿（txt）-数字核对.xlsx",
        "拟稿（docx）-数字核对.xlsx",
    }


def test_a_word_draft_is_read_paragraph_by_paragraph_runs_joined(tmp_path: Path):
    body = (
        "<w:p><w:r><w:t>参加活动63</w:t></w:r><w:r><w:t>00余人次。</w:t></w:r></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>20个县</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        "<w:p><w:del><w:r><w:delText>999名</w:delText></w:r></w:del></w:p>"
    )
    assert draft_text(docx(tmp_path / "稿.docx", body)) == "参加活动6300余人次。\n20个县\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_text_draft_is_read_in_either_encoding(tmp_path: Path, encoding: str):
    path = tmp_path / "稿.txt"
    path.write_bytes("参加活动6300余人次。".encode(encoding))
    assert draft_text(path) == "参加活动6300余人次。"


def test_what_is_no_draft_is_refused_in_plain_words(tmp_path: Path):
    broken = tmp_path / "稿.docx"
    broken.write_bytes(b"not a zip")
    empty = tmp_path / "空.docx"
    with zipfile.ZipFile(empty, "w") as package:
        package.writestr("other.xml", "<a/>")
    old = tmp_path / "稿.doc"
    old.write_bytes(b"\xd0\xcf")
    wrong = tmp_path / "稿.txt"
    wrong.write_bytes(b"\xff\xff\xff")
    for path in (broken, empty, old, wrong):
        with pytest.raises(DraftError, match=path.name):
            draft_text(path)


def test_entities_of_a_draft_are_not_followed(tmp_path: Path):
    secret = tmp_path / "secret.txt"
    secret.write_text("不得读取")
    path = tmp_path / "稿.docx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr(
            "word/document.xml",
            f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
            f'<w:document xmlns:w="{_W}"><w:p><w:r><w:t>甲&x;乙</w:t></w:r></w:p></w:document>',
        )
    assert "不得读取" not in draft_text(path)
