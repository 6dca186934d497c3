from operations.models import Tablet


def tablet_in_use(token_sha256: str) -> Tablet | None:
    """Return the enrolled tablet whose token has this hash, unless it was revoked."""
    return (
        Tablet.objects.select_related("terminal__port")
        .filter(token_sha256=token_sha256, revoked_at=None)
        .first()
    )
