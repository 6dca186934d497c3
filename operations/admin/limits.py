"""How often a person may bring a file."""

from django.http import HttpRequest

from monitoring.rate_limit import Limit

_UPLOAD = Limit("upload", most=30)


def charge_upload(request: HttpRequest) -> None:
    """Count a file that was sent, before it is read. Raises TooManyRequests."""
    if request.method == "POST":
        _UPLOAD.charge(request, str(request.user.pk))
