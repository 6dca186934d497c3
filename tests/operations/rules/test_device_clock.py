from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from operations.rules import device_clock
from tests.cast import NOON

a_day = timedelta(days=1)
skews = st.timedeltas(-a_day, a_day).map(lambda skew: skew // timedelta(milliseconds=1))


@given(skew_ms=skews, minutes=st.integers(0, 600))
def test_a_count_happened_when_it_did_whatever_the_tablets_clock_says(
    skew_ms: int, minutes: int
) -> None:
    skew = timedelta(milliseconds=skew_ms)
    happened = NOON - timedelta(minutes=minutes)
    offset_ms = device_clock.offset_ms(device_now=NOON + skew, server_now=NOON)

    effective = device_clock.effective_at(
        counted_at=happened + skew, clock_offset_ms=offset_ms, received_at=NOON
    )

    assert effective == happened


def test_a_count_never_happened_after_it_was_received() -> None:
    effective = device_clock.effective_at(
        counted_at=NOON + a_day, clock_offset_ms=0, received_at=NOON
    )

    assert effective == NOON


def test_the_years_and_offsets_that_the_protocol_allows_cannot_overflow() -> None:
    ten_years_ms = 10 * 366 * 24 * 3600 * 1000

    for year, offset in ((2000, -ten_years_ms), (2100, ten_years_ms)):
        device_clock.corrected(NOON.replace(year=year), offset)
