"""What dbt's connection needs to read the encrypted lake and to write the encrypted warehouse.

Named in `profiles.yml`. Key and places come by the environment; the key under a name dbt keeps out
of its logs.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from dbt.adapters.duckdb.plugins import BasePlugin

from orchestration.stores.encrypted import add_lake_key, attach, load_openssl
from orchestration.stores.warehouse import KEY_VARIABLE, SPILL_VARIABLE, WAREHOUSE_VARIABLE

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


class Plugin(BasePlugin):
    """dbt-duckdb looks for a class of this name."""

    def configure_connection(self, conn: DuckDBPyConnection) -> None:
        """Attach the warehouse under the name that the profile's own attaching then finds taken."""
        load_openssl(conn)
        conn.execute("set temp_file_encryption = true")
        if SPILL_VARIABLE in os.environ:
            conn.execute("set temp_directory = ?", [os.environ[SPILL_VARIABLE]])
        key = os.environ[KEY_VARIABLE]
        add_lake_key(conn, key)
        attach(conn, os.environ[WAREHOUSE_VARIABLE], key)
