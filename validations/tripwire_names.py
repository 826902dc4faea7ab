"""Chinese personal names in one text: told by surname, given name and the words around.

A name alone in a cell, before or behind a word such as 同学, or after a label such as 联系人. Names
of schools, places and posts, and the words of our lists, are no names. Latin names are not known.
"""

import re
from functools import cache

from validations.tripwire_numbers import Found
from validations.tripwire_words import COMPOUND_SURNAMES, GIVEN_CHARACTERS, SURNAMES, TRANSCRIBED

_HAN = "[\u4e00-\u9fff\u3400-\u4dbf]"
_POINTS = "·•・‧∙⋅"
_KIN = "妈妈|爸爸|母亲|父亲|爷爷|奶奶|外公|外婆|姐姐|哥哥|弟弟|妹妹|叔叔|阿姨|监护人|家长"
_BEHIND = re.compile(rf"(?:小?同学|老师|{_KIN}|之母|之父|的妈|的爸|学生|女士|先生|(?=的同桌))")
_BEFORE = re.compile(
    rf"(?:学生|同学|男生|女生|孩子|同桌|室友|该生|其子|其女|儿子|女儿|反映|约谈|访谈|联系|老师|班主任|教师|{_KIN})(?:[::是为名叫“\"(]|\s)*"
)
_LABEL = re.compile(
    r"(姓名|名字|名叫|叫做|曾用名|本名|签名|签字)\s*[::是为]?\s*|"
    r"(?:联系人|监护人|填表人|填报人|制表人|经办人|负责人|责任人|审核人|班主任|家长|教师|老师|"
    r"校长|父亲|母亲|父|母|心理教师|辅导员)\s*[::]\s*"
)
# What may follow a name in running text, if not a sign or the end.
_FOLLOWS = frozenset(
    "因在于已被有表示不未请转休家与和是同近出住病情今去到又自等来年现还没无说称母父与及跟向对将曾"
    "近日目前经常仍且并参做测入离返复上下得为系虽由从要需应会能想电手身号报提填交发"
)
_LEADS = frozenset("与和对给找向由是为叫名即及、的让请将把跟被约见该生校班组级长师")
# Second parts no given name has.
_NOT_GIVEN_WORDS = (
    "同学 家长 老师 学生 年级 教师 学校 小学 中学 大学 班级 人员 学期 情况 问题 "
    "方面 部分 以上 以下 之间 主任 校长 医生 护士 领导 干部 记录 检查 测试 "
    "筛查 评估 访谈 随访 面谈 干预 转介 档案 报告 说明 统计 汇总 一览 名单 "
    "名册 表格 信息 数据 编号 代码 序号 日期 时间 地点 地址 电话 全部 所有 "
    "其他 其它 一中 二中 三中 四中 五中 六中 一小 二小 三小 四小 新区 林区 "
    "地区 街道 以后 以前 左右 正常 异常 轻度 中度 重度 平稳 好转 稳定 不明 "
    "不详 一致 不符 重复 无误 有误 "
)
_NOT_GIVEN = frozenset(_NOT_GIVEN_WORDS.split())
_PLACE_ENDS = frozenset("校园室站部局厅处科区县市省镇乡村组班级路街院所社会厂店馆苑楼屋坑墩埠")
# Where the second level of GB 2312 begins, the signs less used.
_GB2312_RARE = 0xD8
_SIGNS_OF_A_NAME = re.compile(f"{_HAN}{{2,4}}")
_DONE = re.compile(r"^(?:略|无|不详|保密|匿名|已脱敏|不填|未填|同上|否|是|\*+|[xX×某]+)+$")


