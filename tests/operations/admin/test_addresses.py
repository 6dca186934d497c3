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
