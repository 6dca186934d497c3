from contextlib import suppress
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from operations.actions.enrol_tablet import CodeNotValid, enrol_tablet
from operations.actions.failed_attempts import TooManyAttempts, audit_lock_out, begin_attempt
from operations.actions.tablets import invite_tablet
from operations.models import AuditEntry, Tablet, Terminal, User
from operations.rules.guess_limits import (
    ADDRESS,
    BROWSER,
    CODE,
    DESK,
    DESK_FROM,
    ENROL,
    SIGN_IN,
    GuessLimit,
)

OFFICE = "192.0.2.7"
pytestmark = pytest.mark.django_db


def lift(*arguments: str) -> list[str]:
    output = StringIO()
    call_command("lift_lock_out", *arguments, stdout=output)
    return output.getvalue().splitlines()


def refused(*arguments: str) -> tuple[int, str]:
    with pytest.raises(CommandError) as error:
        lift(*arguments)
    return error.value.returncode, str(error.value)


def lock_out(limit: GuessLimit, whose: str, at: object = "") -> None:
    """Fail as often as is looked at; the knock after that is told in the audit log."""
    subject = limit.subject(whose, at)
    with suppress(TooManyAttempts):
        while True:
            begin_attempt(limit=limit, subject=subject, now=timezone.now())
    audit_lock_out(limit=limit, subject=subject)


def names(lines: list[str]) -> list[str]:
    return [line.rpartition(", until ")[0] for line in lines]


def test_nobody_is_locked_out_of_a_quiet_site() -> None:
    begin_attempt(limit=DESK, subject="supervisor", now=timezone.now())

    assert lift() == ["Nobody is locked out."]


def test_the_list_says_who_is_locked_out_of_what_and_until_when(ramp_tablet: Tablet) -> None:
    lock_out(SIGN_IN, "clerk3", ramp_tablet.pk)
    lock_out(ADDRESS, OFFICE)
    lock_out(CODE, "supervisor")
    until = timezone.now() + ADDRESS.within

    lines = lift()

    assert names(lines) == [
        f"Shift sign-in on a tablet: clerk3 on tablet {ramp_tablet.pk}",
        f"Office sign-in from an address: {OFFICE}",
        "Second factor: supervisor",
    ]
    assert lines[1].rpartition(" until ")[2] == f"{until:%Y-%m-%d %H:%M} UTC"


def test_who_is_as_good_as_a_stranger_in_a_browser_is_not_called_locked_out() -> None:
    lock_out(BROWSER, "supervisor", "0123")

    assert lift() == ["Nobody is locked out."]


def test_an_account_is_let_in_everywhere_and_nobody_else_is(supervisor: User) -> None:
    for whose in ("supervisor", "supervisor2"):
        lock_out(DESK, whose)
        lock_out(DESK_FROM, whose, OFFICE)
        lock_out(BROWSER, whose, "0123")
        lock_out(SIGN_IN, whose, 1)
        lock_out(CODE, whose)

    assert len(lift("--account", "Supervisor")) == 5

    assert len(lift()) == 4
    assert all("supervisor2" in line for line in lift())
    with pytest.raises(TooManyAttempts):
        begin_attempt(limit=DESK, subject="supervisor2", now=timezone.now())
    begin_attempt(limit=DESK, subject="supervisor", now=timezone.now())


def test_an_address_is_let_in_with_all_that_was_tried_from_it(supervisor: User) -> None:
    for address in (OFFICE, "192.0.2.70"):
        lock_out(ADDRESS, address)
        lock_out(ENROL, address)
        lock_out(DESK_FROM, "supervisor", address)

    assert len(lift("--address", OFFICE)) == 3

    assert all("192.0.2.70" in line for line in lift())


def test_an_address_of_ipv6_is_lifted_as_it_is_counted() -> None:
    lock_out(ADDRESS, "2001:db8:0:1::/64")

    assert len(lift("--address", "2001:db8:0:1::7")) == 1
    lock_out(ADDRESS, "2001:db8:0:1::/64")
    assert len(lift("--address", "2001:db8:0:1::/64")) == 1


def test_what_was_lifted_is_in_the_audit_log_and_so_is_the_next_lock_out(supervisor: User) -> None:
    lock_out(CODE, "supervisor")
    lift("--account", "supervisor")
    lock_out(CODE, "supervisor")
    lock_out(CODE, "supervisor")

    told = AuditEntry.objects.order_by("pk")
    assert [entry.what for entry in told] == ["LOCKED_OUT", "LOCK_OUT_LIFTED", "LOCKED_OUT"]
    assert (told[1].by, told[1].person) == (None, supervisor)
    assert told[1].details == {
        "of": "Second factor",
        "whose": "supervisor",
        "where": "the command line of the server",
    }


def test_the_pier_enrols_again_once_its_address_is_let_in(
    terminal: Terminal, supervisor: User
) -> None:
    now = timezone.now()
    invited = invite_tablet(
        terminal=terminal, tablet_name="Ramp 9", invited_by=supervisor, invited_at=now
    )
    for _ in range(ENROL.most):
        with pytest.raises(CodeNotValid):
            enrol_tablet(code="guess", address=OFFICE, enrolled_at=now)

    lift("--address", OFFICE)

    assert enrol_tablet(code=invited[1], address=OFFICE, enrolled_at=now)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [("\x1b[2Jnobody", r"\x1b[2jnobody"), ("op\u202eerator", r"op\u202eerator")],
)
def test_a_name_that_a_stranger_typed_commands_no_terminal_and_looks_like_no_other(
    typed: str, printed: str
) -> None:
    lock_out(DESK_FROM, typed, OFFICE)

    assert names(lift()) == [
        f"Office sign-in to an account from an address: {printed} from {OFFICE}"
    ]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--account", "supervisor"], 1, "Not locked out: supervisor."),
        (["--address", OFFICE], 1, f"Not locked out: {OFFICE}."),
        (["--account", "nobody"], 2, "There is no account nobody."),
        (["--address", "the office"], 2, "the office is no network address."),
    ],
)
def test_what_cannot_be_lifted_is_told_by_the_exit_code(
    supervisor: User, arguments: list[str], code: int, words: str
) -> None:
    assert refused(*arguments) == (code, words)


def test_of_two_the_one_that_is_locked_out_is_let_in(supervisor: User) -> None:
    lock_out(ADDRESS, OFFICE)

    code, words = refused("--account", "supervisor", "--address", OFFICE)

    assert (code, words) == (1, "Not locked out: supervisor.")
    assert lift() == ["Nobody is locked out."]