def names_in(text: str, *, is_bare_watched: bool = True) -> list[Found]:
    """The personal names of a text as ``plain`` gives it (T06), in order.

    ``is_bare_watched`` False lets a name pass that is all there is, as in a column of school names.
    """
    if not re.search(rf"{_HAN}\s?{_HAN}|{_HAN}[{_POINTS}]", text):
        return []
    if text in known_words():
        return []
    found = [*_transcribed(text), *_around(text), *_labelled(text), *_leading(text)]
    if is_bare_watched and not found:
        found = _bare(text)
    apart: list[Found] = []
    for hit in sorted(found, key=lambda hit: (hit.start, -hit.end)):
        if not apart or hit.start >= apart[-1].end:
            apart.append(hit)
    return apart


def is_name(word: str, *, is_hinted: bool = False) -> bool:
    """Whether two to four characters read as a Chinese name.

    ``is_hinted`` says that the words around ask for a name, so a less usual given name will do.
    """
    if word in known_words() or not _SIGNS_OF_A_NAME.fullmatch(word):
        return False
    if word[:2] in COMPOUND_SURNAMES and len(word) > 2:
        given = word[2:]
        is_place = word[-1] in _PLACE_ENDS and not is_hinted
        return given not in _NOT_GIVEN and not is_place and any(map(_is_usual, given))
    if len(word) == 4:
        # 张王小明: two surnames side by side, the parents'.
        return (
            word[0] in SURNAMES
            and word[1] in SURNAMES
            and all(map(_is_usual, word[2:]))
            and word[1] not in SURNAMES[word[0]]
            and word[2:] not in _NOT_GIVEN
        )
    return word[0] in SURNAMES and _is_given(word, is_hinted)


def _is_given(word: str, is_hinted: bool) -> bool:
    seconds, given = SURNAMES[word[0]], word[1:]
    if given in _NOT_GIVEN or (word[-1] in _PLACE_ENDS and not is_hinted):
        return False
    if len(given) == 1:
        if given in seconds or word in known_beginnings():
            return False
        return _is_usual(given) or (is_hinted and len(seconds) < 12)
    usual = sum(map(_is_usual, given))
    if usual == 1 and word[-1] in _FOLLOWS and not _is_usual(word[-1]):
        return False  # the name ended before it
    if word[1] in seconds or word[:2] in known_beginnings():
        return usual == 2 and len(seconds) < 25
    return usual == 2 or (usual == 1 and (is_hinted or len(seconds) < 40))


@cache
def _is_usual(char: str) -> bool:
    """Whether a sign is one of given names; a rare one hardly stands in another word."""
    if char in GIVEN_CHARACTERS:
        return True
    try:
        return char.encode("gb2312")[0] >= _GB2312_RARE
    except UnicodeEncodeError:
        return True


def _bare(text: str) -> list[Found]:
    """A cell that is a name and nothing else, or names and signs between them."""
    found = []
    for part in re.finditer(f"{_HAN}+(?: {_HAN}+)*", re.sub(r"\([^)]*\)$", "", text)):
        word = part[0].replace(" ", "")
        if is_name(word):
            found.append(Found("T06", part.start(), part.end()))
    whole = re.sub(r"\([^)]*\)|\[[^\]]*\]|[\s、,;/和()\d\-_.:*]", "", text)
    named = "".join(text[hit.start : hit.end].replace(" ", "") for hit in found)
    return found if found and named == whole else []


def _around(text: str) -> list[Found]:
    """Names right before or right behind a word that goes with a name."""
    found = []
    for word in _BEHIND.finditer(text):
        hit = _name_before(text, word.start())
        found += [hit] if hit else []
    for word in _BEFORE.finditer(text):
        hit = _name_from(text, word.end())
        found += [hit] if hit else []
    return found


def _name_before(text: str, end: int) -> Found | None:
    """The name that ends at ``end`` and begins where a name may begin."""
    for length in (4, 3, 2):
        start = end - length
        if start < 0 or not is_name(text[start:end], is_hinted=True):
            continue
        before = text[start - 1] if start else ""
        is_plain = length == 2 or not all(map(_is_usual, text[start + 1 : end]))
        if is_plain and before and not _may_lead(before):
            continue
        if length == 2 and _is_all_surname_words(text, start, end):
            continue
        return Found("T06", start, end)
    return None


