"""Coming in, in two steps: what is kept between password and code, and the session after."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import django_otp
from django.contrib.auth import login, logout
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django_otp.models import Device

from operations.actions.office_session import begin_office_session
from operations.actions.write_audit import write_audit
from operations.models import User
from operations.vocabulary import Audited

# Long enough to find the phone and an app for it; whoever walks off begins anew.
_TIME_FOR_THE_CODE = timedelta(minutes=15)
_KEY = "coming_in"


@dataclass(frozen=True, slots=True)
class ComingIn:
    """A person whose password was right, who is not signed in yet; and where they want to go."""

    person: User
    target: str


def await_code(request: HttpRequest, person: User, target: str) -> None:
    """Remember, in a new session, that the password was right."""
    logout(request)
    request.session[_KEY] = {
        "person": person.pk,
        "stamp": person.get_session_auth_hash(),
        "until": (timezone.now() + _TIME_FOR_THE_CODE).isoformat(),
        "target": target,
    }


def who_comes_in(request: HttpRequest) -> ComingIn | None:
    """Return who typed the password in this session, while it is theirs and not long ago."""
    kept = request.session.get(_KEY)
    if not kept or datetime.fromisoformat(kept["until"]) <= timezone.now():
        return None
    person = User.objects.filter(pk=kept["person"], is_active=True).first()
    if person is None or not constant_time_compare(kept["stamp"], person.get_session_auth_hash()):
        return None
    return ComingIn(person, kept["target"])


def come_in(request: HttpRequest, person: User, *, device: Device | None, how: str) -> None:
    """Sign a person in, in a session with a new key that ends after a shift.

    `how` says with what, for the audit log.
    """
    # A session that awaits a code holds nothing that goes on.
    request.session.flush()
    login(request, person, backend="django.contrib.auth.backends.ModelBackend")
    if device is not None:
        django_otp.login(request, device)
    begin_office_session(request.session, now=timezone.now())
    write_audit(Audited.SIGNED_IN, by=person, details={"with": how})
