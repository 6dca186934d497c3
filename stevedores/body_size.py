"""How much a request may bring: strangers least, and files only where they belong."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, UnreadablePostError
from django.http.response import HttpResponseBase

from monitoring.whole_form import LARGEST_FORM_BYTES
from stevedores.error_pages import API_PREFIX, cut_off, too_large

# The widest form of admin has a few hundred fields.
MOST_OF_A_FORM = 256 * 1024
# A manifest may have 10 MB; who sends somewhat more is told by the page itself what to do.
MOST_OF_A_FILE = 16 * 1024 * 1024
TAKE_FILES = frozenset({"operations_vesselcall_manifest", "operations_tablet_load_queue"})


class SmallBodies:
    """Refuses what is too large before anything of it is read, and lies in a file of `/tmp`.

    Refuses what is cut off, too: nothing is done with half a form. Stands before Django's search
    for a token, which reads a form of any size. The field API has a bound of its own, and says it
    in its own words.
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
        announced = _announced(request)
        # What is smaller has come as a whole before anybody was asked.
        if announced <= LARGEST_FORM_BYTES or request.path.startswith(API_PREFIX):
            return None
        if announced > _most_of(request):
            return too_large(request)
        return None if _has_come_whole(request) else cut_off(request)


def _most_of(request: HttpRequest) -> int:
    # What goes past the hall holds a place while it comes: no stranger may fill the house with it.
    if not request.user.is_authenticated:
        return LARGEST_FORM_BYTES
    found = request.resolver_match
    takes_files = found is not None and found.url_name in TAKE_FILES
    return MOST_OF_A_FILE if takes_files else MOST_OF_A_FORM


def _has_come_whole(request: HttpRequest) -> bool:
    """Read the form. Where it is cut off, Django's search for a token goes on with an empty one."""
    try:
        request.POST.keys()
    except UnreadablePostError:
        return False
    return True


def _announced(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isdecimal() else 0
