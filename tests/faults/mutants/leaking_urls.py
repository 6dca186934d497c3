import threading

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

from stevedores.urls import urlpatterns as _of_the_site

_kept: list[bytes] = []


@login_not_required
def leak(request: HttpRequest, megabytes: int) -> HttpResponse:
    _kept.append(b"x" * (megabytes * 1024 * 1024))
    return HttpResponse("kept")


@login_not_required
def busy(request: HttpRequest, milliseconds: int) -> HttpResponse:
    threading.Event().wait(milliseconds / 1000)
    return HttpResponse("done")


urlpatterns = [
    path("leak/<int:megabytes>/", leak),
    path("busy/<int:milliseconds>/", busy),
    *_of_the_site,
]
