"""Tells the audit log where each request comes from, and which ones were refused."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from monitoring.request_facts import current_facts
from operations.actions.audit_denials import audit_denial
from operations.actions.write_audit import AskedFrom, Origin
from operations.models import User

GetResponse = Callable[[HttpRequest], HttpResponseBase]


def note_origin(get_response: GetResponse) -> GetResponse:
    """Middleware: stands inside the one that finds out who is signed in."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        facts = current_facts()
        origin = Origin(
            address=str(request.META.get("REMOTE_ADDR", "")),
            request_id=facts.request_id if facts else "",
        )
        with AskedFrom(origin):
            response = get_response(request)
            if response.status_code in {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}:
                _note_refusal(request, response.status_code)
            return response

    return answer


def _note_refusal(request: HttpRequest, status: int) -> None:
    """Tell of people who are signed in; nobody in particular may not make the log grow."""
    person = request.user
    if not isinstance(person, User):
        return
    found = request.resolver_match
    reference = str(found.kwargs.get("reference", "")) if found else ""
    audit_denial(by=person, path=request.path, status=status, reference=reference)