def _is_all_surname_words(text: str, start: int, end: int) -> bool:
    return text[start - 1 : end] in known_words() if start else False


def _may_lead(char: str) -> bool:
    return not re.match(_HAN, char) or char in _LEADS


def _name_from(text: str, start: int) -> Found | None:
    """The name that begins at ``start`` and ends where a name may end."""
    for length in (4, 3, 2):
        end = start + length
        if end > len(text) or not is_name(text[start:end], is_hinted=True):
            continue
        after = text[end] if end < len(text) else ""
        if not after or not re.match(_HAN, after) or after in _FOLLOWS:
            return Found("T06", start, end)
    return None


def _leading(text: str) -> list[Found]:
    """Full names that begin a clause, as in 谢文婷转学: usual signs and a verb behind."""
    found = []
    for clause in re.finditer(rf"(?:^|[，。；、,;:.!?\s()]){_HAN}", text):
        start = clause.end() - 1
        for length in (4, 3, 2):
            word, after = text[start : start + length], text[start + length : start + length + 1]
            if after and after in _FOLLOWS and _may_begin_a_clause(word):
                found.append(Found("T06", start, start + length))
                break
    return found


def _may_begin_a_clause(word: str) -> bool:
    """Whether a word is a name even without one before it that asks for a name."""
    if not is_name(word):
        return False
    if word[:2] in COMPOUND_SURNAMES:
        return True
    seconds = SURNAMES[word[0]]
    # A name of two signs needs a surname that begins hardly any other word.
    is_told = len(word) == 3 or (len(word) == 2 and len(seconds) < 6)
    return is_told and word[1] not in seconds and all(map(_is_usual, word[1:]))


def _labelled(text: str) -> list[Found]:
    """Names after 姓名 (whatever stands there) and after 联系人: and the like (if they read so)."""
    found = []
    for label in _LABEL.finditer(text):
        word = re.match(rf"(?:{_HAN}{{2,4}}|{_HAN} {_HAN})(?!{_HAN})", text[label.end() :])
        if word is None:
            hit = _name_from(text, label.end())
            found += [hit] if hit and label[0].strip() != "姓名" else []
            continue
        is_said = bool(label[1]) and bool(re.search("[::是为叫]", label[0]))
        end, said = label.end() + word.end(), word[0].replace(" ", "")
        if _DONE.match(said) or said in known_words():
            continue
        if is_name(said, is_hinted=True) or (is_said and said not in _NOT_GIVEN):
            found.append(Found("T06", label.end(), end))
    return found


_SIGN = f"[{''.join(sorted(TRANSCRIBED))}]"
_TRANSCRIBED_NAME = re.compile(rf"{_SIGN}{{1,7}}(?:\s?[{_POINTS}]\s?{_SIGN}{{1,7}})+")


def _transcribed(text: str) -> list[Found]:
    """Names in parts with a point between, as 阿依古丽·买买提."""
    found = []
    for hit in _TRANSCRIBED_NAME.finditer(text):
        if len(re.findall(_HAN, hit[0])) >= 4:
            found.append(Found("T06", hit.start(), hit.end()))
    return found


@cache
def known_words() -> frozenset[str]:
    """The words of our lists, titles and aliases, and the units' names: none of them is a name."""
    from validations.code_lists import labels, list_names, read_seed
    from validations.form_titles import form_titles

    words: set[str] = set()
    for list_name in list_names():
        words.update(labels(list_name))
    for seed in ("alias_item", "alias_header", "alias_unit"):
        words.update(read_seed(seed)["alias"])
    words.update(form_titles())
    short = {word[:-1] for word in words if len(word) == 3 and word[-1] in "县区市"}
    return frozenset(words | short)


@cache
def known_beginnings() -> frozenset[str]:
    """The two-character names of places and words of our lists, as 于都 and 石城."""
    return frozenset(word for word in known_words() if len(word) == 2)
