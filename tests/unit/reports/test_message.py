"""Mails: 7-bit, both bodies, the Chinese file name, the rehearsal mark, the same mail twice."""

from __future__ import annotations

from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest

from reports.message import MailContent, build_message, build_notice, mail_content
from tests.golden import sample

AT = datetime(2026, 11, 5, 21, 30)


def mail(content: MailContent, key: str = "2026-10-14-leaders-ab") -> EmailMessage:
    return build_message(content, b"PK-bytes", "心晴 <a@example.cn>", "b@example.cn", AT, key)


def received(message: EmailMessage) -> EmailMessage:
    parsed = message_from_bytes(message.as_bytes(), policy=default)
    assert isinstance(parsed, EmailMessage)
    return parsed


@pytest.fixture(scope="module")
def content() -> MailContent:
    return mail_content(sample.bulletin_input())


def test_every_byte_is_seven_bit(content: MailContent) -> None:
    assert max(mail(content).as_bytes()) < 128


def test_both_bodies_say_the_sentences_and_the_indicators(content: MailContent) -> None:
    got = received(mail(content))
    for kind in ("plain", "html"):
        body = got.get_body((kind,))
        assert body is not None
        text = body.get_content()
        for _, _, sentence in content.sentences:
            assert sentence in text
        for row in content.indicators:
            assert row[0] in text
            assert row[1] in text


def test_the_workbook_arrives_under_its_chinese_name(content: MailContent) -> None:
    (attachment,) = received(mail(content)).iter_attachments()
    assert attachment.get_filename() == "赣州市学生心理健康教育工作动态第14期（2026年10月）.xlsx"
    assert attachment.get_content() == b"PK-bytes"


def test_subject_date_and_identity_are_given_not_taken_from_a_clock(content: MailContent) -> None:
    got = received(mail(content))
    assert got["Subject"] == "赣州市学生心理健康教育工作动态第14期（2026年10月）"
    assert got["Date"].datetime.isoformat() == "2026-11-05T21:30:00+08:00"
    assert got["Message-ID"] == "<2026-10-14-leaders-ab@example.cn>"
    assert mail(content).as_bytes() == mail(content).as_bytes()


def test_a_rehearsal_is_marked_in_subject_body_and_file_name() -> None:
    got = received(mail(mail_content(sample.bulletin_input(is_rehearsal=True))))
    (attachment,) = got.iter_attachments()
    assert got["Subject"].startswith("【演练数据】")
    assert str(attachment.get_filename()).startswith("【演练数据】")
    for kind in ("plain", "html"):
        body = got.get_body((kind,))
        assert body is not None
        assert "演练数据" in body.get_content()


def test_words_from_data_cannot_break_out_of_html_or_headers(content: MailContent) -> None:
    nasty = "<script>&=1+1\r\nBcc: x@example.cn"
    changed = MailContent(
        nasty, nasty, (("good", nasty, nasty),), ((nasty,) * 5,), f"{nasty}.xlsx", ""
    )
    got = received(mail(changed))
    body = got.get_body(("html",))
    assert body is not None
    assert "<script>" not in body.get_content()
    assert got["Bcc"] is None


def test_the_content_survives_being_kept_as_json(content: MailContent) -> None:
    assert MailContent.from_json(content.to_json()) == content


def test_a_long_key_still_makes_a_lawful_mail(content: MailContent) -> None:
    got = received(mail(content, key="k" * 120))
    assert len(str(got.get_boundary())) <= 70
    assert len(list(got.iter_attachments())) == 1


def test_the_officer_hears_what_failed_and_why() -> None:
    blanks = {"when": "11月5日20:00", "job": "nightly", "step": "figures"}
    notice = build_notice("run_failed", blanks, ["磁盘已满\n请清理"], "a@b.cn", "o@b.cn", AT, "k")
    text = notice.get_content()
    assert "figures" in text
    assert "· 磁盘已满 请清理" in text
    assert max(notice.as_bytes()) < 128


def test_a_held_bulletin_and_a_lost_answer_have_notices_of_their_own() -> None:
    month = {"month": "2026年10月"}
    held = build_notice("held", month, ["上报不足"], "a@b.cn", "o@b.cn", AT, "k", is_rehearsal=True)
    lost = build_notice("unknown", month, ["x@b.cn"], "a@b.cn", "o@b.cn", AT, "k")
    assert "暂缓印发" in held["Subject"]
    assert held["Subject"].startswith("【演练数据】")
    assert "不明" in lost["Subject"]
    with pytest.raises(KeyError):
        build_notice("held", {}, [], "a@b.cn", "o@b.cn", AT, "k")
