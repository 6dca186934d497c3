import pytest
from django.urls import reverse
from pytest_django import Settings

from operations.actions.second_factor import remove_second_factor
from operations.models import AuditEntry, User
from operations.queries.second_factor import has_second_factor
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
def required(settings: Settings) -> None:
    settings.OTP_REQUIRED = True


@pytest.fixture
def door(db: None) -> Desk:
    return Desk()


@pytest.fixture
def guarded(supervisor: User) -> User:
    """Return the ship foreman, who has a second factor."""
    return with_second_factor(supervisor)[0]


def told(what: Audited) -> int:
    return AuditEntry.objects.filter(what=what).count()


@pytest.mark.usefixtures("required")
def test_who_has_no_second_factor_is_led_to_set_one_up(door: Desk, supervisor: User) -> None:
    asked = type_password(door, next_page="/calls/CALL-1/")
    shown = door.get(SET_UP)
    done = door.post(SET_UP, code=Authenticator.scanned_from(shown.html).code())

    assert asked.headers["Location"] == SET_UP
    assert len(set(recovery_codes_on(done))) == 10
    assert 'href="/calls/CALL-1/"' in done.html
    assert door.get("/").status == 200
    assert told(Audited.SECOND_FACTOR_SET_UP) == told(Audited.SIGNED_IN) == 1


@pytest.mark.usefixtures("required")
@pytest.mark.parametrize("path", ["/", "/live/", OWN, reverse("admin:index")])
def test_nothing_opens_before_the_second_factor(door: Desk, supervisor: User, path: str) -> None:
    type_password(door)
    door.get(SET_UP)

    assert door.get(path).status in {302, 401}
    assert not told(Audited.SIGNED_IN)


@pytest.mark.usefixtures("required")
def test_a_session_from_before_it_was_required_opens_nothing(desk: Desk) -> None:
    admin = reverse("admin:index")

    assert desk.get("/").headers["Location"] == "/login/?next=/"
    assert desk.get("/live/").status == 401
    assert desk.follow(admin).text.startswith("Skip to the content Stevedores Dashboard Sign in")


def test_password_and_code_lead_where_people_wanted_to_go(door: Desk, guarded: User) -> None:
    asked = type_password(door, next_page="/calls/CALL-1/")
    too_early = door.get("/")
    let_in = door.post(CODE, code=f" {app_of(guarded).code()} ")

    assert asked.headers["Location"] == CODE
    assert too_early.headers["Location"] == "/login/?next=/"
    assert let_in.headers["Location"] == "/calls/CALL-1/"
    assert door.get("/").status == 200
    assert AuditEntry.objects.get(what="SIGNED_IN").details == {"with": "password and code"}


def test_a_code_is_asked_for_once_it_was_set_up_whether_required_or_not(
    door: Desk, guarded: User, settings: Settings
) -> None:
    settings.OTP_REQUIRED = False

    assert type_password(door).headers["Location"] == CODE


def test_without_being_required_a_password_is_enough(door: Desk, supervisor: User) -> None:
    assert type_password(door).headers["Location"] == "/"
    assert door.get("/").status == 200


def test_a_code_without_a_password_leads_to_the_door(door: Desk, guarded: User) -> None:
    assert door.post(CODE, code=app_of(guarded).code()).headers["Location"] == "/login/"
    assert door.post(SET_UP, code=app_of(guarded).code()).headers["Location"] == "/login/"


def test_who_has_a_second_factor_cannot_set_another_up_with_the_password_alone(
    door: Desk, guarded: User
) -> None:
    type_password(door)

    assert door.get(SET_UP).headers["Location"] == CODE
    assert door.post(SET_UP, code="000000").headers["Location"] == CODE


def test_a_code_works_once(guarded: User) -> None:
    code = app_of(guarded).code()
    first, second = Desk(), Desk()
    type_password(first)
    type_password(second)

    assert first.post(CODE, code=code).status == 302
    assert second.post(CODE, code=code).status == 403
    assert second.get("/").status == 302


