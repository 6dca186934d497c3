"""What became of a person's account: told in the audit log, and their sessions ended with it."""

from django.db import transaction
from django.db.models import F

from operations.actions.write_audit import write_audit
from operations.models import User
from operations.vocabulary import Audited

Facts = dict[str, object]

# Whoever loses or gains one of these begins anew: no session goes on with the rights of before.
_ENDS_SESSIONS = frozenset({"roles", "is_active", "is_superuser"})


def facts_of(*, person_id: int) -> Facts:
    """Return what the database holds of an account that says what the person may do, and where."""
    person = User.objects.get(pk=person_id)
    return {
        "username": person.username,
        "display_name": person.display_name,
        "roles": sorted(person.groups.values_list("name", flat=True)),
        "terminals": sorted(person.terminals.values_list("code", flat=True)),
        "is_active": person.is_active,
        "is_superuser": person.is_superuser,
    }


@transaction.atomic
def note_person(*, person: User, before: Facts, by: User) -> None:
    """Tell what was changed of an account, or that it is new: then there is nothing `before`.

    When roles or doors changed, the person's sessions end.
    """
    after = facts_of(person_id=person.pk)
    if not before:
        write_audit(Audited.PERSON_ADDED, by=by, person=person, details=after)
        return
    changed = {name: [before[name], now] for name, now in after.items() if before[name] != now}
    if changed:
        write_audit(Audited.PERSON_CHANGED, by=by, person=person, details=changed)
    if changed.keys() & _ENDS_SESSIONS:
        end_sessions(person=person)


@transaction.atomic
def note_password_changed(*, person: User, before: str, by: User) -> None:
    """Tell that a password was changed, if it was; `before` is its hash. Sessions end by that."""
    if User.objects.values_list("password", flat=True).get(pk=person.pk) != before:
        write_audit(Audited.PASSWORD_CHANGED, by=by, person=person)


def end_sessions(*, person: User) -> None:
    """End every session of a person in the office, on all desks; shifts on tablets go on."""
    User.objects.filter(pk=person.pk).update(session_number=F("session_number") + 1)
