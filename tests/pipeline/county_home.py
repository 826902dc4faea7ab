"""A home with contacts, leaders and a warehouse of a few given rows: what counties are told of.

For tests of mails and pages. What the rows should be is tested elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from orchestration.delivery import send_mail
from orchestration.figures import warehouse_of
from orchestration.settings import Settings, load_settings
from orchestration.stores.mailer import SendReport
from tests.pipeline import loopback_mail as loopback
from tests.pipeline.small_home import make_home

ROOT = Path(__file__).parents[2]
ZHANGGONG, NANKANG, CITY_RUN = "360702", "360703", "3607SZ"
CONTACT, OTHER_CONTACT = "zhanggong@example.invalid", "nankang@example.invalid"
LEADER, COUNTY_LEADER = "leader@example.invalid", "nankang-leader@example.invalid"
RECIPIENTS = (
    f"{CONTACT},{ZHANGGONG},county",
    f"{OTHER_CONTACT},{NANKANG},county",
    f"{LEADER},3607,leaders",
    f"{COUNTY_LEADER},{NANKANG},leaders",
)


def county_home(folder: Path, recipients: Sequence[str] = RECIPIENTS) -> Settings:
    """An empty home with these recipients and no mail server."""
    settings = make_home(folder)
    write_recipients(settings, recipients)
    return settings


def write_recipients(settings: Settings, recipients: Sequence[str]) -> None:
    """Put these lines into the recipients file."""
    text = "\n".join(("address,unit_code,edition", *recipients))
    settings.recipients_file.write_text(text + "\n", encoding="utf-8")


def with_server(settings: Settings, running: loopback.Running) -> Settings:
    """The same home with its mail handed to the server."""
    with (settings.home / "settings.toml").open("a", encoding="utf-8") as file:
        file.write(
            f'[mail]\nhost = "localhost"\nport = {running.port}\nattempts = 1\n'
            f'sender = "office@example.invalid"\nofficer = "officer@example.invalid"\n'
            f'ca_file = "{running.ca_file}"\n'
        )
    return load_settings(settings.home)


def send(settings: Settings, at: datetime) -> SendReport:
    """Send what waits, by a clock that stands still."""
    return send_mail(settings, lambda: at)


def put(settings: Settings, model: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Make these rows all there is of a model in the warehouse; its contract names the columns."""
    columns = contract(model)
    with warehouse_of(settings).connect(read_only=False) as connection:
        definition = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
        connection.execute(f'create or replace table "{model}" ({definition})')
        marks = ", ".join("?" for _ in columns)
        for row in rows:
            assert row.keys() <= columns.keys(), row.keys() - columns.keys()
            values = [row.get(name) for name in columns]
            connection.execute(f'insert into "{model}" values ({marks})', values)


@cache
def contract(model: str) -> dict[str, str]:
    """Column → type of a model, as the project promises it; text where it promises none."""
    for path in sorted((ROOT / "dbt_project" / "models").glob("**/*.yml")):
        for entry in yaml.safe_load(path.read_text("utf-8")).get("models", []):
            if entry["name"] == model:
                return {one["name"]: one.get("data_type", "varchar") for one in entry["columns"]}
    raise KeyError(model)


def nights(first: datetime, count: int) -> list[datetime]:
    """So many nights in a row."""
    return [first + timedelta(days=number) for number in range(count)]
