"""Tablets invited with a one-time code, and sent away."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from operations.actions.enrol_tablet import normalised_code, sha256_of
from operations.actions.history import note_history
from operations.actions.write_audit import write_audit
from operations.models import EnrolmentCode, Tablet, Terminal, User
from operations.vocabulary import Audited

CODE_LIFETIME = timedelta(minutes=10)  # long enough to walk to the ramp and type it
# At most one of each group that is hard to tell apart when wet: 0 O, 1 I L, 5 S, 8 B, U V.
_ALPHABET = "234679ACDEFGHJKMNPQRTVWXYZ"
_CODE_LENGTH = 8
_HYPHEN_AFTER = 4


@transaction.atomic
def invite_tablet(
    *, terminal: Terminal, tablet_name: str, invited_by: User, invited_at: datetime
) -> tuple[EnrolmentCode, str]:
    """Mint a one-time code for a tablet; returns the row and the code, which is told only now.

    The code reads like 7KQ4-M2XP and lives 10 minutes.
    """
    code = "".join(secrets.choice(_ALPHABET) for _ in range(_CODE_LENGTH))
    invitation = EnrolmentCode.objects.create(
        terminal=terminal,
        tablet_name=tablet_name.strip(),
        code_sha256=sha256_of(normalised_code(code)),
        created_at=invited_at,
        created_by=invited_by,
        expires_at=invited_at + CODE_LIFETIME,
    )
    write_audit(Audited.TABLET_INVITED, by=invited_by, about=invitation)
    return invitation, f"{code[:_HYPHEN_AFTER]}-{code[_HYPHEN_AFTER:]}"


@transaction.atomic
def revoke_tablet(*, tablet: Tablet, revoked_by: User, revoked_at: datetime) -> Tablet:
    """Shut a tablet out at once; repeating it changes nothing.

    Its queue stays on it and can be exported; `load_exported_queue` takes the file.
    """
    fresh = Tablet.objects.select_for_update().get(pk=tablet.pk)
    if fresh.revoked_at is None:
        fresh.revoked_at, fresh.revoked_by = revoked_at, revoked_by
        fresh.save(update_fields=["revoked_at", "revoked_by"])
        note_history(subject=fresh, by=revoked_by, said="Revoked.", what=Audited.TABLET_REVOKED)
    return fresh
