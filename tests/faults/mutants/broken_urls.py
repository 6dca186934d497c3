"""The site's own addresses, and some behind which it breaks; scanners must find those too."""

from django.contrib.auth.decorators import login_not_required
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import path

from stevedores import urls


@login_not_required
def broken(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError("a fault of ours")


@login_not_required
def away(request: HttpRequest) -> HttpResponse:
    raise OperationalError("the database is away")


@login_not_required
def fragile(request: HttpRequest, words: str) -> HttpResponse:
    return HttpResponse(words.encode("ascii"))


urlpatterns = [
    path("broken/", broken),
    path("field/api/v1/broken", broken),
    path("away/", away),
    path("fragile/<path:words>/", fragile),
    path("field/api/v1/fragile/<str:words>", fragile),
    path("field/api/v1/away", away),
    *urls.urlpatterns,
]
handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500
