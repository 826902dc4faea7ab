"""Batches as accepted, sealed in the vault in place of originals that were destroyed.

A rebuild takes such a batch from here instead of judging it again. Why originals were destroyed is
not known here.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from orchestration.stores import atomic
from orchestration.stores.records import damaged
from orchestration.stores.vault import Vault

# These have a key pair of their own, beside those of the months.
KEY_NAME = "kept"


@dataclass(frozen=True)
class KeptBatches:
    """The folder `vault/kept/`: `<batch_id>.age` holds the batch's tables as the lake had them."""

    vault: Vault

    def has(self, batch_id: str) -> bool:
        """Whether the batch is to be taken from here."""
        return self._path(batch_id).exists()

    def put(self, batch_id: str, tables: Mapping[str, pl.DataFrame]) -> None:
        """Seal a batch's tables, over what was kept of it before."""
        import pyrage

        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for table, frame in sorted(tables.items()):
                out = io.BytesIO()
                frame.write_ipc(out, compression="zstd")
                archive.writestr(f"{table}.arrow", out.getvalue())
        recipient = self.vault.month_keys.recipient(KEY_NAME)
        atomic.write_bytes(self._path(batch_id), pyrage.encrypt(packed.getvalue(), [recipient]))

    def get(self, batch_id: str) -> dict[str, pl.DataFrame]:
        """The tables of a batch; needs the vault's identity."""
        import pyrage

        path = self._path(batch_id)
        identities = self.vault.month_keys.identities(KEY_NAME)
        try:
            packed = pyrage.decrypt(path.read_bytes(), identities)
        except pyrage.DecryptError as error:
            raise damaged(path) from error
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            return {
                name.removesuffix(".arrow"): pl.read_ipc(io.BytesIO(archive.read(name)))
                for name in archive.namelist()
            }

    def files(self) -> list[Path]:
        """Every sealed file."""
        return sorted((self.vault.root / "kept").glob("*.age"))

    def _path(self, batch_id: str) -> Path:
        return self.vault.root / "kept" / f"{batch_id}.age"
