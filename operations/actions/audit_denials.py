from datetime import timedelta
from http import HTTPStatus

from django.db.models import Model

from operations.actions.write_audit import times_audited, was_audited, write_audit
from operations.models import User, VesselCall
from operations.vocabulary import Audited

# Somebody who asks again and again is told of once in that time: the log only grows.
_SAME_REFUSAL = timedelta(minutes=1)
# And of so many at the most, of whatever addresses somebody makes up; the last says that it is.
_MOST_REFUSALS = 20
_MOST_PATH = 200  # characters


def audit_denial(*, by: User, path: str, status: int, reference: str = "") -> None:
    """Tell in the audit log that a person was refused a page, or asked for a stranger's call.

    A 404 is told only when there is a call of that reference, which the person may not see.
    """
    about = VesselCall.objects.filter(reference=reference).first() if reference else None
    if status == HTTPStatus.NOT_FOUND and (about is None or _is_seen_by(by, about)):
        return
    audit_refusal(by=by, path=path, about=about)


def audit_refusal(*, by: User, path: str, about: Model | None = None) -> None:
    """Tell in the audit log that a person was kept from something, once a minute for each path."""
    details: dict[str, object] = {"path": path[:_MOST_PATH]}
    if was_audited(Audited.ACCESS_DENIED, within=_SAME_REFUSAL, by=by, details=details):
        return
    told = times_audited(Audited.ACCESS_DENIED, within=_SAME_REFUSAL, by=by)
    if told >= _MOST_REFUSALS:
        return
    if told == _MOST_REFUSALS - 1:
        details["more"] = "not told for a minute"
    write_audit(Audited.ACCESS_DENIED, by=by, about=about, details=details)


def _is_seen_by(person: User, call: VesselCall) -> bool:
    return VesselCall.objects.visible_to(person).filter(pk=call.pk).exists()
