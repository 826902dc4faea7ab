"""How often the tripwire misses what was planted, and how often it cries without cause.

Misses: some hundred of each kind, made up, in every dress and among words as people write them.
False alarms: every cell of the rehearsal city's files but those it plants personal data in, and
sentences put together from the words of this field.
"""

from __future__ import annotations

import argparse
import itertools
import random
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from orchestration.rehearsal.waves import planted_faults, waves  # noqa: E402
from tests.planted_numbers import CARRIERS, KINDS, MAKERS, dressed, identity  # noqa: E402
from validations.form_columns import columns_of  # noqa: E402
from validations.forms import FORMS  # noqa: E402
from validations.tripwire_book import personal_hits  # noqa: E402

MISSED_NUMBERS, MISSED_NAMES, FALSE_ALARMS = 0.0, 0.08, 0.001
T_RULES = tuple(f"T{number:02}" for number in range(1, 10))

# Names are put together from other lists than the tripwire's: the commonest surnames, and given
# names as classes have them, some with signs that few names have.
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏"
    "魏吕丁任"
    "沈姚卢姜崔钟谭陆汪范金石廖贾夏韦方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严赖覃"
    "洪武莫孔温"
)
_GIVEN = (
    "子轩 梓涵 浩然 欣怡 宇航 诗涵 俊杰 雨桐 一诺 思远 佳怡 梓萱 博文 雅婷 志强 小明 丽华 建国 "
    "秀英 伟 "
    "芳 娜 敏 静 强 磊 军 洋 勇 艳 杰 娟 涛 明 超 霞 平 刚 桂英 玉兰 海燕 文静 晓东 春梅 国强 "
    "美玲 志远 "
    "嘉豪 语嫣 沐宸 若曦 奕辰 瑾瑜 铭泽 可馨 芷若 昊天 晨曦 思琪 慧敏 立新 福生 根发 招娣 水生 "
    "细妹 "
    "赣生 火旺 石生 九香 观音 冬秀 罡 骞 翊 玥 榕轩 煊 屹 垚 之遥 犇 甯 汐 湉 翀 淏 霂 沅芷 "
    "怀瑾 望舒"
)
_MINORITY = (
    "阿依古丽·买买提 迪丽热巴·艾力 艾克拜尔·吐尔逊 古丽娜尔·玉素甫 巴特尔·苏和 阿卜杜拉·热合曼 "
    "麦麦提·依明 帕提古丽·阿不都 扎西·顿珠 吉克·阿木"
)
_COMPOUND = "欧阳 上官 司马 诸葛 司徒 皇甫 令狐 夏侯"
_NAME_CARRIERS = (
    "{}", "{}同学", "学生{}，因病休学", "{}（女）", "家长{}不同意", "与{}妈妈电话沟通",
    "联系人：{}", "{}转学", "该生{}情绪低落", "班主任：{}", "姓名：{}",
    "{}同学的监护人在外务工", "已约谈{}。", "填表人:{}",
)  # fmt: skip
_ACCOUNTS = ("QQ：{n}", "微信号 {a}", "qq{n}", "加微信{a}", "VX:{a}", "QQ号码是{n}")
_MAILS = ("{a}@qq.com", "联系邮箱 {a}@163.com", "{a}＠example．cn", "发到{a}@edu.example.cn即可")

_WHO = (
    "学生 家长 该生 班主任 心理教师 学校 同学 老师 监护人 祖父母 校医 年级组 全体学生 部分家长 "
    "本班同学"
)
_DID = (
    "因病缺考 转学 休学 复学 情绪稳定 情绪平稳 近期好转 已转介至县级精卫中心 高度紧张 常常失眠 "
    "成绩下降 不同意参加 "
    "外出务工 电话沟通 严重焦虑 与室友不和 毕业 请假两周 已返校 未参加复测 明显好转 单独施测 "
    "需要继续关注"
)
_WHEN = "本周 上学期 10月12日 2026年秋季学期 高一 高考前 期中考试后 国庆假期 下周一 三月 平时 白天"
_MORE = (
    "高中部分校区合并 方便补测 龙南市第一中学 于都县实验小学 石城县职业技术学校 万安路小学 "
    "温泉小学 黄金岭街道 "
    "章贡区筛查明细 全县汇总表 文明办 安全员 程序问题 时间安排冲突 常规班级 向学校说明 "
    "关心关爱 金融专业 余额不足 "
    "包班教师 管理人员 严格执行 任课教师 白云小学 马祖岩校区 水西初中 高楼小学 阳明小学 "
    "江口中学 唐江中学 "
    "0797区号 12355热线 12320 110 学号20260101 2026-2027-1R1 PHQ-9 共1234人次 均分3.18 "
    "班级1、2、3 "
    "第13、14、15、16、17、18周 1,500,300 2136000001 8:00-11:30 高一（3）班 心理·健康·成长 "
    "阳光·向上"
)


