"""The second factor of people in the office: an app that shows codes, and codes on paper."""

from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from operations.models import User


def has_second_factor(person: User) -> bool:
    """Return whether a person signs in with a code besides the password."""
    return device_of(person) is not None


def device_of(person: User) -> TOTPDevice | None:
    """Return the confirmed device of a person."""
    return TOTPDevice.objects.filter(user=person, confirmed=True).first()


def device_in_set_up(person: User, device_id: object) -> TOTPDevice | None:
    """Return the device that a person is about to set up, if it is that one and still is."""
    if not isinstance(device_id, int):
        return None
    return TOTPDevice.objects.filter(pk=device_id, user=person, confirmed=False).first()


def recovery_codes_left(person: User) -> int:
    """Return how many recovery codes of a person were not used yet."""
    return int(StaticToken.objects.filter(device__user=person).count())
