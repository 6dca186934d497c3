from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from operations.rules.ledger_digest import ChainBroken, canonical_line, checked_chain, next_digest
from operations.rules.ledger_entry import LedgerEntry
from tests.cast import NOON
from tests.ledger_cast import an_entry, an_id

Chain = list[tuple[LedgerEntry, str]]

# Something else for each type that a column has.
OTHER_VALUES: dict[type, Callable[[Any], Any]] = {
    int: lambda value: value + 1,
    str: lambda value: value + "x",
    datetime: lambda value: value + timedelta(microseconds=1),
    UUID: lambda _: an_id(),
    type(None): lambda _: an_id(),
}


def a_chain(length: int) -> Chain:
    chain: Chain = []
    digest = ""
    for position in range(1, length + 1):
        entry = an_entry(position, reason=f"because {position}")
        digest = next_digest(digest, entry)
        chain.append((entry, digest))
    return chain


def first_break(chain: Chain, *, whole: Chain) -> int | None:
    """Return where a chain breaks that should have been this whole one."""
    head_position, head_digest = len(whole), whole[-1][1]
    try:
        list(checked_chain(chain, head_position=head_position, head_digest=head_digest))
    except ChainBroken as broken:
        return broken.position
    return None


@given(length=st.integers(1, 12))
def test_an_untouched_chain_holds(length: int) -> None:
    chain = a_chain(length)

    assert first_break(chain, whole=chain) is None


def test_an_empty_ledger_holds() -> None:
    assert list(checked_chain([], head_position=0, head_digest="")) == []


@pytest.mark.parametrize("column", LedgerEntry._fields)
@given(place=st.integers(0, 5))
def test_an_altered_column_breaks_the_chain_at_its_row(column: str, place: int) -> None:
    chain = a_chain(6)
    entry, digest = chain[place]
    value = getattr(entry, column)
    kind = type(value) if type(value) in OTHER_VALUES else str
    altered = [*chain]
    altered[place] = (entry._replace(**{column: OTHER_VALUES[kind](value)}), digest)

    assert first_break(altered, whole=chain) == place + 1


@given(place=st.integers(0, 5))
def test_a_row_that_is_gone_breaks_the_chain_where_it_was(place: int) -> None:
    chain = a_chain(6)

    assert first_break(chain[:place] + chain[place + 1 :], whole=chain) == place + 1


@given(places=st.sets(st.integers(0, 5), min_size=2, max_size=2))
def test_rows_that_changed_places_break_the_chain_at_the_first(places: set[int]) -> None:
    one, other = sorted(places)
    chain = a_chain(6)
    swapped = [*chain]
    swapped[one], swapped[other] = (
        (chain[other][0]._replace(position=one + 1), chain[other][1]),
        (chain[one][0]._replace(position=other + 1), chain[one][1]),
    )

    assert first_break(swapped, whole=chain) == one + 1


def test_a_row_beyond_the_head_breaks_the_chain() -> None:
    chain = a_chain(6)

    assert first_break(chain, whole=chain[:5]) == 6


def test_a_row_whose_digest_was_made_anew_breaks_the_chain_at_the_next() -> None:
    chain = a_chain(6)
    entry = chain[2][0]._replace(quantity=2)
    forged = [*chain]
    forged[2] = (entry, next_digest(chain[1][1], entry))

    assert first_break(forged, whole=chain) == 4


def test_a_last_row_whose_digest_was_made_anew_is_not_what_the_head_says() -> None:
    chain = a_chain(3)
    entry = chain[2][0]._replace(quantity=2)

    assert first_break([*chain[:2], (entry, next_digest(chain[1][1], entry))], whole=chain) == 3


def test_a_call_without_rows_cannot_have_a_head() -> None:
    with pytest.raises(ChainBroken, match="position 1: is missing: the head of the call is 2"):
        list(checked_chain([], head_position=2, head_digest="ab"))


def test_the_zone_in_which_a_time_is_written_does_not_matter() -> None:
    entry = an_entry()
    elsewhere = entry._replace(counted_at=NOON.astimezone(timezone(timedelta(hours=5, minutes=30))))

    assert next_digest("", entry) == next_digest("", elsewhere)


def test_words_cannot_pose_as_two_columns() -> None:
    one = an_entry(deck="5\tGang", gang="3")
    other = one._replace(deck="5", gang="Gang\t3")

    assert next_digest("", one) != next_digest("", other)


@given(words=st.lists(st.text(), min_size=5, max_size=5))
def test_a_row_is_one_line_with_a_tab_between_its_columns(words: list[str]) -> None:
    identifier, description, deck, gang, reason = words
    entry = an_entry(
        identifier=identifier, description=description, deck=deck, gang=gang, reason=reason
    )

    line = canonical_line(entry)

    assert len(line.split("\t")) == len(LedgerEntry._fields)
    assert not set(line) & set("\n\r\b\f\v")


@given(one=st.text(), other=st.text())
def test_two_texts_are_never_written_alike(one: str, other: str) -> None:
    lines = {canonical_line(an_entry(event_id=UUID(int=7), reason=text)) for text in (one, other)}

    assert len(lines) == len({one, other})


def test_the_digest_of_a_known_row_never_changes() -> None:
    entry = an_entry(event_id=UUID(int=7), reason="Größe")

    assert next_digest("", entry) == KNOWN_DIGEST


# The ledger of years ago must still verify: a change of the canonical form breaks this number.
KNOWN_DIGEST = "cc4c393d04d0e462311fcad47d1a6387daf53d9e24fdbb5e9e814bd8191f3813"
