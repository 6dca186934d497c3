"""Walking over XML that strangers wrote: no document types, so no entities to blow up."""

from collections.abc import Callable, Mapping
from xml.parsers import expat

from operations.readers.refusal import ManifestRefused


def walk(
    xml: bytes,
    *,
    start: Callable[[str, Mapping[str, str]], None] | None = None,
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Call back for each element, by its name without prefix, and for text.

    Raises ManifestRefused when it is not well-formed or declares a document type.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    if start is not None:
        parser.StartElementHandler = lambda name, attributes: start(_local(name), attributes)
    if end is not None:
        parser.EndElementHandler = lambda name: end(_local(name))
    if text is not None:
        parser.CharacterDataHandler = text
    try:
        parser.Parse(xml, True)  # noqa: FBT003  # its parameters have no names
    except (expat.ExpatError, LookupError, ValueError):
        # The last two: an encoding that nobody knows.
        raise ManifestRefused("The workbook is damaged: a part of it cannot be read.") from None


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _refuse_doctype(*_: object) -> None:
    raise ManifestRefused(
        "The workbook declares XML entities, which no spreadsheet program writes. "
        "Open it in Excel and save it anew."
    )
