from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser

from monitoring.models import Alert


class AlreadyAcknowledged(Exception):
    """Somebody looks after this alert already."""


def acknowledge(*, alert: Alert, by: AbstractBaseUser, at: datetime) -> None:
    """Note who looks after an alert; the first one to say so is kept.

    Raises AlreadyAcknowledged.
    """
    free = Alert.objects.filter(pk=alert.pk, acknowledged_at=None)
    if not free.update(acknowledged_at=at, acknowledged_by=by):
        raise AlreadyAcknowledged(str(alert))
