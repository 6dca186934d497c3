"""How the bytes of a request become text."""

import re
from collections.abc import Callable, Iterable
from typing import Any

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

_CHARSET = re.compile(r";\s*charset[^;]*", re.IGNORECASE)


def always_utf8(application: Application) -> Application:
    """Have addresses and forms read as UTF-8, as every page here is written.

    A request may claim any charset that Python knows, and some of those are none of texts, such as
    hex: Django would fail before any of its own doors is reached.
    """

    def read(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        environ["CONTENT_TYPE"] = _CHARSET.sub("", environ.get("CONTENT_TYPE", ""))
        return application(environ, start_response)

    return read
