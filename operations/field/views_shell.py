from csp.constants import NONE, SELF
from csp.decorators import csp, csp_replace
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import conditional_page, require_safe

from operations.field.shell import shell as current_shell

# The bar of static/css/tokens.css: what shows before the first stylesheet is there.
_NAVY = "#0b2239"
# Compressed, since what is the same for everybody gives nothing away by its length.
# Both policies stand outermost: a 304 has to carry them too, for its headers replace those that the
# browser kept.
_SHELL_POLICY = {
    # The worker keeps the page, and a nonce that is kept is none.
    "script-src": [SELF],
    # The one address that the app may hand to the browser as a script: its service worker's.
    "require-trusted-types-for": ["'script'"],
    "trusted-types": ["field-sw"],
}
# A worker's own header governs what it may fetch and import.
_WORKER_POLICY = {"default-src": [NONE], "script-src": [SELF], "connect-src": [SELF]}


@csp_replace(_SHELL_POLICY)
@login_not_required
@require_safe
@cache_control(no_cache=True)
@gzip_page
@conditional_page
def shell(request: HttpRequest) -> HttpResponse:
    return HttpResponse(current_shell().page)


@csp(_WORKER_POLICY)
@login_not_required
@require_safe
@cache_control(no_cache=True)
@gzip_page
@conditional_page
def service_worker(request: HttpRequest) -> HttpResponse:
    return HttpResponse(current_shell().worker, content_type="text/javascript; charset=utf-8")


@login_not_required
@require_safe
@cache_control(no_cache=True)
@gzip_page
@conditional_page
def web_manifest(request: HttpRequest) -> HttpResponse:
    home = reverse("field-shell")
    manifest = {
        "id": home,
        "scope": home,
        "start_url": home,
        "name": "Tally · Stevedores Dashboard",
        "short_name": "Tally",
        "description": "Count cargo at the ship's side, with or without a network.",
        "lang": "en",
        "dir": "ltr",
        "display": "standalone",
        "orientation": "any",
        "theme_color": _NAVY,
        "background_color": _NAVY,
        "categories": ["business", "productivity"],
        "icons": [
            _icon("icons/icon-192.png", "192x192"),
            _icon("icons/icon-512.png", "512x512"),
            _icon("icons/maskable-512.png", "512x512", purpose="maskable"),
        ],
        "shortcuts": [_shortcut("Queue", f"{home}#queue"), _shortcut("Totals", f"{home}#totals")],
        # One window: two would only ask which of them has the queue.
        "launch_handler": {"client_mode": ["navigate-existing", "auto"]},
    }
    return JsonResponse(manifest, content_type="application/manifest+json")


def _shortcut(name: str, address: str) -> dict[str, object]:
    return {"name": name, "url": address, "icons": [_icon("icons/icon-192.png", "192x192")]}


def _icon(name: str, sizes: str, *, purpose: str = "any") -> dict[str, str]:
    return {
        "src": staticfiles_storage.url(name),
        "sizes": sizes,
        "type": "image/png",
        "purpose": purpose,
    }
