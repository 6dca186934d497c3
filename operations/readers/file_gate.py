"""The first look at a file: its size, its name and its first bytes, before anything reads it."""

from enum import Enum
from pathlib import PurePath

from operations.readers.refusal import ManifestRefused
from operations.readers.sheet import clean_text

MAX_FILE_MB = 10
_MAX_NAME = 200  # as the database keeps it


class FileKind(Enum):
    """How a file is read."""

    TEXT = "text"
    WORKBOOK = "workbook"


_KINDS = {
    ".csv": FileKind.TEXT,
    ".tsv": FileKind.TEXT,
    ".txt": FileKind.TEXT,
    ".xlsx": FileKind.WORKBOOK,
}
_INSTEAD = {
    ".xls": "This is the Excel format of before 2007. Open it in Excel and save it as .xlsx.",
    ".xlsm": "This workbook can hold macros. Open it in Excel and save it as .xlsx.",
    ".xlsb": "This is Excel's binary format. Open it in Excel and save it as .xlsx.",
    ".ods": "This is an OpenDocument sheet. Open it and save it as .xlsx.",
    ".numbers": "This is a Numbers sheet. Export it to Excel (.xlsx).",
    ".pdf": "A PDF cannot be read as a list. Ask the sender for the Excel or CSV file.",
}
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# What a text file of cells never begins with, whatever it is called.
_NO_TEXT = {
    _ZIP: "an Excel workbook or another archive",
    _OLE: "an old Excel workbook or another Office file",
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a packed file",
    b"7z\xbc\xaf": "a packed file",
    b"Rar!": "a packed file",
    b"\x7fELF": "a program",
    b"MZ": "a program",
    b"{\\rtf": "a text document",
    b"<!doctype": "a web page",
    b"<html": "a web page",
    b"<?xml": "an XML file",
}


def check_file(file_name: str, content: bytes) -> FileKind:
    """Return how a file is read.

    Raises ManifestRefused when it is too big, empty, of another kind, or not what its name says.
    """
    if len(content) > MAX_FILE_MB * 1_000_000:
        size_mb = len(content) / 1_000_000
        raise ManifestRefused(
            f"The file has {size_mb:.0f} MB; {MAX_FILE_MB} MB is the most. "
            "Leave out pictures and sheets that are not cargo."
        )
    if not content:
        raise ManifestRefused("The file is empty.")
    extension = PurePath(file_name).suffix.lower()
    if extension not in _KINDS:
        other = f"“{extension or file_name}” cannot be read. Save the list as .xlsx or .csv."
        raise ManifestRefused(_INSTEAD.get(extension, clean_text(other)))
    kind = _KINDS[extension]
    if kind is FileKind.WORKBOOK:
        _check_workbook(content)
    else:
        _check_text(content)
    return kind


def shown_name(file_name: str) -> str:
    """Return a file's name as it is kept: no folders, printable, 200 characters at most."""
    name = PurePath(file_name.replace("\\", "/")).name
    printable = name.encode("utf-8", "replace").decode("utf-8")
    return clean_text(printable)[-_MAX_NAME:]


def _check_workbook(content: bytes) -> None:
    if content.startswith(_ZIP):
        return
    if content.startswith(_OLE):
        raise ManifestRefused(
            "The workbook is protected with a password, or is an old .xls under a new name. "
            "Open it in Excel, take the password off and save it as .xlsx."
        )
    raise ManifestRefused(
        "The name says .xlsx, but this is not an Excel workbook. "
        "Open it with the program it comes from and save it as .xlsx or .csv."
    )


def _check_text(content: bytes) -> None:
    start = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    for magic, what in _NO_TEXT.items():
        # Words are compared in lower case; the magic numbers of binary formats are exact.
        if start.startswith(magic) or start.lower().startswith(magic):
            raise ManifestRefused(
                f"The name says text, but this is {what}. Save the list as .xlsx or .csv."
            )
