"""What the records of an old workbook (.xls) say beside its values.

BIFF 5 and 8 as [MS-XLS] describes them: each record is a number, a length and its bytes. Cells are
read in ``workbook_reader``; nothing here follows a link or runs a macro.
"""

import io
import struct
from dataclasses import dataclass, field

_BOF, _FILEPASS, _DATE_1904 = 0x0809, 0x002F, 0x0022
_BOUNDSHEET, _SUPBOOK, _ROW, _COLINFO = 0x0085, 0x01AE, 0x0208, 0x007D
_WANTED = frozenset({_BOF, _FILEPASS, _DATE_1904, _BOUNDSHEET, _SUPBOOK, _ROW, _COLINFO})
# A SUPBOOK that names no file: the workbook itself, and the functions of add-ins.
_OWN_SUPBOOKS = (b"\x01\x04", b"\x01\x3a")


@dataclass
class XlsFacts:
    """Of the workbook, and by the number of a sheet (from 0) its hidden rows and columns."""

    is_encrypted: bool = False
    is_1904: bool = False
    has_links: bool = False
    has_macros: bool = False
    has_objects: bool = False
    hidden_rows: dict[int, list[int]] = field(default_factory=dict)
    hidden_columns: dict[int, list[int]] = field(default_factory=dict)


def xls_facts(content: bytes) -> XlsFacts | None:
    """What a compound file's workbook stream and folders say; None where it is too broken."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(content)) as file:
            parts = [part.upper() for path in file.listdir(storages=True) for part in path]
            name = next(name for name in ("Workbook", "Book") if file.exists(name))
            facts = _facts(file.openstream(name).read())
    except Exception:  # whatever odd files make the library raise; the reader will tell
        return None
    facts.has_macros |= any(part.startswith("_VBA_PROJECT") or part == "VBA" for part in parts)
    facts.has_objects = any(part.startswith("MBD") or "OLE10NATIVE" in part for part in parts)
    return facts


def _facts(stream: bytes) -> XlsFacts:
    facts = XlsFacts()
    sheets: dict[int, int] = {}
    sheet, at, end = -1, 0, len(stream) - 4
    while at <= end:
        number, length = struct.unpack_from("<HH", stream, at)
        if number in _WANTED:
            record = stream[at + 4 : at + 4 + length]
            if number == _BOF:
                sheet = sheets.get(at, -1)
            elif number in (_ROW, _COLINFO):
                _note_hidden(facts, sheet, number, record)
            elif number == _BOUNDSHEET and length >= 6:
                sheets[int.from_bytes(record[:4], "little")] = len(sheets)
                facts.has_macros |= record[5] == 1
            else:
                _note_workbook(facts, number, record)
                if facts.is_encrypted:  # what follows is cipher
                    break
        at += 4 + length
    return facts


def _note_workbook(facts: XlsFacts, number: int, record: bytes) -> None:
    if number == _FILEPASS:
        facts.is_encrypted = True
    elif number == _DATE_1904:
        facts.is_1904 = record[:1] == b"\x01"
    elif number == _SUPBOOK:
        facts.has_links |= record[2:4] not in _OWN_SUPBOOKS


def _note_hidden(facts: XlsFacts, sheet: int, number: int, record: bytes) -> None:
    if number == _ROW and len(record) >= 14 and record[12] & 0x20:
        facts.hidden_rows.setdefault(sheet, []).append(int.from_bytes(record[:2], "little") + 1)
    elif number == _COLINFO and len(record) >= 10 and record[8] & 1:
        first, last = struct.unpack_from("<HH", record)
        columns = range(first + 1, min(last, 255) + 2)
        facts.hidden_columns.setdefault(sheet, []).extend(columns)
