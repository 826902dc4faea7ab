"""The commands `xinqing keys`, `replay` and `erase`; heavy imports stand inside their bodies.

Each calls one plain function and speaks; no key passes through a command line or a message.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from orchestration.settings import Settings

_HOME = click.option(
    "--home",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    help="数据目录，默认取 XINQING_HOME，否则 data/。 Home folder; XINQING_HOME, else data/.",
)
_NOW = click.option(
    "--now",
    type=click.DateTime(["%Y-%m-%d %H:%M:%S", "%Y-%m-%d"]),
    default=None,
    help="演练用：以此北京时间为准。 For rehearsals: take this Beijing time as now.",
)


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Errors with words of ours become one sentence, as in every command of the program."""
    from orchestration.cli import plain_words

    with plain_words():
        yield


def _settings(home: Path | None) -> Settings:
    """Settings of a home that holds something: a mistyped path must not make keys and a home."""
    from orchestration.settings import SettingsError, load_settings

    settings = load_settings(home)
    if not any(path.exists() for path in (settings.home / "keys", settings.vault, settings.lake)):
        raise SettingsError(
            f"{settings.home} 不是数据目录，或者还没有接收过报送。"
            "请用 --home 指定数据目录；密钥在第一次接收时建立。"
        )
    return settings


@click.group()
def keys() -> None:
    """查看、核对、更换密钥。 Show, check and rotate the keys."""


@keys.command()
@_HOME
def show(home: Path | None) -> None:
    """显示密钥从何而来（不显示密钥本身）。 Where each key comes from."""
    with _told():
        from orchestration.key_check import key_lines

        for line in key_lines(_settings(home)):
            click.echo(line)


@keys.command("check")
@_HOME
@click.option("--all", "whole", is_flag=True, help="打开每一份原件。 Open every original.")
def check_command(home: Path | None, whole: bool) -> None:
    """核对密钥与数据是否相符。 Try each key on what it is for; exit 1 if something is wrong."""
    with _told():
        from orchestration.key_check import check_keys

        lines, is_good = check_keys(_settings(home), whole)
        for line in lines:
            click.echo(line)
    if not is_good:
        sys.exit(1)


@keys.command()
@_HOME
def rotate(home: Path | None) -> None:
    """更换全部密钥，旧密钥销毁。 New keys for everything; the old ones are destroyed."""
    with _told():
        from orchestration.replay import rotate_keys

        for line in rotate_keys(_settings(home)):
            click.echo(line)


@click.command()
@_HOME
def replay(home: Path | None) -> None:
    """只凭保管库重建数据湖和指标库。 Lake and warehouse once more from the vault alone."""
    with _told():
        from orchestration.replay import replay as replay_all

        done = replay_all(_settings(home))
        click.echo(f"已由保管库重建 {done.batch_count} 批报送。")
        click.echo("指标已重新计算。" if done.published else "指标没有通过检查，未更新。")


@click.command()
@_HOME
@click.option("--token", required=True, help="学生代码。 The pupil's token.")
@click.option("--who", required=True, help="经办人。 Who does it.")
@click.option("--reason", default="", help="依据。 On what ground.")
@_NOW
def erase(home: Path | None, token: str, who: str, reason: str, now: datetime | None) -> None:
    """把一名学生从所有存储中抹除。 Take one pupil out of every store.

    已印发的简报和数字不变。 What was issued stays as it is.
    """
    with _told():
        from orchestration.erasure import erase as take_out
        from orchestration.figures import build_figures
        from orchestration.settings import beijing_now

        settings = _settings(home)
        done = take_out(settings, token, who, reason, now or beijing_now())
        click.echo(
            f"改写 {len(done.batches)} 批，销毁原件 {done.originals_destroyed} 份，"
            f"删除回执等文件 {len(done.removed)} 个；密钥已更换。"
        )
        if not done.was_found:
            click.echo("各处都没有这个代码的记录，没有要抹除的；请核对代码。")
        for path in done.remaining:
            click.echo(f"还有一个文件提到这个代码，请人工处理：{path}")
        is_good = build_figures(settings).published
        click.echo("指标已重新计算。" if is_good else "指标没有通过检查，请重新运行。")
