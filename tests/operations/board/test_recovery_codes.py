import pytest

from operations.models import AuditEntry, User
from operations.queries.second_factor import has_second_factor, recovery_codes_left
from operations.vocabulary import Audited
from tests.operations.board.authenticator import (
    CODE,
    OWN,
    SET_UP,
    Authenticator,
    app_of,
    recovery_codes_on,
    type_password,
    with_second_factor,
)
from tests.operations.board.desk import Desk


@pytest.fixture
def door(db: None) -> Desk:
    return Desk()


@pytest.fixture
def guarded(supervisor: User) -> User:
    """Return the ship foreman, who has a second factor."""
    return with_second_factor(supervisor)[0]


def test_a_recovery_code_works_once(supervisor: User) -> None:
    _, codes = with_second_factor(supervisor)
    first, second = Desk(), Desk()
    type_password(first)
    type_password(second)

    let_in = first.follow(CODE, code=f" {codes[0]} ")
    refused = second.post(CODE, code=codes[0])

    assert "That recovery code is used up." in let_in.text
    assert refused.status == 403
    assert recovery_codes_left(supervisor) == 9


def test_the_database_holds_no_recovery_code(supervisor: User) -> None:
    from django_otp.plugins.otp_static.models import StaticToken

    _, codes = with_second_factor(supervisor)

    kept = set(StaticToken.objects.values_list("token", flat=True))
    assert not kept & {each.replace("-", "") for each in codes}


def test_new_recovery_codes_void_those_before(door: Desk, supervisor: User) -> None:
    guarded, codes = with_second_factor(supervisor)
    type_password(door)
    door.post(CODE, code=app_of(guarded).code())

    renewed = recovery_codes_on(door.post(OWN, code=codes[0], wish="codes"))

    assert len(renewed) == recovery_codes_left(guarded) == 10
    assert not set(renewed) & set(codes)
    assert AuditEntry.objects.filter(what=Audited.RECOVERY_CODES_MADE).count() == 1


def test_another_phone_takes_a_code_of_the_one_before(door: Desk, guarded: User) -> None:
    type_password(door)
    door.post(CODE, code=app_of(guarded).code())

    assert door.post(OWN, code="000000", wish="device").status == 403
    assert has_second_factor(guarded)


def test_another_phone_is_set_up_in_the_place_of_the_first(door: Desk, supervisor: User) -> None:
    guarded, codes = with_second_factor(supervisor)
    before = app_of(guarded)
    type_password(door)
    door.post(CODE, code=before.code())

    led = door.post(OWN, code=codes[0], wish="device")
    app = Authenticator.scanned_from(door.get(SET_UP).html)
    door.post(SET_UP, code=app.code())

    assert led.headers["Location"] == SET_UP
    assert app_of(guarded).code() == app.code() != before.code()
    assert door.get("/").status == 200
