"""How much a request may bring: forms little, and files from people only, where they belong."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from stevedores.error_pages import API_PREFIX, too_large

# The widest form of admin has a few hundred fields.
MOST_OF_A_FORM = 256 * 1024
# A manifest may have 10 MB; who sends somewhat more is told by the page itself what to do.
MOST_OF_A_FILE = 16 * 1024 * 1024
TAKE_FILES = frozenset({"operations_vesselcall_manifest", "operations_tablet_load_queue"})


class SmallBodies:
    """Refuses what is too large before anything of it is read, and lies in a file of `/tmp`.

    Stands before Django's search for a token, which reads a form of any size. The field API has a
    bound of its own, and says it in its own words.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        return self._get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        _view: Callable[..., HttpResponseBase],
        _args: tuple[Any, ...],
        _kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        """Judge by what the request announces; Django reads no more than that."""
        if _announced(request) <= MOST_OF_A_FORM or request.path.startswith(API_PREFIX):
            return None
        found = request.resolver_match
        takes_files = found is not None and found.url_name in TAKE_FILES
        if takes_files and request.user.is_authenticated and _announced(request) <= MOST_OF_A_FILE:
            return None
        return too_large(request)


def _announced(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isdecimal() else 0
