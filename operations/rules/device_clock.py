"""Two clocks: what a tablet said, and what the office makes of it."""

from datetime import datetime, timedelta

# Beyond this a time on paper would be disputed; the board says so and the event is flagged.
CLOCK_TOLERANCE = timedelta(minutes=5)
_TOLERANCE_MS = CLOCK_TOLERANCE // timedelta(milliseconds=1)


def offset_ms(*, device_now: datetime, server_now: datetime) -> int:
    """Return server clock minus device clock in milliseconds."""
    return round((server_now - device_now) / timedelta(milliseconds=1))


def effective_at(*, counted_at: datetime, clock_offset_ms: int, received_at: datetime) -> datetime:
    """Return when the count happened, on the server's clock; never after it was received."""
    return min(corrected(counted_at, clock_offset_ms), received_at)


def is_clock_off(*, counted_at: datetime, clock_offset_ms: int, received_at: datetime) -> bool:
    """Return whether a device clock is too far from the office's to be printed without a mark.

    It is too when the corrected time lies ahead: the clock jumped after the tablet last asked.
    """
    is_far_off = abs(clock_offset_ms) > _TOLERANCE_MS
    return is_far_off or corrected(counted_at, clock_offset_ms) - received_at > CLOCK_TOLERANCE


def corrected(counted_at: datetime, clock_offset_ms: int) -> datetime:
    """Return a device's time on the server's clock."""
    return counted_at + timedelta(milliseconds=clock_offset_ms)
