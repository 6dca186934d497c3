from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from operations.board.tablet_rows import TabletRow, tablet_rows
from operations.queries.tablets_heard import TabletHeard
from tests.cast import NOON

QUIET = TabletHeard(
    tablet_id=4,
    name="Ramp 1",
    terminal_id=1,
    build="3f9c21aa07be",
    last_heard_at=NOON - timedelta(seconds=20),
    revoked_at=None,
    unsent_count=0,
    missing_count=0,
    lost_count=0,
    journal_count=1,
    journal_began_at=NOON - timedelta(days=3),
    clock_offset_ms=200,
)
HOUR_MS = 60 * 60 * 1000


def a_tablet(**fields: object) -> TabletHeard:
    return replace(QUIET, **fields)  # type: ignore[arg-type]  # columns of many types


def rows_of(*heard: TabletHeard, is_worked: bool = True) -> list[TabletRow]:
    return tablet_rows(heard, zone=ZoneInfo("America/New_York"), now=NOON, is_worked=is_worked)


def a_row(**fields: object) -> TabletRow:
    return rows_of(a_tablet(**fields))[0]


def test_a_tablet_without_trouble_has_nothing_to_say() -> None:
    row = a_row()

    assert (row.heard, row.heard_at, row.remarks, row.has_trouble) == (
        "just now",
        "09:59",
        [],
        False,
    )


@pytest.mark.parametrize(
    ("fields", "kind", "text"),
    [
        ({"unsent_count": 1}, "attention", "1 event not sent yet"),
        ({"missing_count": 3}, "trouble", "3 numbers never arrived"),
        ({"missing_count": 1}, "trouble", "1 number never arrived"),
        ({"lost_count": 7}, "trouble", "7 numbers from before a reset never arrived"),
        ({"last_heard_at": NOON - timedelta(minutes=25)}, "attention", "Silent for 25 min"),
        ({"last_heard_at": NOON - timedelta(hours=20)}, "", "Put away"),
        ({"clock_offset_ms": 2 * HOUR_MS}, "attention", "Clock 2 h 00 min slow"),
        ({"clock_offset_ms": -2 * HOUR_MS}, "attention", "Clock 2 h 00 min fast"),
        (
            {"journal_count": 2, "journal_began_at": NOON - timedelta(hours=1)},
            "attention",
            "Storage was reset 09:00",
        ),
    ],
)
def test_what_is_wrong_is_said(fields: dict[str, object], kind: str, text: str) -> None:
    remark = a_row(**fields).remarks[0]

    assert (remark.kind, remark.text) == (kind, text)


def test_what_a_tablet_cannot_hold_is_not_plausible_and_counts_for_nothing() -> None:
    row, most = a_row(unsent_count=2_147_483_647), a_row(unsent_count=100_000)

    assert (row.unsent_count, row.unsent) == (0, "?")
    assert row.remarks[0].kind == "trouble"
    assert row.remarks[0].text == "Not plausible: 2,147,483,647 events not sent yet"
    assert (most.unsent_count, most.unsent) == (100_000, "100,000")


def test_a_tablet_that_lies_in_a_drawer_with_work_is_still_silent() -> None:
    row = a_row(unsent_count=3, last_heard_at=NOON - timedelta(hours=20))

    assert [remark.text for remark in row.remarks] == [
        "3 events not sent yet",
        "Silent for 20 h 00 min",
    ]


def test_while_no_ship_is_worked_a_silent_tablet_is_no_news() -> None:
    heard_at = NOON - timedelta(minutes=25)

    silent, holding = (
        a_tablet(last_heard_at=heard_at),
        a_tablet(last_heard_at=heard_at, unsent_count=3),
    )
    rows = rows_of(silent, holding, is_worked=False)

    assert [[remark.text for remark in row.remarks] for row in rows] == [
        ["3 events not sent yet"],
        [],
    ]


def test_a_reset_of_last_week_is_no_news() -> None:
    assert a_row(journal_count=2).remarks == []


def test_a_tablet_that_was_never_heard_says_so() -> None:
    row = a_row(last_heard_at=None, journal_count=0, journal_began_at=None, clock_offset_ms=None)

    assert (row.heard, row.heard_at, row.remarks) == ("never heard", "", [])


def test_a_revoked_tablet_stays_only_while_work_of_it_is_missing() -> None:
    revoked = replace(QUIET, revoked_at=NOON - timedelta(hours=2))
    owing = replace(revoked, missing_count=2)

    rows = rows_of(revoked, owing)

    assert [[remark.text for remark in row.remarks] for row in rows] == [
        ["2 numbers never arrived", "Revoked 08:00"]
    ]


def test_the_worst_trouble_stands_first() -> None:
    tablets = [
        replace(QUIET, name="A"),
        replace(QUIET, name="B", unsent_count=1),
        replace(QUIET, name="C", missing_count=1),
    ]

    rows = rows_of(*tablets)

    assert [row.name for row in rows] == ["C", "B", "A"]
