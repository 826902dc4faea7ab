"""The resource Dagster hands to every asset: which home, and what time it is.

It opens nothing; settings are read when an asset asks for them.
"""

from datetime import datetime
from pathlib import Path

from dagster import ConfigurableResource

from orchestration.settings import Settings, beijing_now, load_settings


class Office(ConfigurableResource[None]):
    """One home and its clock.

    `home` empty: `XINQING_HOME`, else `data/`. `now` empty: the clock; otherwise a Beijing time
    such as `2026-10-20 20:00:00`, for rehearsals.
    """

    home: str = ""
    now: str = ""

    def settings(self) -> Settings:
        """The settings of the home; raises `SettingsError` with Chinese words."""
        return load_settings(Path(self.home) if self.home else None)

    def clock(self) -> datetime:
        """Naive Beijing time."""
        return datetime.fromisoformat(self.now) if self.now else beijing_now()
