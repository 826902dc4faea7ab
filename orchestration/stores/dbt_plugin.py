"""What dbt's connection needs to read the encrypted lake and to write the encrypted warehouse.

Named in `profiles.yml`. The key comes by the environment, under a name dbt keeps out of its logs.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from dbt.adapters.duckdb.plugins import BasePlugin

from orchestration.stores.encrypted import add_lake_key, load_openssl
from orchestration.stores.warehouse import KEY_VARIABLE

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


class Plugin(BasePlugin):
    """dbt-duckdb looks for a class of this name."""

    def configure_connection(self, conn: DuckDBPyConnection) -> None:
        """Called before the warehouse is attached."""
        load_openssl(conn)
        conn.execute("set temp_file_encryption = true")
        add_lake_key(conn, os.environ[KEY_VARIABLE])
