"""The one place that reads the environment and `settings.toml`, and the only clock.

Everything else is handed a `Settings` and a time. What the settings do is not decided here.
"""

from __future__ import annotations

import os
import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from validations.unreadable import ReadLimits

PROJECT = Path(__file__).resolve().parents[1]


def beijing_now() -> datetime:
    """The wall clock in Asia/Shanghai, naive and to the second; only the outermost layer asks."""
    return datetime.now(ZoneInfo("Asia/Shanghai")).replace(tzinfo=None, microsecond=0)


class SettingsError(ValueError):
    """`settings.toml` cannot be used; the words say which line to mend."""


class MailSettings(BaseModel):
    """The mail server; user and password come from the environment, never from the file."""

    model_config = ConfigDict(extra="forbid")

    host: str = ""
    port: int = Field(default=587, ge=1, le=65535)
    security: Literal["starttls", "tls"] = "starttls"
    sender: str = ""
    officer: str = ""
    ca_file: Path | None = None
    attempts: int = Field(default=3, ge=1, le=10)
    timeout_seconds: float = Field(default=30.0, gt=0)


class ReadingSettings(BaseModel):
    """The processes that read workbooks, and what one file may take of the machine.

    Memory is address space, of which the reader's libraries take about 400 MB; `unpacked_mb` is a
    file unzipped, `cells` the whole rectangle of a sheet.
    """

    model_config = ConfigDict(extra="forbid")

    processes: int = Field(default=2, ge=1, le=32)
    memory_mb: int = Field(default=2000, ge=1000)
    wall_seconds: float = Field(default=300.0, gt=0)
    cpu_seconds: int = Field(default=60, ge=1)
    file_mb: int = Field(default=40, ge=1)
    unpacked_mb: int = Field(default=150, ge=1)
    sheets: int = Field(default=100, ge=1)
    rows: int = Field(default=200_000, ge=1)
    columns: int = Field(default=1_000, ge=1)
    cells: int = Field(default=30_000_000, ge=1)

    @property
    def of_file(self) -> ReadLimits:
        """The limits that the reader itself looks at."""
        return ReadLimits(
            file_bytes=self.file_mb * 1_000_000,
            unpacked_bytes=self.unpacked_mb * 1_000_000,
            sheets=self.sheets,
            rows=self.rows,
            columns=self.columns,
            cells=self.cells,
        )


class Settings(BaseSettings):
    """All choices of one home; folders are properties, so that names stand in one place.

    `release`: `auto` mails a bulletin as soon as the round check holds, `signed` waits for an
    officer's signature. `settle_seconds` is how long a file must lie unchanged to count as at rest.
    Returns hold pupils' rows and are removed `returns_days` days after their receipt.
    """

    model_config = SettingsConfigDict(env_prefix="XINQING_", extra="forbid")

    home: Path
    title: str = "赣州市学生心理健康教育工作动态"
    is_rehearsal: bool = False
    release: Literal["auto", "signed"] = "signed"
    settle_seconds: float = Field(default=5.0, ge=0)
    recipients_file: Path = Path("recipients.csv")
    returns_days: int = Field(default=30, ge=1, le=366)
    ui_port: int = Field(default=3000, ge=1, le=65535)
    mail: MailSettings = MailSettings()
    reading: ReadingSettings = ReadingSettings()
    mail_user: str = ""
    mail_password: SecretStr = SecretStr("")

    @property
    def inbox(self) -> Path:
        """Where submitters' files are dropped."""
        return self.home / "inbox"

    @property
    def vault(self) -> Path:
        """Sealed originals, receipts and events."""
        return self.home / "vault"

    @property
    def lake(self) -> Path:
        """The append-only log of batches."""
        return self.home / "lake"

    @property
    def warehouse(self) -> Path:
        """The DuckDB file with the last complete build."""
        return self.home / "warehouse.duckdb"

    @property
    def returns(self) -> Path:
        """What goes back to submitters, to be collected."""
        return self.home / "returns"

    @property
    def bulletins(self) -> Path:
        """Drafts, one folder a month."""
        return self.home / "bulletins"

    @property
    def issued(self) -> Path:
        """Immutable issues, one folder a number."""
        return self.home / "issued"

    @property
    def desk(self) -> Path:
        """The officer's desk: its page, the register of submissions, and the decisions to make."""
        return self.home / "desk"

    @property
    def outbox(self) -> Path:
        """Messages and their states."""
        return self.home / "outbox"

    @property
    def dagster(self) -> Path:
        """Dagster's own storage and configuration."""
        return self.home / "dagster"

    @property
    def scratch(self) -> Path:
        """Builds under way and dbt's own files; may be deleted at any time."""
        return self.home / "scratch"

    @property
    def lock(self) -> Path:
        """The lock file of the stores."""
        return self.home / ".lock"

    def month_folder(self, month: str) -> Path:
        """The folder of a month's draft bulletin."""
        return self.bulletins / month


def load_settings(home: Path | None = None) -> Settings:
    """Settings of `home`, else of `XINQING_HOME`, else of `data/`; creates no file.

    Raises `SettingsError` with Chinese words when `settings.toml` is broken.
    """
    place = (home or Path(os.environ.get("XINQING_HOME") or "data")).expanduser().resolve()
    file = place / "settings.toml"
    chosen: dict[str, Any] = {}
    try:
        if file.exists():
            chosen = tomllib.loads(file.read_text(encoding="utf-8-sig"))
        secrets = sorted({"mail_user", "mail_password", "home"} & chosen.keys())
        if secrets:
            raise SettingsError(
                f"{file} 中不得写 {'、'.join(secrets)}：账号与口令只从环境变量 XINQING_MAIL_USER、"
                "XINQING_MAIL_PASSWORD 读取，目录用 --home 或 XINQING_HOME 指定。"
            )
        settings = Settings(home=place, **chosen)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file} 不是有效的 TOML 文件：{error}") from error
    except ValidationError as error:
        faults = "；".join(
            f"{'.'.join(str(part) for part in fault['loc'])}：{fault['msg']}"
            for fault in error.errors()
        )
        raise SettingsError(f"{file} 中的设置有误：{faults}") from error
    return _with_absolute_paths(settings)


def _with_absolute_paths(settings: Settings) -> Settings:
    """Paths in the file are meant relative to the home."""
    recipients, ca_file = settings.recipients_file, settings.mail.ca_file
    mail = settings.mail.model_copy(
        update={"ca_file": settings.home / ca_file if ca_file else None}
    )
    return settings.model_copy(
        update={
            "recipients_file": settings.home / recipients,
            "mail": mail,
        }
    )
