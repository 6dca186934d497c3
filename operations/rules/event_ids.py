import secrets
from datetime import datetime
from uuid import UUID


def new_uuid7(minted_at: datetime) -> UUID:
    """Return a version 7 UUID; RFC 9562 §5.7 (`uuid.uuid7` comes with Python 3.14)."""
    milliseconds = int(minted_at.timestamp() * 1000)
    value = (milliseconds << 80) | secrets.randbits(80)
    value = value & ~(0xF << 76) | (0x7 << 76)
    return UUID(int=value & ~(0b11 << 62) | (0b10 << 62))
