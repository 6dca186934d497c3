from datetime import timedelta

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher

from operations.actions.failed_attempts import TooManyAttempts
from operations.actions.sign_in import SignInFailed, sign_in
from operations.models import Tablet, Terminal, User
from operations.queries.shift_tokens import SHIFT_LENGTH, read_shift
from operations.vocabulary import Role
from tests import cast
from tests.cast import NOON, PASSWORD


def try_to(tablet: Tablet, username: str = "clerk3", password: str = PASSWORD) -> User:
    return sign_in(username=username, password=password, tablet=tablet, signed_in_at=NOON)[0]


def test_a_clerk_begins_a_shift(clerk: User, ramp_tablet: Tablet) -> None:
    person, token = sign_in(
        username="clerk3", password=PASSWORD, tablet=ramp_tablet, signed_in_at=NOON
    )

    shift = read_shift(token, tablet=ramp_tablet)
    assert person == clerk
    assert (shift.person_id, shift.starts_at, shift.ends_at) == (
        clerk.pk,
        NOON,
        NOON + SHIFT_LENGTH,
    )


@pytest.fixture
def turned_away(clerk: User, terminal: Terminal, stranger: User) -> dict[str, tuple[str, str]]:
    """Everybody who may not sign in, as (name, password) by the reason."""
    cast.a_person("left", terminal, role=Role.CREW, is_active=False)
    cast.a_person("auditor", terminal, role=Role.AUDITOR)
    return {
        "wrong password": (clerk.username, "wrong"),
        "wrong name": ("nobody", PASSWORD),
        "shut out": ("left", PASSWORD),
        "of another terminal": (stranger.username, PASSWORD),
        "only looks": ("auditor", PASSWORD),
    }


def test_everybody_who_is_turned_away_gets_one_answer(
    turned_away: dict[str, tuple[str, str]], ramp_tablet: Tablet
) -> None:
    answers = set()
    for name, password in turned_away.values():
        with pytest.raises(SignInFailed) as refused:
            try_to(ramp_tablet, name, password)
        answers.add(repr(refused.value))

    assert len(answers) == 1


def test_everybody_who_is_turned_away_waits_for_one_hash(
    turned_away: dict[str, tuple[str, str]],
    ramp_tablet: Tablet,
    monkeypatch: pytest.MonkeyPatch,
    settings: object,
) -> None:
    hashed: list[str] = []
    encode = PBKDF2PasswordHasher.encode

    def counted(self: PBKDF2PasswordHasher, password: str, *rest: object, **more: object) -> str:
        hashed.append(password)
        return encode(self, password, *rest, **more)  # type: ignore[arg-type]  # handed through

    monkeypatch.setattr(PBKDF2PasswordHasher, "encode", counted)

    costs = {}
    for reason, (name, password) in turned_away.items():
        hashed.clear()
        with pytest.raises(SignInFailed):
            try_to(ramp_tablet, name, password)
        costs[reason] = len(hashed)
    assert set(costs.values()) == {1}


def test_a_supervisor_may_count_too(supervisor: User, ramp_tablet: Tablet) -> None:
    assert try_to(ramp_tablet, "supervisor") == supervisor


def test_guessing_is_stopped_after_ten_failures(clerk: User, ramp_tablet: Tablet) -> None:
    for _ in range(10):
        with pytest.raises(SignInFailed):
            try_to(ramp_tablet, "CLERK3", "wrong")

    with pytest.raises(TooManyAttempts) as refused:
        try_to(ramp_tablet)
    assert refused.value.retry_after_seconds <= timedelta(minutes=15).total_seconds() + 1


def test_guessing_on_one_tablet_locks_nobody_out_on_another_nor_anybody_else(
    clerk: User, supervisor: User, ramp_tablet: Tablet, terminal: Terminal
) -> None:
    for _ in range(11):
        with pytest.raises((SignInFailed, TooManyAttempts)):
            try_to(ramp_tablet, password="wrong")

    assert try_to(cast.a_tablet(terminal, "Ramp 2")) == clerk
    assert try_to(ramp_tablet, "supervisor") == supervisor


def test_a_success_lets_a_clerk_mistype_again(clerk: User, ramp_tablet: Tablet) -> None:
    for _ in range(9):
        with pytest.raises(SignInFailed):
            try_to(ramp_tablet, password="wrong")
    try_to(ramp_tablet)

    for _ in range(9):
        with pytest.raises(SignInFailed):
            try_to(ramp_tablet, password="wrong")
    assert try_to(ramp_tablet) == clerk
