"""Bytes into text, by what the bytes themselves say of their encoding."""

import codecs
import re

from operations.readers.refusal import ManifestRefused

_BINARY = ManifestRefused(
    "This is not a text file: it holds bytes that no text has. Save the list as .xlsx or .csv."
)
# Tab, line feed, form feed and carriage return are text; the others are not.
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
_MARKS = (
    # UTF-32 first: its mark begins with the one of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)


def decode(content: bytes) -> tuple[str, str]:
    """Return the text and the name of its encoding.

    A byte order mark decides; without one it is UTF-8 if it can be, else what Western European
    Windows writes. Raises ManifestRefused for what is not text.
    """
    for mark, codec, name in _MARKS:
        if content.startswith(mark):
            text = _decode(content, codec)
            if text is None:
                raise ManifestRefused(f"The file says it is {name}, but parts of it are not.")
            return _checked(text), name
    text = _decode(content, "utf-8")
    if text is not None:
        return _checked(text), "UTF-8"
    western = _decode(content, "cp1252")
    return _checked(content.decode("latin-1") if western is None else western), "Western European"


def _decode(content: bytes, codec: str) -> str | None:
    try:
        return content.decode(codec)
    except UnicodeDecodeError:
        return None


def _checked(text: str) -> str:
    if _NO_TEXT.search(text):
        raise _BINARY
    return text
