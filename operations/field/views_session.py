from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone

from monitoring.client_address import network_of
from monitoring.request_facts import note_person, note_tablet
from operations.actions import enrol_tablet as enrolling
from operations.actions import sign_in as signing_in
from operations.field import limits
from operations.field.answers import ApiError, api_view, instant_text
from operations.field.requests import (
    on_shift,
    read_words,
    require_tablet,
    tablet_of,
)
from operations.field.shell import build_facts
from operations.field.tablet_cookie import (
    renew_tablet_cookie,
    set_tablet_cookie,
)
from operations.models import Tablet, User
from operations.queries.shift_tokens import Shift, read_shift


@api_view("GET")
def session(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    tablet = tablet_of(request)
    present = on_shift(request, tablet) if tablet else None
    answer = JsonResponse(
        {
            "csrf_token": get_token(request),
            "server_now": instant_text(now),
            **build_facts(),
            **_place(tablet),
            "person": _person(present.person, present.shift) if present else None,
        }
    )
    if tablet:
        renew_tablet_cookie(request, answer, now=now)
    return answer


@api_view("POST")
def enrol(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    limits.ENROL.charge(request, network_of(request.META["REMOTE_ADDR"]))
    [code] = read_words(request, "code")
    try:
        tablet, token = enrolling.enrol_tablet(
            code=code, address=network_of(request.META["REMOTE_ADDR"]), enrolled_at=now
        )
    except enrolling.CodeNotValid:
        raise ApiError(HTTPStatus.FORBIDDEN, "code_not_valid") from None
    note_tablet(tablet.name, tablet.pk)
    answer = JsonResponse(_place(tablet), status=HTTPStatus.CREATED)
    set_tablet_cookie(answer, token, now=now)
    return answer


@api_view("POST")
def sign_in(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    tablet = require_tablet(request)
    limits.SIGN_IN.charge(request, str(tablet.pk))
    username, password = read_words(request, "username", "password")
    try:
        person, token = signing_in.sign_in(
            username=username, password=password, tablet=tablet, signed_in_at=now
        )
    except signing_in.SignInFailed:
        raise ApiError(HTTPStatus.FORBIDDEN, "sign_in_failed") from None
    note_person(person.username, person.pk)
    shift = read_shift(token, tablet=tablet)
    return JsonResponse(
        {"shift_token": token, "person": _person(person, shift), "server_now": instant_text(now)}
    )


def _place(tablet: Tablet | None) -> dict[str, object]:
    if tablet is None:
        return {"tablet": None, "terminal": None}
    terminal = tablet.terminal
    return {
        "tablet": {"id": tablet.pk, "name": tablet.name},
        "terminal": {
            "name": terminal.name,
            "locode": terminal.port.locode,
            "time_zone": terminal.time_zone,
        },
    }


def _person(person: User, shift: Shift) -> dict[str, object]:
    return {
        "id": person.pk,
        "username": person.username,
        "name": person.shown_name,
        "until": instant_text(shift.ends_at),
    }
