"""The command `xinqing tokenise`, for the county custodian; heavy imports stand inside its body.

It asks for the passphrase, calls one plain function and speaks; no number or name passes through.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from orchestration.tokenise import Task

_FILE = click.Path(dir_okay=False, path_type=Path)
_THERE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("exports", nargs=-1, type=_THERE, metavar="EXPORT…")
@click.option(
    "--mapping",
    type=_FILE,
    default=Path("对照表.age"),
    show_default=True,
    help="本县的对照表（封存，不出县）。 The county's sealed mapping file.",
)
@click.option(
    "--passphrase-file",
    type=_THERE,
    default=None,
    help="口令（或 age 密钥）文件，权限须为 0600；不填则询问。 File with passphrase or age key.",
)
@click.option(
    "--form",
    "form_id",
    default="F02",
    show_default=True,
    help="F02 学生筛查，F07 教师名册。 Pupils (F02) or staff (F07).",
)
@click.option("--period", help="轮次或学期，如 2026-2027-1R1。 Round or semester.")
@click.option("--unit", "unit_code", help="报送单位代码，如 360702。 Reporting unit.")
@click.option("--school", help="导出里没有学校标识码时填。 School code, if the export has none.")
@click.option(
    "--fill",
    "fills",
    multiple=True,
    metavar="列=值",
    help="给没有的列填上同一个值，可多次。 One value for a column the export lacks.",
)
@click.option(
    "--changes", type=_THERE, default=None, help="原号、新号两列的名单。 Old and new numbers."
)
@click.option("--to", type=_FILE, default=None, help="写到哪个文件。 File to write.")
@click.option("--show-recipient", is_flag=True, help="显示本县公钥。 Show the county's public key.")
@click.option("--hand-over", metavar="CODE", help="移交一人的代码。 Hand one code over.")
@click.option("--recipient", help="接收县的公钥（age1…）。 Public key of the other county.")
@click.option(
    "--take-over", type=_THERE, multiple=True, help="收下移交文件。 Take in a hand-over file."
)
@click.option("--replace", is_flag=True, help="以移交来的代码为准。 Prefer the code handed over.")
def tokenise(
    exports: tuple[Path, ...],
    mapping: Path,
    passphrase_file: Path | None,
    form_id: str,
    period: str | None,
    unit_code: str | None,
    school: str | None,
    fills: tuple[str, ...],
    changes: Path | None,
    to: Path | None,
    show_recipient: bool,
    hand_over: str | None,
    recipient: str | None,
    take_over: tuple[Path, ...],
    replace: bool,
) -> None:
    """县级保管员：把平台导出的学籍号、工号换成代码。 Codes in place of numbers, offline.

    只在本机运行，不联网；号码和姓名不会显示，也不会留在临时文件里。对照表用口令封存，忘记口令就
    再也打不开。 Nothing leaves this machine; the mapping cannot be opened without its passphrase.
    """
    from orchestration.cli import plain_words
    from orchestration.tokenise_mapping import TokeniseError

    with plain_words():
        try:
            if exports:
                task = _task(exports, form_id, period, unit_code, school, fills, changes, to)
                _tokenise(task, mapping, passphrase_file)
            elif hand_over:
                _hand_over(hand_over, recipient, to, mapping, passphrase_file)
            elif take_over:
                _take_over(take_over, mapping, passphrase_file, replaces=replace)
            elif show_recipient:
                _show_recipient(mapping, passphrase_file)
            else:
                raise click.UsageError("请给出导出文件，或用 --hand-over、--take-over。")
        except (TokeniseError, click.ClickException, click.Abort):
            raise
        except OSError as error:
            raise TokeniseError(f"读写文件时出错：{os.strerror(error.errno or 0)}。") from None
        except Exception as error:
            # What an error says may hold a number: only its kind is told.
            raise TokeniseError(f"程序出错（{type(error).__name__}），没有生成报表。") from None


def _task(
    exports: tuple[Path, ...],
    form_id: str,
    period: str | None,
    unit_code: str | None,
    school: str | None,
    fills: tuple[str, ...],
    changes: Path | None,
    to: Path | None,
) -> Task:
    from orchestration.tokenise import Task

    if not period or not unit_code:
        raise click.UsageError("请用 --period 写明轮次或学期，用 --unit 写明报送单位。")
    pairs = [fill.partition("=") for fill in fills]
    if not all(sign and value for _, sign, value in pairs):
        raise click.UsageError("--fill 应写成 列=值，如 --fill 平台=国家平台。")
    given = {name: value for name, _, value in pairs}
    if school:
        given["school_code"] = school
    return Task(exports, form_id.upper(), period, unit_code, to, changes, given)


def _tokenise(task: Task, mapping: Path, passphrase_file: Path | None) -> None:
    from orchestration.settings import beijing_now
    from orchestration.tokenise import tokenise as work

    done = work(task, mapping, _passphrase(mapping, passphrase_file), beijing_now())
    click.echo(
        f"已生成 {done.path}：{done.rows} 行，{done.persons} 人，其中新发代码 {done.new} 个。"
    )
    click.echo(f"试校验：可接收 {done.accepted} 行，须改正 {done.must_fix} 处。")
    if done.must_fix:
        click.echo(f"请运行 xinqing check {done.path.name} 看要改什么。")


def _hand_over(
    code: str, recipient: str | None, to: Path | None, mapping: Path, passphrase_file: Path | None
) -> None:
    from orchestration.stores import atomic
    from orchestration.tokenise import held_mapping
    from orchestration.tokenise_mapping import hand_over

    if not recipient:
        raise click.UsageError("请用 --recipient 给出接收县的公钥。")
    path = to or Path(f"移交-{code}.age")
    _must_exist(mapping)
    with held_mapping(mapping, _passphrase(mapping, passphrase_file)) as held:
        content = hand_over(held, code, recipient)
        atomic.write_bytes(path, content)
    click.echo(f"已生成移交文件 {path}，请随档案一起交给接收县；只有接收县能打开。")


def _take_over(
    files: tuple[Path, ...], mapping: Path, passphrase_file: Path | None, *, replaces: bool
) -> None:
    from orchestration.tokenise import held_mapping
    from orchestration.tokenise_mapping import take_over

    _must_exist(mapping)
    with held_mapping(mapping, _passphrase(mapping, passphrase_file)) as held:
        taken = [take_over(held, file.read_bytes(), replaces=replaces) for file in files]
    for code, was_known in taken:
        click.echo(f"{code}：{'对照表里已有' if was_known else '已收进对照表'}。")


def _show_recipient(mapping: Path, passphrase_file: Path | None) -> None:
    from orchestration.tokenise import held_mapping

    with held_mapping(mapping, _passphrase(mapping, passphrase_file)) as held:
        click.echo(held.recipient)


def _must_exist(mapping: Path) -> None:
    from orchestration.tokenise_mapping import TokeniseError

    if not mapping.exists():
        raise TokeniseError(
            f"没有找到对照表 {mapping}。请用 --mapping 指明，或先做一次导出；"
            "还没有对照表的县用 --show-recipient 新建。"
        )


def _passphrase(mapping: Path, file: Path | None) -> str:
    """The passphrase, from a file nobody else may read, or asked for; twice for a new mapping."""
    from orchestration.tokenise_mapping import TokeniseError, check_passphrase

    if file is None:
        if not sys.stdin.isatty():
            return check_passphrase(sys.stdin.readline())
        is_new = not mapping.exists()
        asked: str = click.prompt("对照表口令", hide_input=True, confirmation_prompt=is_new)
        return check_passphrase(asked)
    if file.stat().st_mode & 0o077:
        raise TokeniseError(f"口令文件 {file} 别人也能读：请先把权限改为 0600。没有改动任何文件。")
    return check_passphrase(file.read_text(encoding="utf-8"))
