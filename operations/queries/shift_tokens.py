"""A shift token says who recorded an event, whoever is signed in when it is sent."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core import signing
from django.db.models import Q, QuerySet

from operations.models import Tablet, User
from operations.vocabulary import Role

SHIFT_LENGTH = timedelta(hours=16)  # the longest shift that anybody may legally work, and a margin
_SALT = "operations.shift"
_STAMP_LENGTH = 16


class TokenNotValid(Exception):
    """A token that this server did not sign, or that belongs to another tablet."""


@dataclass(frozen=True, slots=True)
class Shift:
    """What a token vouches for: this person, on this tablet, between these instants."""

    person_id: int
    tablet_id: int
    starts_at: datetime
    ends_at: datetime
    password_stamp: str


def password_stamp(person: User) -> str:
    """Return a short text that changes when the person's password does."""
    return person.password_digest[:_STAMP_LENGTH]


def sign_shift(*, person: User, tablet: Tablet, starts_at: datetime) -> str:
    """Return the token of a shift that starts now; it says nothing secret."""
    content = [
        person.pk,
        tablet.pk,
        int(starts_at.timestamp()),
        int((starts_at + SHIFT_LENGTH).timestamp()),
        password_stamp(person),
    ]
    return signing.dumps(content, salt=_SALT)


def read_shift(token: str, *, tablet: Tablet) -> Shift:
    """Read a token, also one whose time is over.

    Raises TokenNotValid when it was forged, garbled, or minted for another tablet.
    """
    try:
        person_id, tablet_id, starts, ends, stamp = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError) as error:
        raise TokenNotValid from error
    if tablet_id != tablet.pk:
        raise TokenNotValid
    return Shift(
        person_id=person_id,
        tablet_id=tablet_id,
        starts_at=datetime.fromtimestamp(starts, UTC),
        ends_at=datetime.fromtimestamp(ends, UTC),
        password_stamp=stamp,
    )


def who_counts_at(tablet: Tablet) -> QuerySet[User]:
    """Return who counts at a tablet's terminal: its crew and its supervisors, and superusers."""
    counts = Q(is_superuser=True) | Q(groups__name__in=(Role.CREW, Role.SUPERVISOR))
    return User.objects.filter(counts, is_active=True, terminals=tablet.terminal_id).distinct()


def person_on_shift(token: str, *, tablet: Tablet, now: datetime) -> tuple[User, Shift] | None:
    """Return who may read with this token now, or None.

    A person who was shut out, lost the terminal or the role, or changed the password may not.
    """
    try:
        shift = read_shift(token, tablet=tablet)
    except TokenNotValid:
        return None
    if not shift.starts_at <= now < shift.ends_at:
        return None
    person = who_counts_at(tablet).filter(pk=shift.person_id).first()
    if person is None or password_stamp(person) != shift.password_stamp:
        return None
    return person, shift
