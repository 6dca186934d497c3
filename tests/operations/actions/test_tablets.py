from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection

from operations.actions.enrol_tablet import CodeNotValid, enrol_tablet, sha256_of
from operations.actions.failed_attempts import TooManyAttempts
from operations.actions.tablets import invite_tablet, revoke_tablet
from operations.models import EnrolmentCode, FailedAttempt, Tablet, Terminal, User
from tests.cast import NOON

MINUTE = timedelta(minutes=1)


def invite(terminal: Terminal, by: User, name: str = "Ramp 2") -> str:
    return invite_tablet(terminal=terminal, tablet_name=name, invited_by=by, invited_at=NOON)[1]


def enrol(code: str, *, minute: int = 0, address: str = "10.0.0.7") -> tuple[Tablet, str]:
    return enrol_tablet(code=code, address=address, enrolled_at=NOON + minute * MINUTE)


def test_a_code_makes_a_tablet_of_its_terminal(terminal: Terminal, supervisor: User) -> None:
    tablet, token = enrol(invite(terminal, supervisor))

    assert (tablet.terminal, tablet.name) == (terminal, "Ramp 2")
    assert tablet.token_sha256 == sha256_of(token)


def test_a_code_has_no_characters_that_are_taken_for_each_other(
    terminal: Terminal, supervisor: User
) -> None:
    codes = [invite(terminal, supervisor) for _ in range(50)]

    assert all(len(code) == 9 and code[4] == "-" for code in codes)
    assert not set("".join(codes)) & set("0O1IL5S8BU")
    assert len(set(codes)) == len(codes)


def test_neither_code_nor_token_is_kept(terminal: Terminal, supervisor: User) -> None:
    code = invite(terminal, supervisor)
    _, token = enrol(code)

    kept = str([*EnrolmentCode.objects.values(), *Tablet.objects.values()])
    assert token not in kept
    assert code not in kept
    assert code.replace("-", "") not in kept


@pytest.mark.parametrize("spoil", ["7kq4 m2xp", "", "7KQ4-M2XP-7KQ4", "\u017f", "0" * 8])
def test_a_wrong_code_is_refused(terminal: Terminal, supervisor: User, spoil: str) -> None:
    invite(terminal, supervisor)

    with pytest.raises(CodeNotValid):
        enrol(spoil)


def test_case_blanks_and_hyphens_do_not_matter(terminal: Terminal, supervisor: User) -> None:
    code = invite(terminal, supervisor)

    assert enrol(f" {code.lower().replace('-', ' ')} ")


def test_a_code_is_used_once(terminal: Terminal, supervisor: User) -> None:
    code = invite(terminal, supervisor)
    enrol(code)

    with pytest.raises(CodeNotValid):
        enrol(code)


def test_a_code_lives_ten_minutes(terminal: Terminal, supervisor: User) -> None:
    code = invite(terminal, supervisor)

    with pytest.raises(CodeNotValid):
        enrol(code, minute=10)
    assert enrol(code, minute=9)


def test_guessing_codes_is_stopped_after_twenty_failures_at_that_address_only(
    terminal: Terminal, supervisor: User
) -> None:
    code = invite(terminal, supervisor)
    for _ in range(20):
        with pytest.raises(CodeNotValid):
            enrol("WRONG")

    with pytest.raises(TooManyAttempts):
        enrol(code)
    assert enrol(code, address="10.0.0.8")


def test_enrolling_is_no_failure(terminal: Terminal, supervisor: User) -> None:
    for number in range(25):
        enrol(invite(terminal, supervisor, f"Ramp {number}"))

    assert not FailedAttempt.objects.exists()


def test_two_tablets_that_enrol_at_once_get_two_names(
    ledger_that_can_be_emptied: None, terminal: Terminal, supervisor: User
) -> None:
    together = Barrier(2)

    def enrol_together(code: str) -> str:
        try:
            together.wait(timeout=20)
            return enrol(code)[0].name
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        codes = [invite(terminal, supervisor), invite(terminal, supervisor)]
        names = sorted(threads.map(enrol_together, codes))

    assert names == ["Ramp 2", "Ramp 2 2"]


def test_a_revoked_tablet_gives_its_name_free(terminal: Terminal, supervisor: User) -> None:
    tablet, _ = enrol(invite(terminal, supervisor))
    revoke_tablet(tablet=tablet, revoked_by=supervisor, revoked_at=NOON)

    assert enrol(invite(terminal, supervisor))[0].name == "Ramp 2"


def test_revoking_again_changes_nothing(
    ramp_tablet: Tablet, supervisor: User, stranger: User
) -> None:
    revoke_tablet(tablet=ramp_tablet, revoked_by=supervisor, revoked_at=NOON)
    again = revoke_tablet(tablet=ramp_tablet, revoked_by=stranger, revoked_at=NOON + MINUTE)

    assert (again.revoked_by, again.revoked_at) == (supervisor, NOON)
    assert LogEntry.objects.get().change_message == "Revoked."
