"""A view that does nothing, and where it stands."""

from django.http import HttpRequest, JsonResponse
from django.urls import path


def bare(_request: HttpRequest) -> JsonResponse:
    """Say the same as the quick health does."""
    return JsonResponse({"status": "alive"})


# As login_not_required says it, which would ask for settings before there are any.
bare.login_required = False  # type: ignore[attr-defined]  # Django's own mark on a view

urlpatterns = [path("bare", bare)]
