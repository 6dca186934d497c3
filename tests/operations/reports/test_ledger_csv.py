import csv

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from operations.actions.reverse_tally_event import reverse_tally_event
from operations.models import TallyEvent, User
from operations.reports.ledger_csv import COLUMNS, ledger_csv, safe_cell
from operations.vocabulary import CargoMode
from tests import cast
from tests.cast import NOON
from tests.ledger_cast import TabletInHand

pytestmark = pytest.mark.usefixtures("static_files")


def rows_of(ramp: TabletInHand) -> list[dict[str, str]]:
    text = "".join(ledger_csv(ramp.call)).removeprefix("\ufeff")
    return list(csv.DictReader(text.splitlines()))


def test_every_entry_is_a_row_in_order(ramp: TabletInHand) -> None:
    ramp.send(ramp.count(identifier="A1"), ramp.count(identifier="A2"))

    rows = rows_of(ramp)

    assert [(row["position"], row["identifier"]) for row in rows] == [("1", "A1"), ("2", "A2")]
    assert rows[0]["counted_at"] == "2026-11-25 10:00:00-05:00"
    assert (rows[0]["person"], rows[0]["tablet"]) == ("Tally clerk, gang 3", "Ramp 1")


def test_weights_say_that_they_are_kg(ramp: TabletInHand) -> None:
    coils = cast.a_cargo_line(ramp.call, CargoMode.BULK, expected_quantity=264_000)
    ramp.send(ramp.count(line=coils.pk, quantity=21_340))

    assert [(row["quantity"], row["unit"]) for row in rows_of(ramp)] == [("21340", "kg")]


def test_a_reversal_names_the_position_it_takes_back(ramp: TabletInHand, supervisor: User) -> None:
    ramp.send(ramp.count())
    event_id = TallyEvent.objects.get().event_id
    reverse_tally_event(event_id=event_id, reversed_by=supervisor, reason="=1+1", reversed_at=NOON)

    row = rows_of(ramp)[1]

    assert (row["kind"], row["reverses_position"], row["reason"]) == ("REVERSAL", "1", "'=1+1")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_no_cell_is_a_formula(start: str) -> None:
    assert safe_cell(f"{start}1+1") == f"'{start}1+1"


def test_numbers_stay_numbers() -> None:
    assert safe_cell(-5) == -5


@given(st.text())
def test_an_ordinary_text_is_left_as_it_is(text: str) -> None:
    written = str(safe_cell(text))

    assert written in {text, f"'{text}"}
    assert written == "" or written[0] not in "=+-@\t\r\n"


def test_the_file_is_sent_in_pieces(ramp: TabletInHand, supervisor: User) -> None:
    ramp.send(ramp.count())
    client = Client()
    client.force_login(supervisor)

    answer = client.get(f"/calls/{ramp.call.reference}/ledger.csv")

    assert answer.streaming
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert f'filename="ledger-{ramp.call.reference}.csv"' in answer["Content-Disposition"]
    rows = csv.reader(answer.getvalue().decode("utf-8-sig").splitlines())
    assert next(rows) == list(COLUMNS)
