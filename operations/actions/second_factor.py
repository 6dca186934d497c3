"""The second factor of people in the office: set up, asked for, taken off."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.crypto import salted_hmac
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from operations.actions.failed_attempts import (
    TooManyAttempts,
    audit_lock_out,
    begin_attempt,
    forget,
)
from operations.actions.note_person import end_sessions
from operations.actions.write_audit import write_audit
from operations.models import User
from operations.rules.guess_limits import CODE
from operations.vocabulary import Audited

_DIGITS = 6
RECOVERY_CODES = 10
# Digits only, as phones offer them for a code: 40 bits, of which a quarter of an hour tries ten.
_RECOVERY_DIGITS = 12
_GROUP = 4
_STORED_LENGTH = 16  # characters, as the column of django-otp has it; 64 bits of a keyed digest
_SALT = "operations.recovery_code"


class CodeWrong(Exception):
    """Wrong, used before, or of no device: the answer does not tell which."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What a person proved with: the device, and whether it was a recovery code."""

    device: Device
    is_recovery_code: bool


@transaction.atomic
def begin_set_up(*, person: User) -> TOTPDevice:
    """Make the secret of a new device; it counts for nothing until a code of it was typed.

    Earlier secrets that were never confirmed are thrown away: somebody else may have seen them.
    """
    TOTPDevice.objects.filter(user=person, confirmed=False).delete()
    return TOTPDevice.objects.create(user=person, name="App", confirmed=False)


def confirm_set_up(*, person: User, device: TOTPDevice, code: str, now: datetime) -> list[str]:
    """Make a device the second factor of a person, who typed a code of it.

    Returns ten recovery codes, which are told only now. Earlier devices and codes are void, and
    all sessions of the person end. Raises CodeWrong, TooManyAttempts.
    """
    _prove(person, device, _normalised(code), now=now)
    with transaction.atomic():
        _remove_devices(person, besides=device)
        device.confirmed = True
        device.save(update_fields=["confirmed"])
        end_sessions(person=person)
        write_audit(Audited.SECOND_FACTOR_SET_UP, by=person, person=person)
        return _mint_recovery_codes(person)


def check_code(*, person: User, code: str, now: datetime) -> Proof:
    """Check a code of a person's app, or a recovery code, each of which works once.

    Raises CodeWrong, TooManyAttempts. Must not run inside a transaction: failures are kept.
    """
    typed = _normalised(code)
    is_recovery_code = len(typed) != _DIGITS
    kind = StaticDevice if is_recovery_code else TOTPDevice
    token = _stored(typed) if is_recovery_code else typed
    device = kind.objects.filter(user=person, confirmed=True).first()
    _prove(person, device, token, now=now)
    return Proof(device, is_recovery_code)


@transaction.atomic
def renew_recovery_codes(*, person: User) -> list[str]:
    """Void the recovery codes of a person and return ten others, which are told only now."""
    StaticDevice.objects.filter(user=person).delete()
    write_audit(Audited.RECOVERY_CODES_MADE, by=person, person=person)
    return _mint_recovery_codes(person)


@transaction.atomic
def remove_second_factor(*, person: User, by: User | None, said: str = "") -> bool:
    """Take the second factor off an account and end its sessions; returns whether there was one.

    `by` is None at the command line, where the site does not know who it is.
    """
    if not _remove_devices(person):
        return False
    end_sessions(person=person)
    write_audit(
        Audited.SECOND_FACTOR_REMOVED,
        by=by,
        person=person,
        details={"said": said} if said else {},
    )
    return True


def _prove(person: User, device: Device | None, token: str, *, now: datetime) -> None:
    subject = CODE.subject(person.username)
    try:
        attempt = begin_attempt(limit=CODE, subject=subject, now=now)
    except TooManyAttempts:
        audit_lock_out(limit=CODE, subject=subject, person=person)
        raise
    try:
        is_right = device is not None and _accepts(device, token, now)
    except TooManyAttempts:
        attempt.delete()
        raise
    if not is_right:
        write_audit(Audited.SECOND_FACTOR_FAILED, by_name=person.username, person=person)
        raise CodeWrong
    forget(limit=CODE, subject=subject)


def _accepts(device: Device, token: str, now: datetime) -> bool:
    """Ask the device under a lock, so that of two who type the same code one gets in.

    The device's own pause grows with each failure. Whoever types meanwhile guesses nothing, and
    is told to wait.
    """
    with transaction.atomic():
        locked: Any = type(device).objects.select_for_update().filter(pk=device.pk).first()
        if locked is None:
            return False
        allowed, why = locked.verify_is_allowed()
        if allowed:
            return bool(locked.verify_token(token))
    wait = why["locked_until"] - now
    raise TooManyAttempts(max(int(wait.total_seconds()) + 1, 1))


def _remove_devices(person: User, besides: TOTPDevice | None = None) -> bool:
    devices = TOTPDevice.objects.filter(user=person)
    others = devices.exclude(pk=besides.pk) if besides else devices
    was_there = others.filter(confirmed=True).exists()
    others.delete()
    StaticDevice.objects.filter(user=person).delete()
    return bool(was_there)


def _mint_recovery_codes(person: User) -> list[str]:
    device = StaticDevice.objects.create(user=person, name="Recovery codes")
    codes = [
        f"{secrets.randbelow(10**_RECOVERY_DIGITS):0{_RECOVERY_DIGITS}}"
        for _ in range(RECOVERY_CODES)
    ]
    for code in codes:
        device.token_set.create(token=_stored(code))
    starts = range(0, _RECOVERY_DIGITS, _GROUP)
    return ["-".join(code[at : at + _GROUP] for at in starts) for code in codes]


def _stored(code: str) -> str:
    """Return what the database keeps of a recovery code: nothing without the site's key."""
    return salted_hmac(_SALT, code, algorithm="sha256").hexdigest()[:_STORED_LENGTH]


def _normalised(typed: str) -> str:
    """Return a code as it was minted: people type blanks and hyphens."""
    return "".join(letter for letter in typed if letter.isascii() and letter.isalnum())
