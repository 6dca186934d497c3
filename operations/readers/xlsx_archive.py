"""The archive that an Excel workbook is, judged by its directory before anything is unpacked."""

import io
import struct
import zipfile
import zlib

from operations.readers.refusal import ManifestRefused

MAX_SHEETS = 50
MAX_PARTS = 200
MAX_UNPACKED_MB = 20
MAX_RATIO = 100  # sheets of cells are packed to a tenth; only bombs are packed to a thousandth
_DIRECTORY_ENTRY = b"PK\x01\x02"
_IS_ENCRYPTED = 0x1
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    IndexError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)
_DAMAGED = (
    "The workbook is damaged or was cut off on its way. Ask for it again, or open it in Excel "
    "and save it anew."
)


class WorkbookArchive:
    """The parts of a workbook by their names, in lower case and with slashes.

    No part is unpacked further than the directory declared. Raises ManifestRefused.
    """

    def __init__(self, content: bytes) -> None:
        # Each entry begins with this mark, so there are at most so many; a directory of a hundred
        # thousand entries must not even be listed.
        if content.count(_DIRECTORY_ENTRY) > MAX_PARTS * 10:
            raise _too_many_parts(content.count(_DIRECTORY_ENTRY))
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except _BROKEN_ZIP:
            raise ManifestRefused(_DAMAGED) from None
        entries = self._zip.infolist()
        _check_directory(entries, packed_size=len(content))
        self._entries = {normal_name(entry.filename): entry for entry in entries}

    def __contains__(self, name: str) -> bool:
        return normal_name(name) in self._entries

    def names_ending(self, end: str) -> list[str]:
        """Return the names of the parts that end so."""
        return [name for name in self._entries if name.endswith(end)]

    def read(self, name: str) -> bytes:
        """Return a part. Raises ManifestRefused when it cannot be unpacked or does not exist."""
        try:
            return self._zip.read(self._entries[normal_name(name)])
        except (KeyError, *_BROKEN_ZIP):
            raise ManifestRefused(_DAMAGED) from None


def normal_name(name: str) -> str:
    """Return a part's name as it is looked up: some programs write backslashes and capitals."""
    return name.replace("\\", "/").lstrip("/").lower()


def too_many_sheets(count: int) -> ManifestRefused:
    """Return the refusal of a workbook with so many sheets."""
    return ManifestRefused(
        f"The workbook has {count:,} sheets; {MAX_SHEETS} is the most. Keep those with cargo."
    )


def _check_directory(entries: list[zipfile.ZipInfo], *, packed_size: int) -> None:
    in_folder = (normal_name(entry.filename).rpartition("/")[0] for entry in entries)
    sheet_count = sum(folder.endswith("worksheets") for folder in in_folder)
    if sheet_count > MAX_SHEETS:
        raise too_many_sheets(sheet_count)
    if len(entries) > MAX_PARTS:
        raise _too_many_parts(len(entries))
    if any(entry.flag_bits & _IS_ENCRYPTED for entry in entries):
        raise ManifestRefused("The workbook is protected with a password. Save it without one.")
    if any(entry.compress_type not in _METHODS for entry in entries):
        raise ManifestRefused(_DAMAGED)
    unpacked_size = sum(entry.file_size for entry in entries)
    if unpacked_size > MAX_UNPACKED_MB * 1_000_000 or unpacked_size > packed_size * MAX_RATIO:
        raise ManifestRefused(
            f"Unpacked, the workbook would have {unpacked_size / 1_000_000:,.0f} MB; "
            f"{MAX_UNPACKED_MB} MB and {MAX_RATIO} times its own size is the most."
        )


def _too_many_parts(count: int) -> ManifestRefused:
    return ManifestRefused(
        f"The workbook has {count:,} parts; {MAX_PARTS} is the most. "
        "Copy the cargo into a new workbook without pictures and charts."
    )
