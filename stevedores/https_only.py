"""What tablets are told over plain http: nothing. Pages are led to https by Django itself."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from stevedores.error_pages import API_PREFIX, https_required


def api_needs_https(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Refuse the API over plain http, where a redirect would hide that secrets were sent openly.

    Source: OWASP ASVS 5.0, 4.1.2.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        is_api = request.path.startswith(API_PREFIX)
        if not is_api or not settings.SERVED_OVER_HTTPS or request.is_secure():
            return get_response(request)
        return https_required(request)

    return answer
