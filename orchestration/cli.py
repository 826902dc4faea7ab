"""The command `xinqing`. Heavy imports stand inside the commands, so that help comes at once.

Commands parse, call one plain function and speak; no work is done here.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click

from orchestration.special_command import special
from orchestration.store_commands import erase, keys, replay
from orchestration.tokenise_command import tokenise

home_option = click.option(
    "--home",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    help="数据目录，默认取 XINQING_HOME，否则 data/。 Home folder; XINQING_HOME, else data/.",
)
month_option = click.option(
    "--month", required=True, metavar="YYYY-MM", help="月份，如 2026-10。 Reporting month."
)
now_option = click.option(
    "--now",
    type=click.DateTime(["%Y-%m-%d %H:%M:%S", "%Y-%m-%d"]),
    default=None,
    help="演练用：以此北京时间为准。 For rehearsals: take this Beijing time as now.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="xinqing", prog_name="xinqing")
def main() -> None:
    """心晴：全市学生心理健康工作的报送与通报。 Xinqing: reports on pupils' mental-health work."""


@main.command()
@home_option
@month_option
@click.option(
    "--to",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="放到哪个目录。 Folder to write to.",
)
@now_option
def forms(home: Path | None, month: str, to: Path, now: datetime | None) -> None:
    """生成各单位的空白报表。 Write each unit's blank workbooks, prefilled."""
    with plain_words():
        from orchestration.blank_forms import write_blank_forms
        from orchestration.months import check_month
        from orchestration.settings import beijing_now, load_settings

        settings, moment = load_settings(home), now or beijing_now()
        written = write_blank_forms(settings, check_month(month, moment), to, moment)
        click.echo(f"已生成 {len(written)} 个空白报表，在 {to.resolve()}")


@main.command()
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@now_option
def check(files: tuple[Path, ...], now: datetime | None) -> None:
    """试校验报表，不入库。 Check files without taking them in; exit 1 if anything must be mended.

    有问题的文件，旁边生成一份标注好的副本。 A marked copy is written beside each faulty file.
    """
    with plain_words():
        from orchestration.dry_run import check_files
        from orchestration.settings import beijing_now

        result = check_files(files, now or beijing_now())
        for line in result.lines:
            click.echo(line)
    if result.must_fix:
        sys.exit(1)


@main.command()
@home_option
@month_option
@now_option
def run(home: Path | None, month: str, now: datetime | None) -> None:
    """接收报送、计算指标、核验，生成并印发该月简报。 The night's work and the issue."""
    with plain_words():
        from orchestration.month_run import run_month
        from orchestration.months import check_month
        from orchestration.settings import beijing_now, load_settings

        settings = load_settings(home)
        check_month(month, now or beijing_now())
        outcome = run_month(settings, month, now)
        for line in outcome.lines:
            click.echo(line)
    sys.exit(outcome.exit_code)


@main.command()
@home_option
def ui(home: Path | None) -> None:
    """打开界面（仅本机），Ctrl-C 结束。 Dagster's pages and its daemon, on this machine only."""
    with plain_words():
        from orchestration.settings import load_settings
        from orchestration.ui import serve

        serve(load_settings(home), click.echo)


@main.command()
@home_option
@month_option
@click.option("--who", required=True, help="签发人姓名或职务。 Who signs.")
@now_option
def sign(home: Path | None, month: str, who: str, now: datetime | None) -> None:
    """签发某月简报。 Sign the figures of a month as its draft shows them."""
    with plain_words():
        from orchestration.months import check_month
        from orchestration.publish import read_draft
        from orchestration.release import sign as sign_draft
        from orchestration.settings import beijing_now, load_settings

        settings, moment = load_settings(home), now or beijing_now()
        draft = read_draft(settings, check_month(month, moment))
        event = sign_draft(settings, draft, who, moment)
        click.echo(f"{event.who} 已签发 {month} 的简报，数据指纹 {draft.figures_digest[:12]}。")


@main.command()
@home_option
@click.option("--form", "form_id", required=True, metavar="F01", help="表号。 Form.")
@click.option("--period", required=True, help="报送期，如 2026-2027-1。 Period.")
@click.option("--school", "scope", required=True, help="学校标识码或单位代码。 School or unit.")
@click.option("--from", "older", type=int, default=None, help="较早的版本序号。 Older version.")
@click.option("--version", "newer", type=int, default=None, help="较新的版本序号。 Newer version.")
def diff(
    home: Path | None, form_id: str, period: str, scope: str, older: int | None, newer: int | None
) -> None:
    """说明一份报表前后两个版本的差异。 What changed between two versions of a school's form.

    默认比较最近两个版本。 The last two, unless told otherwise.
    """
    with plain_words():
        from orchestration.settings import load_settings
        from orchestration.versions import difference

        found = difference(load_settings(home), form_id.upper(), period, scope, older, newer)
        click.echo(found.title)
        for change in found.changes:
            click.echo(f"  {change.words}")
        click.echo(found.summary)


