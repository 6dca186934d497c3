"""What people write into the address of a list by hand."""

from http import HTTPStatus

import pytest

from operations.models import User
from tests.operations.admin.office import signed_in

pytestmark = pytest.mark.usefixtures("static_files")
LIST = "/admin/operations/tallyevent/"


@pytest.mark.parametrize("lookup", ["deck__regex=(.*)*$", "pk__iregex=((("])
def test_nobody_asks_with_an_expression(supervisor: User, lookup: str) -> None:
    answer = signed_in(supervisor).get(f"{LIST}?{lookup}")

    assert answer.status_code == HTTPStatus.BAD_REQUEST


@pytest.mark.parametrize(
    "lookup",
    ["position__in=1,99999999999999999999", "received_at__year=9999999", "deck=%00"],
)
def test_what_no_column_can_hold_leads_back_to_the_list(supervisor: User, lookup: str) -> None:
    answer = signed_in(supervisor).get(f"{LIST}?{lookup}", follow=True)

    assert answer.status_code == HTTPStatus.OK


def test_the_hash_of_a_tablet_is_nobodys_to_ask_for(supervisor: User) -> None:
    answer = signed_in(supervisor).get("/admin/operations/tablet/?token_sha256__startswith=a")

    assert answer.status_code == HTTPStatus.BAD_REQUEST


@pytest.mark.parametrize(
    "address",
    [
        "discrepancy/?e=1&raised_at__year=9999",
        "manifest/?e=1&received_at__year=9999",
        "tallyevent/?e=1&call__id__exact=9999999999999999999999999",
        "vesselcall/add/?vessel=9999999999999999999999999",
    ],
)
def test_what_nothing_answers_is_told_apart_from_our_own_failures(
    supervisor: User, address: str
) -> None:
    answer = signed_in(supervisor).get(f"/admin/operations/{address}")

    assert answer.status_code in {HTTPStatus.OK, HTTPStatus.BAD_REQUEST}


@pytest.mark.parametrize(
    ("noun", "action"),
    [("discrepancy", "settle"), ("tallyevent", "take_back"), ("tablet", "revoke")],
)
@pytest.mark.parametrize("row", ["x", "\x00", "9" * 30])
def test_rows_that_cannot_be_are_refused(
    supervisor: User, noun: str, action: str, row: str
) -> None:
    wish = {"action": action, "_selected_action": row}

    answer = signed_in(supervisor).post(f"/admin/operations/{noun}/", wish)

    assert answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR


@pytest.mark.parametrize("field", ["tally_events", "nothing", "vessel"])
def test_choices_are_offered_for_fields_that_have_some(supervisor: User, field: str) -> None:
    asked = f"?app_label=operations&model_name=vesselcall&field_name={field}&term=%00"

    answer = signed_in(supervisor).get(f"/admin/autocomplete/{asked}")

    assert answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR


def test_a_search_for_a_thousand_words_is_a_search_for_the_first(supervisor: User) -> None:
    answer = signed_in(supervisor).get(LIST, {"q": "a " * 1900})

    assert answer.status_code == HTTPStatus.OK


@pytest.mark.parametrize("lookup", ["vessel/?calls__id=1", "port/?terminals=1"])
def test_a_filter_tells_nothing_of_what_points_here(supervisor: User, lookup: str) -> None:
    answer = signed_in(supervisor).get(f"/admin/operations/{lookup}")

    assert answer.status_code == HTTPStatus.BAD_REQUEST
