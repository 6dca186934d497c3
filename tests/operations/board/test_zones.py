"""Hours are cut, and times told, by the clock on the terminal's wall."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from operations.models import User
from operations.vocabulary import Role
from tests import cast
from tests.ledger_cast import TabletInHand
from tests.operations.board.desk import Desk


def a_ramp(zone: str, started_at: datetime) -> tuple[TabletInHand, User]:
    terminal = cast.a_terminal("abroad", time_zone=zone)
    clerk = cast.a_person("clerk", terminal, role=Role.CREW)
    foreman = cast.a_person("foreman", terminal, role=Role.SUPERVISOR)
    early = started_at - timedelta(hours=1)
    call = cast.a_vessel_call(
        terminal, arrived_at=early, berthed_at=early, work_started_at=started_at
    )
    return TabletInHand(cast.a_tablet(terminal), clerk, call), foreman


@pytest.mark.usefixtures("db")
def test_an_hour_of_a_half_hour_zone_begins_when_its_clock_strikes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # 19:10 in Kolkata; its hour began at 13:30 UTC.
    now = datetime(2026, 11, 25, 13, 40, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: now)
    ramp, foreman = a_ramp("Asia/Kolkata", now - timedelta(hours=2))
    line = cast.a_cargo_line(ramp.call, expected_quantity=50)
    for minutes, quantity in ((5, 3), (15, 20)):
        counted_at = now - timedelta(minutes=minutes)
        ramp.send(
            ramp.count(line=line.pk, quantity=quantity, counted_at=counted_at.isoformat()),
            received_at=now,
        )

    page = Desk(foreman).get(f"/calls/{ramp.call.reference}/").text

    assert "This hour 3 since 19:00" in page
    assert "19:00 so far 3 3 – 18:00 20 20 – 17:00 0 0 –" in page
    assert "times in Asia/Kolkata (UTC+05:30)" in page


@pytest.mark.usefixtures("db")
def test_the_day_on_which_summer_time_ends_has_an_hour_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # 02:40 in Brussels, for the second time that night.
    now = datetime(2026, 10, 25, 1, 40, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: now)
    ramp, foreman = a_ramp("Europe/Brussels", now - timedelta(hours=2, minutes=40))
    line = cast.a_cargo_line(ramp.call, expected_quantity=50)
    for hours, quantity in ((0.5, 3), (1.5, 20)):
        counted_at = now - timedelta(hours=hours)
        ramp.send(
            ramp.count(line=line.pk, quantity=quantity, counted_at=counted_at.isoformat()),
            received_at=now,
        )

    page = Desk(foreman).get(f"/calls/{ramp.call.reference}/").text

    assert "02:00 CET so far 3 3 – 02:00 CEST 20 20 – 01:00 0 0 –" in page
    # Two hours and forty minutes really passed: not one hour and forty.
    assert "Gross an hour 8.6 units" in page
