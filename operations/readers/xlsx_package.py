"""The parts of an Excel workbook, taken out of its archive under limits.

The archive is judged by its directory before anything is unpacked, and what the directory says
is then held: no part is unpacked further than it declared.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import PurePosixPath

from operations.readers.refusal import ManifestRefused

MAX_SHEETS = 50
MAX_PARTS = 200
MAX_UNPACKED_MB = 20
MAX_RATIO = 100  # sheets of cells are packed to a tenth; only bombs are packed to a thousandth
_DIRECTORY_ENTRY = b"PK\x01\x02"
_IS_ENCRYPTED = 0x1
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


def unpack_workbook(content: bytes) -> dict[str, bytes]:
    """Return the XML parts of a workbook by name, without those of other workbooks it links to.

    Raises ManifestRefused.
    """
    # Each entry begins with this mark, so there are at most so many; a directory of a hundred
    # thousand entries must not even be listed.
    if content.count(_DIRECTORY_ENTRY) > MAX_PARTS * 10:
        raise _too_many_parts(content.count(_DIRECTORY_ENTRY))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_directory(archive.infolist(), packed_size=len(content))
            parts = {
                info.filename: archive.read(info)
                for info in archive.infolist()
                if _is_wanted(info.filename)
            }
    except _BROKEN_ZIP:
        raise ManifestRefused(_DAMAGED) from None
    if not any(PurePosixPath(name.lower()).name == "workbook.xml" for name in parts):
        raise ManifestRefused(
            "The name says .xlsx, but there is no Excel workbook inside. Save it as .xlsx or .csv."
        )
    return parts


def pack(parts: Mapping[str, bytes]) -> bytes:
    """Return a plain archive of parts that were checked, for a reader that wants an archive.

    So that reader sees what was checked and nothing else, whatever the sender's archive does to
    readers that disagree about it.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, xml in parts.items():
            archive.writestr(zipfile.ZipInfo(name), xml)
    return packed.getvalue()


def _check_directory(entries: list[zipfile.ZipInfo], *, packed_size: int) -> None:
    sheet_count = sum("/worksheets/" in f"/{info.filename.lower()}" for info in entries)
    if sheet_count > MAX_SHEETS * 2:  # each may have a part of relations
        raise too_many_sheets(sheet_count)
    if len(entries) > MAX_PARTS:
        raise _too_many_parts(len(entries))
    if any(info.flag_bits & _IS_ENCRYPTED for info in entries):
        raise ManifestRefused("The workbook is protected with a password. Save it without one.")
    methods = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
    if any(info.compress_type not in methods for info in entries):
        raise ManifestRefused(_DAMAGED)
    unpacked_size = sum(info.file_size for info in entries)
    if unpacked_size > MAX_UNPACKED_MB * 1_000_000 or unpacked_size > packed_size * MAX_RATIO:
        raise ManifestRefused(
            f"Unpacked, the workbook would have {unpacked_size / 1_000_000:,.0f} MB; "
            f"{MAX_UNPACKED_MB} MB and {MAX_RATIO} times its own size is the most."
        )


def too_many_sheets(count: int) -> ManifestRefused:
    """Return the refusal of a workbook with so many sheets."""
    return ManifestRefused(
        f"The workbook has {count:,} sheets; {MAX_SHEETS} is the most. Keep those with cargo."
    )


def _too_many_parts(count: int) -> ManifestRefused:
    return ManifestRefused(
        f"The workbook has {count:,} parts; {MAX_PARTS} is the most. "
        "Copy the cargo into a new workbook without pictures and charts."
    )


def _is_wanted(name: str) -> bool:
    lowered = name.lower()
    is_xml = lowered.endswith((".xml", ".rels"))
    return is_xml and "externallinks/" not in lowered
