"""An authenticator app, as a person holds it, and a person with a second factor."""

import re
import time
from base64 import b32decode, b32encode
from datetime import datetime

from django.utils import timezone
from django_otp.oath import TOTP

from operations.actions.second_factor import begin_set_up, confirm_set_up
from operations.models import User
from operations.queries.second_factor import device_of
from tests.cast import PASSWORD
from tests.operations.board.desk import Desk, Page

_SECRET = re.compile(r'<code class="secret">([A-Z2-7 ]+)</code>')
_RECOVERY_CODE = re.compile(r"<code>([0-9]{4}-[0-9]{4}-[0-9]{4})</code>")
STEP_SECONDS = 30
SET_UP, CODE, OWN = "/login/set-up/", "/login/code/", "/second-factor/"


class Authenticator:
    """Shows the code of each half minute; each is taken once, so later ones are asked of it too."""

    def __init__(self, secret: str) -> None:
        self._key = b32decode(secret.replace(" ", ""))

    @classmethod
    def scanned_from(cls, html: str) -> "Authenticator":
        """Return an app that was shown the page of the set-up."""
        found = _SECRET.search(html)
        assert found, "the page shows no secret"
        return cls(found[1])

    def code(self, *, later: int = 0) -> str:
        """Return the code of now, or of so many half minutes later."""
        totp = TOTP(self._key, step=STEP_SECONDS)
        totp.time = time.time() + later * STEP_SECONDS
        return f"{totp.token():06}"


def with_second_factor(person: User, *, now: datetime | None = None) -> tuple[User, list[str]]:
    """Give a person a second factor, set up half a minute ago; returns the recovery codes too."""
    device = begin_set_up(person=person)
    codes = confirm_set_up(
        person=person, device=device, code=_code_before(device.bin_key), now=now or timezone.now()
    )
    return User.objects.get(pk=person.pk), codes


def app_of(person: User) -> Authenticator:
    """Return the app that shows the codes of a person's device."""
    device = device_of(person)
    assert device is not None
    return Authenticator(b32encode(device.bin_key).decode())


def _code_before(key: bytes) -> str:
    totp = TOTP(key, step=STEP_SECONDS)
    totp.time = time.time() - STEP_SECONDS
    return f"{totp.token():06}"


def type_password(door: Desk, next_page: str = "") -> Page:
    """Let the ship foreman take the first of the two steps."""
    return door.post("/login/", username="supervisor", password=PASSWORD, next=next_page)


def recovery_codes_on(page: Page) -> list[str]:
    return _RECOVERY_CODE.findall(page.html)