def planted_numbers(count: int, luck: random.Random) -> Iterator[tuple[str, str, str]]:
    """(Kind, rule, cell) of numbers, accounts and addresses."""
    for kind, make in MAKERS.items():
        for _ in range(count):
            cell = luck.choice(CARRIERS).format(dressed(kind, make(luck), luck))
            yield kind, KINDS[kind], cell
    for _ in range(count):
        ruined = f"{int(identity(luck)[:15]) / 10**14:.14f}E+17"
        yield "ruined by a float", "T05", ruined
        account = "".join(luck.choice("abcdefghkmnprstuvwz") for _ in range(8))
        words = {"n": luck.randint(10**5, 10**10), "a": account}
        yield "account", "T09", luck.choice(_ACCOUNTS).format(**words)
        yield "e-mail", "T08", luck.choice(_MAILS).format(**words)


def planted_names(count: int, luck: random.Random) -> Iterator[tuple[str, str, str]]:
    """(Kind, rule, cell) of names: of the common shape, of two surnames' signs, and in parts."""
    makers: dict[str, Callable[[], str]] = {
        "name": lambda: luck.choice(_SURNAMES) + luck.choice(_GIVEN.split()),
        "name, compound": lambda: luck.choice(_COMPOUND.split()) + luck.choice(_GIVEN.split()),
        "name, in parts": lambda: luck.choice(_MINORITY.split()),
    }
    for kind, make in makers.items():
        for number in range(count):
            where = "alone" if number % 2 else "in a sentence"
            carrier = "{}" if number % 2 else luck.choice(_NAME_CARRIERS[1:])
            yield f"{kind}, {where}", "T06", carrier.format(make())


def clean_sentences(count: int, luck: random.Random) -> list[str]:
    """Different remarks without anybody in them."""
    whos, dids, whens, mores = (words.split() for words in (_WHO, _DID, _WHEN, _MORE))
    made = {*mores, *dids}
    shapes = (
        "{who}{did}",
        "{when}{who}{did}",
        "{who}{did}，{more}",
        "{more}",
        "{when}{did}；{more}",
    )
    while len(made) < count:
        words = {
            "who": luck.choice(whos),
            "did": luck.choice(dids),
            "when": luck.choice(whens),
            "more": luck.choice(mores),
        }
        made.add(luck.choice(shapes).format(**words))
    return sorted(made)


def city_files() -> Iterator[tuple[str, pl.DataFrame]]:
    """Name and cells of every rehearsal file that is a table and has nothing personal planted."""
    spoilt = {
        (fault.received_at, fault.path)
        for fault in planted_faults()
        if set(fault.rule_ids) & set(T_RULES)
    }
    for wave in waves():
        for file in wave.files:
            if file.raw is None and (file.received_at, file.path) not in spoilt:
                titles = {c.name: c.title for c in columns_of(FORMS[file.form_id].main)}
                head = (
                    {name: file.headers.get(name) or titles.get(name, "") for name in file.rows[0]}
                    if file.rows
                    else {}
                )
                schools = [{"A": row.code, "B": row.name} for row in file.scope or ()]
                frame = pl.DataFrame([head, *file.rows], infer_schema_length=None)
                yield Path(file.path).name, frame
                if schools:
                    yield "报送范围", pl.DataFrame([{"A": "学校标识码", "B": "学校名称"}, *schools])


def main() -> int:
    """Print the rates; 1 where a limit is passed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=500, help="planted of each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", action="store_true", help="print what was missed or cried at")
    given = parser.parse_args()
    luck = random.Random(given.seed)
    is_good = _misses(given.count, luck, given.show)
    return 0 if _alarms(luck, given.show) and is_good else 1


def _found(cell: str) -> set[str]:
    return {
        hit.rule_id for hit in personal_hits("表.xlsx", [("数据", pl.DataFrame({"A": [cell]}))])
    }


def _misses(count: int, luck: random.Random, show: bool) -> bool:
    is_good = True
    for planted, limit in (
        (planted_numbers(count, luck), MISSED_NUMBERS),
        (planted_names(count, luck), MISSED_NAMES),
    ):
        by_kind: dict[str, list[bool]] = {}
        for kind, rule, cell in planted:
            is_found = rule in _found(cell)
            by_kind.setdefault(kind, []).append(is_found)
            if show and not is_found:
                print(f"  missed {kind}: {cell!r}")
        for kind, results in by_kind.items():
            missed = results.count(False)
            print(f"{kind}: {len(results)} planted, {missed} missed ({missed / len(results):.1%})")
        every = list(itertools.chain(*by_kind.values()))
        is_good &= every.count(False) / len(every) <= limit
    return is_good


def _alarms(luck: random.Random, show: bool) -> bool:
    sentences = clean_sentences(3000, luck)
    cried = [sentence for sentence in sentences if _found(sentence)]
    print(f"clean remarks: {len(sentences)}, {len(cried)} cried at ({len(cried) / 3000:.2%})")
    files = cells = alarms = 0
    began = time.perf_counter()
    for name, frame in city_files():
        hits = personal_hits(name, [("数据", frame)])
        files, cells, alarms = files + 1, cells + frame.height * frame.width, alarms + bool(hits)
        cried += [f"{name} {hit}" for hit in hits]
    took = time.perf_counter() - began
    print(f"rehearsal city: {files} tables, {cells:,} cells, {alarms} cried at, {took:.1f} s")
    if show:
        print("\n".join(f"  cried at: {text}" for text in cried))
    return alarms == 0 and len(cried) / len(sentences) <= FALSE_ALARMS


if __name__ == "__main__":
    raise SystemExit(main())
