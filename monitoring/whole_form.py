"""Forms that come in whole or not at all.

Standard library only.
"""

import io
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

# What is larger goes past the hall and comes in as it comes.
LARGEST_FORM_BYTES = 64 * 1024


def take_in_form(environ: dict[str, Any]) -> bool:
    """Read a form of common size as a whole, so that nobody holds a place while it comes.

    Returns False where it ends too soon. What is larger is not held in memory: whoever reads it
    later hears of its early end as of a connection that was reset.
    """
    announced = environ.get("CONTENT_LENGTH")
    # Whatever is no number is Django's to refuse.
    if not announced or not announced.isdecimal():
        return True
    length = int(announced)
    if length > LARGEST_FORM_BYTES:
        environ["wsgi.input"] = io.BufferedReader(_AllOrNothing(environ, length))
        return True
    try:
        form = environ["wsgi.input"].read(length)
    except OSError:
        return False
    environ["wsgi.input"] = io.BytesIO(form)
    return len(form) == length


class _AllOrNothing(io.RawIOBase):
    """A body that fails where it ends before all of it came, as half a form is no whole one.

    gunicorn hands over what there is, and says nothing.
    """

    def __init__(self, environ: dict[str, Any], length: int) -> None:
        self._body, self._missing = environ["wsgi.input"], length

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        """Take in what has come; the other ways to read all come by here."""
        room = memoryview(buffer)
        part: bytes = self._body.read(min(len(room), self._missing))
        if not part and self._missing:
            raise ConnectionResetError("the request ended before all of it was here")
        self._missing -= len(part)
        room[: len(part)] = part
        return len(part)
