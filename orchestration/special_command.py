"""The command `xinqing special`: a term's or school year's edition; heavy imports stand inside."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click


@click.command()
@click.option(
    "--home",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    help="数据目录，默认取 XINQING_HOME，否则 data/。 Home folder; XINQING_HOME, else data/.",
)
@click.option(
    "--period",
    required=True,
    metavar="PERIOD",
    help="学期或学年，如 2026-2027-1、2026-2027。 Term or school year.",
)
@click.option(
    "--issue",
    "is_issue",
    is_flag=True,
    help="印发并寄送；须在当月简报印发之后。 Issue and mail it; its month comes first.",
)
@click.option(
    "--now",
    type=click.DateTime(["%Y-%m-%d %H:%M:%S", "%Y-%m-%d"]),
    default=None,
    help="演练用：以此北京时间为准。 For rehearsals: take this Beijing time as now.",
)
def special(home: Path | None, period: str, is_issue: bool, now: datetime | None) -> None:
    """生成学期专刊或学年专刊。 A term's or school year's bulletin, from its last month known."""
    from orchestration.cli import plain_words

    with plain_words():
        from orchestration.settings import beijing_now, load_settings
        from orchestration.special_edition import publish_special

        settings, moment = load_settings(home), now or beijing_now()
        for line in publish_special(settings, period, moment, is_issue=is_issue):
            click.echo(line)
