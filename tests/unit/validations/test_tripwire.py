"""Personal data are found wherever they hide, and nothing of them is shown but three signs."""

import pytest

from validations.tokens import make_token
from validations.tripwire import (
    is_identity_number,
    mask,
    masked,
    personal_in,
    without_personal,
)
from validations.tripwire_names import known_words

IDENTITY = "11010519491231002X"  # the example of the national standard


@pytest.mark.parametrize(
    ("text", "rule_id"),
    [
        (IDENTITY, "T01"),
        (IDENTITY.lower(), "T01"),
        ("１１０１０５１９４９１２３１００２Ｘ", "T01"),
        (f"身份证{IDENTITY}，住校", "T01"),
        ("110105 19491231 002X", "T01"),
        ("110105194912310021", "T01"),  # mistyped, and still a person's
        ("110105194912310000", "T01"),
        ("999999999999999000", "T05"),
        ("3.60702201001011E+17", "T05"),
        (f"G{IDENTITY}", "T04"),
        ("L360702201001011234", "T04"),
        ("13800138000", "T02"),
        ("联系138 0013 8000", "T02"),
        ("+86-138-0013-8000", "T02"),
        ("0797-8123456", "T03"),
        ("(0797)8123456", "T03"),
        ("01012345678", "T03"),
        ("电话：8123456", "T03"),
        ("+8613800138000", "T02"),
        ("138.0013.8000", "T02"),
        ("138\u200b00138\u200b000", "T02"),
        ("一三八零零一三八〇〇〇", "T02"),
        ("13800138000.0", "T02"),
        ("1.3800138E+10", "T02"),
        ("110105 1949 12 31 002 x", "T01"),
        ("110105491231002", "T01"),  # as given until 1999
        ("学籍号：3607020001234", "T04"),
        ("G 11010519491231002X", "T04"),
        ("zhang.san@example.cn", "T08"),
        ("ｚｓ＠ｅｘａｍｐｌｅ．ｃｎ", "T08"),
        ("QQ：123456789", "T09"),
        ("微信号 wxid_abc123", "T09"),
        ("wxid_abc123", "T09"),
    ],
)
def test_personal_numbers_are_found(text: str, rule_id: str) -> None:
    assert [hit.rule_id for hit in personal_in(text)] == [rule_id]


@pytest.mark.parametrize(
    "text",
    [
        "2136000001",
        "2136000001;2136000002;2136000003",
        "2136000001 2136000002",
        "2026-2027-1R1",
        "章贡区F13-2024-2025-1.xlsx",
        "2026-10-12 00:00:00",
        "45717.354166666664",
        "0.13812345678",
        "0.333333333333333333",
        "3.1380013800013",
        make_token("P", 2**60),
        "PHQ-9患者健康问卷抑郁量表",
        "本学期新增一个班，共 12345 人次",
        "12345678901234567890123",
        "2136000001 20261012",
        "2026-10-12 2026-10-13 2026-10-14",
        "15、16、17、18、19、20",
        "1,500,300,450",
        "3.18181818182",
        "QQ群已通知",
        "热线12355",
        "3607JK",
    ],
)
def test_codes_days_scores_and_tokens_raise_no_false_alarm(text: str) -> None:
    assert personal_in(text) == ()


def test_the_check_digit_is_that_of_the_standard() -> None:
    assert is_identity_number("110105194912310" + "02X")
    assert not is_identity_number("110105000099990021")


NAMES = (
    "张三",
    "王小明",
    "刘 洋",
    "欧阳娜娜",
    "阿依古丽·买买提",
    "陈子涵、黄一鸣",
    "王小明同学与室友不和",
    "我校张三同学",
    "学生张三，因病休学",
    "学生王小明电话联系不上",
    "家长李四不同意",
    "与王小明妈妈沟通",
    "监护人赖小英在外务工",
    "该生曾丽华。",
    "谢文婷转学",
    "联系人：刘建国",
    "填表人:钟 敏",
    "姓名：买买提",
)
NO_NAMES = (
    "高一学生", "任课老师", "全体同学", "高年级同学", "学生高度紧张", "何种家长", "部分学生家长",
    "安排老师面谈", "班主任提名", "心理教师", "平稳", "方法", "常规", "严重", "成绩", "关爱",
    "学生成绩下降", "家长许可", "因病缺考", "单亲家庭", "父母离异，随祖母生活", "家长：同意",
    "老师：", "心理·健康·成长", "阳光·向上", "连续两次", "任何同学", "明显好转", "学生安全",
    "家长同意", "学生转学", "施测老师", "支教老师", "高考学生", "于都县", "石城", "龙南市",
    "赣州市第三中学", "万安路小学", "姓名：（略）", "姓名", "联系人：无", "班主任：谢老师",
)  # fmt: skip


@pytest.mark.parametrize("text", NAMES)
def test_names_are_found_alone_and_among_words(text: str) -> None:
    assert {hit.rule_id for hit in personal_in(text)} == {"T06"}


@pytest.mark.parametrize("text", NO_NAMES)
def test_schools_places_posts_and_plain_words_are_no_names(text: str) -> None:
    assert personal_in(text) == ()


def test_no_word_of_our_lists_is_a_name() -> None:
    assert [word for word in sorted(known_words()) if personal_in(word)] == []


def test_a_name_that_is_a_whole_cell_passes_where_schools_are_named() -> None:
    assert personal_in("文清", is_bare_watched=False) == ()
    assert personal_in("文清同学", is_bare_watched=False) != ()


@pytest.mark.parametrize("text", ["学生王小明，电话13800138000", f"{IDENTITY}号", *NAMES])
def test_a_mask_shows_the_beginning_and_nothing_else(text: str) -> None:
    shown = masked(text)
    assert personal_in(shown) == ()
    for hit in personal_in(text):
        assert mask(text, hit) in shown
        assert len(mask(text, hit).rstrip("*")) <= 3


def test_a_text_without_anything_personal_is_left_as_it_is() -> None:
    assert without_personal("示范小学．xlsx") == "示范小学．xlsx"
    assert without_personal("张13800138000.xlsx") == "张138****.xlsx"
