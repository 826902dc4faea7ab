"""Drafts as files: Word, UTF-8 and GB18030 are read; what is no letter is refused in words."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from orchestration.lint_draft import DraftError, draft_text

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(path: Path, body: str) -> Path:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr(
            "word/document.xml", f'<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>'
        )
    return path


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
