from datetime import timedelta

from operations.rules.event_ids import new_uuid7
from tests.cast import NOON


def test_an_id_is_a_version_7_uuid_that_tells_when_it_was_minted() -> None:
    minted = new_uuid7(NOON)

    assert (minted.version, minted.variant) == (7, "specified in RFC 4122")
    assert minted.int >> 80 == int(NOON.timestamp() * 1000)


def test_ids_sort_by_the_time_they_were_minted_at() -> None:
    assert new_uuid7(NOON) < new_uuid7(NOON + timedelta(milliseconds=1))