@main.command()
@home_option
@month_option
@click.option(
    "--known-at",
    required=True,
    type=click.DateTime(["%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d"]),
    help="以此北京时间为准：当时已知的才计入。 What was known by then counts.",
)
@click.option(
    "--to",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    help="放到哪个目录，默认 reissued/ 下。 Folder to write to.",
)
def reissue(home: Path | None, month: str, known_at: datetime, to: Path | None) -> None:
    """按当时所知重制某月简报，不影响现有数据。 A month's bulletin once more, as known then."""
    with plain_words():
        from orchestration.months import check_month
        from orchestration.reissue import default_folder, reissue_lines
        from orchestration.reissue import reissue as make_again
        from orchestration.settings import beijing_now, load_settings

        settings = load_settings(home)
        check_month(month, beijing_now())
        folder = to or default_folder(settings, month, known_at)
        for line in reissue_lines(make_again(settings, month, known_at, folder)):
            click.echo(line)


@main.command()
@home_option
@click.option("--settle", metavar="KEY", help="处置一封“不明”的邮件。 Settle one message.")
@click.option("--arrived/--resend", default=True, help="已核实送达／未送达、再发。 What was found.")
@click.option("--who", default="", help="处置人。 Who found out.")
def outbox(home: Path | None, settle: str | None, arrived: bool, who: str) -> None:
    """查看发件箱，处置“不明”的邮件。 Show the outbox; settle messages of unknown fate."""
    with plain_words():
        from orchestration.settings import beijing_now, load_settings
        from orchestration.stores.outbox import Outbox

        box = Outbox(load_settings(home).outbox)
        if settle:
            if not who.strip():
                raise click.UsageError("请用 --who 写明处置人。")
            box.settle(settle, arrived, who, beijing_now())
        for message in box.messages():
            click.echo(f"{message.state_zh}  {message.recipient}  {message.subject}  {message.key}")
            if message.state != "sent":
                click.echo(f"      {message.words}")


@main.command()
@home_option
@month_option
def rehearse(home: Path | None, month: str) -> None:
    """用虚构城市的数据演练全过程。 Rehearse the whole way with an invented city."""
    with plain_words():
        from orchestration.month_run import rehearse_month

        outcome = rehearse_month(home or Path("data") / "rehearsal", month)
        for line in outcome.lines:
            click.echo(line)
    sys.exit(outcome.exit_code)


@main.command("fact-sheet")
@home_option
@month_option
@click.option("--suggestion", required=True, metavar="ID", help="建议的办理编号。 Suggestion.")
def fact_sheet(home: Path | None, month: str, suggestion: str) -> None:
    """生成一件建议的答复函数据附表。 The figures behind the answer to a suggestion."""
    with plain_words():
        from orchestration.fact_sheet import write_fact_sheet
        from orchestration.months import check_month
        from orchestration.settings import beijing_now, load_settings

        settings = load_settings(home)
        check_month(month, beijing_now())
        made = write_fact_sheet(settings, month, suggestion)
        for line in (f"已生成 {made.path.resolve()}", *made.warnings):
            click.echo(line)


@main.command()
@click.argument("draft", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@home_option
@month_option
@click.option("--unit", default="3607", help="谁的函，默认全市 3607。 Whose letter; the city's.")
def lint(draft: Path, home: Path | None, month: str, unit: str) -> None:
    """核对拟稿中的每个数字。 Check every number of a draft letter; exit 1 if one is not proved.

    拟稿为 .docx 或 .txt，不作改动；核对结果写在旁边。 The check is written beside the draft.
    """
    with plain_words():
        from orchestration.lint_draft import lint_draft
        from orchestration.months import check_month
        from orchestration.settings import beijing_now, load_settings

        settings = load_settings(home)
        found = lint_draft(settings, check_month(month, beijing_now()), draft, unit)
        for line in (*found.lines, f"核对结果在 {found.report.resolve()}"):
            click.echo(line)
    if not found.is_clean:
        sys.exit(1)


@contextlib.contextmanager
def plain_words() -> Iterator[None]:
    """Errors with words of ours become one sentence and exit 2; a full disk says so."""
    try:
        yield
    except Exception as error:
        words = _words_of(error)
        if words is None:
            raise
        click.echo(words, err=True)
        sys.exit(2)


def _words_of(error: Exception) -> str | None:
    from orchestration.run_words import full_disk_words, is_own

    return str(error) if is_own(error) else full_disk_words(error)


main.add_command(tokenise)
for command in (keys, replay, erase, special):
    main.add_command(command)

if __name__ == "__main__":
    main()