@pytest.mark.parametrize(
    "code", ["000000", "12345", "x" * 40, "NEVER-MINTED", "\u0661\u0662\u0663\u0664\u0665\u0666"]
)
def test_whatever_is_wrong_reads_the_same(door: Desk, guarded: User, code: str) -> None:
    type_password(door)

    page = door.post(CODE, code=code)

    assert page.status == 403
    assert "That code is not right." in page.text
    assert told(Audited.SECOND_FACTOR_FAILED) == 1


@pytest.mark.parametrize("code", ["", "nul\x00", "x" * 41])
def test_an_unreadable_code_is_refused(door: Desk, guarded: User, code: str) -> None:
    type_password(door)

    assert door.post(CODE, code=code).status == 400


def test_ten_wrong_codes_lock_the_account_in_the_database(door: Desk, guarded: User) -> None:
    type_password(door)
    for _ in range(10):
        assert door.post(CODE, code="000000").status == 403

    page = door.post(CODE, code=app_of(guarded).code())

    assert page.status == 429
    assert int(page.headers["Retry-After"]) > 60
    assert told(Audited.LOCKED_OUT) == 1


def test_the_password_waits_a_quarter_of_an_hour_for_the_code(
    door: Desk, guarded: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import timedelta

    from django.utils import timezone

    code = app_of(guarded).code()
    type_password(door)
    later = timezone.now() + timedelta(minutes=15)
    monkeypatch.setattr(timezone, "now", lambda: later)

    assert door.post(CODE, code=code).headers["Location"] == "/login/"


def test_a_password_that_was_changed_meanwhile_awaits_no_code(door: Desk, guarded: User) -> None:
    code = app_of(guarded).code()
    type_password(door)
    guarded.set_password("another password of the examples")
    guarded.save()

    assert door.post(CODE, code=code).headers["Location"] == "/login/"


def test_a_secret_that_another_session_saw_is_not_the_one_that_counts(
    supervisor: User, settings: Settings
) -> None:
    settings.OTP_REQUIRED = True
    eavesdropper, owner = Desk(), Desk()
    type_password(eavesdropper)
    seen = Authenticator.scanned_from(eavesdropper.get(SET_UP).html)
    type_password(owner)
    mine = Authenticator.scanned_from(owner.get(SET_UP).html)

    assert seen.code() != mine.code()
    assert owner.post(SET_UP, code=seen.code()).status == 403


def test_reloading_the_set_up_shows_the_same_secret(desk: Desk) -> None:
    once, again = desk.get(SET_UP), desk.get(SET_UP)

    assert Authenticator.scanned_from(once.html).code() == (
        Authenticator.scanned_from(again.html).code()
    )


def test_setting_it_up_ends_the_other_sessions(supervisor: User) -> None:
    here, elsewhere = Desk(supervisor), Desk(supervisor)
    app = Authenticator.scanned_from(here.get(SET_UP).html)

    assert here.post(SET_UP, code=app.code()).status == 200
    assert here.get("/").status == 200
    assert elsewhere.get("/").status == 302


def test_taking_it_off_ends_all_sessions(door: Desk, guarded: User) -> None:
    type_password(door)
    door.post(CODE, code=app_of(guarded).code())
    assert door.get("/").status == 200

    remove_second_factor(person=guarded, by=None)

    assert door.get("/").status == 302
    assert not has_second_factor(guarded)


def test_crew_have_no_second_factor_to_set_up(clerks_desk: Desk) -> None:
    assert clerks_desk.get(SET_UP).headers["Location"] == "/login/"
    assert clerks_desk.get(OWN).status == 403


def test_the_pages_are_kept_by_no_cache(door: Desk, guarded: User) -> None:
    type_password(door)

    assert "no-store" in door.get(CODE).headers["Cache-Control"]
