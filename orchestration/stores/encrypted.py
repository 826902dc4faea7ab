"""DuckDB with the key of lake and warehouse in memory; the key stands in no file and no log.

Writing needs the OpenSSL that comes with the extension httpfs; it is loaded from its package, never
from a network. Which tables there are is not known here.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from orchestration.stores.keys import KeyFaultError, key_id

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# The name under which dbt's sources ask for the lake's key.
LAKE_KEY = "lake"
_WRONG_KEY = ("are you using the right key", "Wrong encryption key", "without a key")


def write_parquet(frame: pl.DataFrame, path: Path, key: str) -> None:
    """Write a frame as an encrypted Parquet file."""
    cursor = _writer(os.getpid()).cursor()
    name = _known(cursor, key)
    cursor.register("frame_to_write", frame.to_arrow())
    cursor.execute(
        f"copy (from frame_to_write) to '{_quoted(path)}' "
        f"(format parquet, compression zstd, encryption_config {{footer_key: '{name}'}})"
    )
    cursor.unregister("frame_to_write")


def read_parquet(files: Sequence[Path], key: str) -> pl.DataFrame:
    """The rows of encrypted files in their order, all with the columns of the first.

    DuckDB 1.5 breaks over `union_by_name` with encryption, so nobody may ask for it.

    Raises `KeyFaultError` where the key is not the files'.
    """
    import duckdb

    cursor = _engine(os.getpid()).cursor()
    name = _known(cursor, key)
    try:
        frame: pl.DataFrame = cursor.execute(
            f"from read_parquet(?, encryption_config = {{footer_key: '{name}'}})",
            [[str(file) for file in files]],
        ).pl()
    except duckdb.Error as error:
        raise key_fault(error) or error from None
    return frame


def attach_warehouse(path: Path, key: str, read_only: bool) -> DuckDBPyConnection:
    """A connection with the encrypted database attached and in use; the caller closes it.

    Views that read the lake work, too. Raises `KeyFaultError` where the key is not the file's.
    """
    import duckdb

    connection = connect(for_writing=not read_only)
    add_lake_key(connection, key)
    try:
        attach(connection, path, key, read_only=read_only)
    except duckdb.Error as error:
        connection.close()
        # DuckDB's own words may repeat the statement, and with it the key.
        raise key_fault(error) or KeyFaultError(
            f"指标库 {path} 打不开（{type(error).__name__}）。"
            "可以删除这个文件后重新运行，它会由数据湖重建。"
        ) from None
    connection.execute("use warehouse")
    return connection


def attach(
    connection: DuckDBPyConnection, path: Path | str, key: str, read_only: bool = False
) -> None:
    """Attach the encrypted database as `warehouse`; what DuckDB says of a fault holds the key."""
    mode = ", READ_ONLY" if read_only else ""
    connection.execute(f"attach '{_quoted(path)}' as warehouse (ENCRYPTION_KEY '{key}'{mode})")


def connect(for_writing: bool) -> DuckDBPyConnection:
    """An empty database in memory that spills encrypted; `for_writing` with OpenSSL loaded."""
    import duckdb

    connection = duckdb.connect(config={"autoinstall_known_extensions": "false"})
    connection.execute("set temp_file_encryption = true")
    if for_writing:
        load_openssl(connection)
    return connection


def load_openssl(connection: DuckDBPyConnection) -> None:
    """Load the extension that can encrypt, from its package."""
    connection.execute(f"load '{_quoted(_extension())}'")


def add_lake_key(connection: DuckDBPyConnection, key: str) -> None:
    """Let a connection read the lake under the name dbt's sources use."""
    connection.execute(f"pragma add_parquet_key('{LAKE_KEY}', '{key}')")


def key_fault(error: Exception) -> KeyFaultError | None:
    """The fault in words where DuckDB says that a key does not fit, else None."""
    if any(words in str(error) for words in _WRONG_KEY):
        return KeyFaultError(
            "数据湖或指标库无法用现有的密钥打开：密钥不对，或者文件已损坏。"
            "数据没有改动；请用 xinqing keys check 查看是哪一种。"
        )
    return None


@cache
def _engine(process: int) -> DuckDBPyConnection:
    """The one connection of this process for the lake; a forked child gets its own."""
    return connect(for_writing=False)


@cache
def _writer(process: int) -> DuckDBPyConnection:
    """The same connection, able to encrypt: loading takes a quarter of a second, so only once."""
    engine = _engine(process)
    load_openssl(engine)
    return engine


def _known(connection: DuckDBPyConnection, key: str) -> str:
    """Give the connection the key under its own short name, so that two keys never mix."""
    name = f"key_{key_id(key)}"
    connection.execute(f"pragma add_parquet_key('{name}', '{key}')")
    return name


@cache
def _extension() -> Path:
    import duckdb_extension_httpfs

    return next(Path(duckdb_extension_httpfs.__path__[0]).rglob("httpfs.duckdb_extension"))


def _quoted(path: Path | str) -> str:
    return str(path).replace("'", "''")
