from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from operations.board import wording
from tests.cast import NOON

NEW_YORK, BRUSSELS = ZoneInfo("America/New_York"), ZoneInfo("Europe/Brussels")


@pytest.mark.parametrize(
    ("back", "words"),
    [
        (timedelta(), "10:00"),
        (timedelta(hours=10), "00:00"),
        (timedelta(hours=10, minutes=1), "Tue 24 Nov, 23:59"),
        (timedelta(days=-1), "Thu 26 Nov, 10:00"),
        (timedelta(days=400), "Tue 21 Oct 2025, 11:00"),
    ],
)
def test_today_needs_no_day(back: timedelta, words: str) -> None:
    assert wording.clock(NOON - back, zone=NEW_YORK, now=NOON) == words


def test_a_time_that_came_twice_says_which() -> None:
    once, again = (datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1))

    assert wording.clock(once, zone=BRUSSELS, now=once) == "02:30 CEST"
    assert wording.clock(again, zone=BRUSSELS, now=once) == "02:30 CET"


@pytest.mark.parametrize(
    ("zone", "name"),
    [
        ("America/New_York", "America/New_York (UTC−05:00)"),
        ("Asia/Kolkata", "Asia/Kolkata (UTC+05:30)"),
        ("Asia/Kathmandu", "Asia/Kathmandu (UTC+05:45)"),
    ],
)
def test_a_zone_is_named_with_its_offset(zone: str, name: str) -> None:
    assert wording.zone_name(ZoneInfo(zone), now=NOON) == name


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(seconds=40), "under 1 min"),
        (timedelta(minutes=59), "59 min"),
        (timedelta(hours=2, minutes=4), "2 h 04 min"),
        (timedelta(days=3, hours=5), "3 d 5 h"),
        (-timedelta(minutes=7), "7 min"),
    ],
)
def test_a_length_of_time_has_two_units_at_most(length: timedelta, words: str) -> None:
    assert wording.duration(length) == words


@pytest.mark.parametrize(
    ("kg", "beside", "words"),
    [(9_850, 0, "9,850 kg"), (264_000, 0, "264.0 t"), (850, 264_000, "0.8 t"), (0, 500, "0 kg")],
)
def test_weights_side_by_side_have_the_same_unit(kg: int, beside: int, words: str) -> None:
    assert wording.weight(kg, beside_kg=beside) == words


def test_what_nobody_knows_is_not_a_number() -> None:
    assert wording.rate(None) == "no data yet"
