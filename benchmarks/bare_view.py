"""A view that does nothing, and where it stands."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.urls import path


@login_not_required
def bare(_request: HttpRequest) -> JsonResponse:
    """Say the same as the quick health does."""
    return JsonResponse({"status": "alive"})


urlpatterns = [path("bare", bare)]
