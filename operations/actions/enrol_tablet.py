import hashlib
import secrets
from datetime import datetime

from django.db import transaction

from operations.actions.failed_attempts import TooManyAttempts, audit_lock_out, begin_attempt
from operations.actions.write_audit import write_audit
from operations.models import EnrolmentCode, Tablet
from operations.rules.guess_limits import ENROL
from operations.vocabulary import Audited

_TOKEN_BYTES = 32


class CodeNotValid(Exception):
    """Wrong, used or expired: the answer does not tell which."""


def sha256_of(secret: str) -> str:
    """Return what the database keeps of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def normalised_code(typed: str) -> str:
    """Return a code as it was minted: people type it with blanks, hyphens and in lower case."""
    return "".join(character for character in typed.upper() if character.isalnum())


def enrol_tablet(*, code: str, address: str, enrolled_at: datetime) -> tuple[Tablet, str]:
    """Turn a one-time code into a tablet; returns it with its token, which is told only once.

    Raises CodeNotValid, TooManyAttempts.
    """
    try:
        attempt = begin_attempt(limit=ENROL, subject=address, now=enrolled_at)
    except TooManyAttempts:
        audit_lock_out(limit=ENROL, subject=address)
        raise
    try:
        tablet, token = _use_code(normalised_code(code), enrolled_at)
    except CodeNotValid:
        write_audit(Audited.ENROLMENT_FAILED)
        raise
    attempt.delete()
    return tablet, token


@transaction.atomic
def _use_code(code: str, enrolled_at: datetime) -> tuple[Tablet, str]:
    # The terminal is locked too: two tablets that enrol at once must not take the same name.
    invitation = (
        EnrolmentCode.objects.select_for_update(of=("self", "terminal"), no_key=True)
        .select_related("terminal__port")
        .filter(code_sha256=sha256_of(code), used_at=None, expires_at__gt=enrolled_at)
        .first()
    )
    if invitation is None:
        raise CodeNotValid
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    tablet = Tablet.objects.create(
        terminal=invitation.terminal,
        name=_free_name(invitation),
        token_sha256=sha256_of(token),
        enrolled_at=enrolled_at,
    )
    invitation.used_at, invitation.tablet = enrolled_at, tablet
    invitation.save(update_fields=["used_at", "tablet"])
    write_audit(Audited.TABLET_ENROLLED, about=tablet)
    return tablet, token


def _free_name(invitation: EnrolmentCode) -> str:
    """Return the name that was asked for, numbered when a tablet in use has it already."""
    in_use = set(
        Tablet.objects.filter(terminal=invitation.terminal, revoked_at=None).values_list(
            "name", flat=True
        )
    )
    name, number = invitation.tablet_name, 2
    while name in in_use:
        name, number = f"{invitation.tablet_name[:36]} {number}", number + 1
    return name
