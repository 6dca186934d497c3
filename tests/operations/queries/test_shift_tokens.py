from datetime import timedelta

import pytest
from django.core import signing
from hypothesis import given
from hypothesis import strategies as st

from operations.models import Tablet, Terminal, User
from operations.queries.shift_tokens import (
    SHIFT_LENGTH,
    Shift,
    TokenNotValid,
    person_on_shift,
    read_shift,
    sign_shift,
)
from tests import cast
from tests.cast import NOON

SECOND = timedelta(seconds=1)


@pytest.fixture
def token(clerk: User, ramp_tablet: Tablet) -> str:
    return sign_shift(person=clerk, tablet=ramp_tablet, starts_at=NOON)


def on_shift(token: str, tablet: Tablet, after: timedelta = SECOND) -> tuple[User, Shift] | None:
    return person_on_shift(token, tablet=tablet, now=NOON + after)


def test_a_token_says_who_on_which_tablet_and_when(
    token: str, clerk: User, ramp_tablet: Tablet
) -> None:
    shift = read_shift(token, tablet=ramp_tablet)

    assert (shift.person_id, shift.tablet_id) == (clerk.pk, ramp_tablet.pk)
    assert (shift.starts_at, shift.ends_at) == (NOON, NOON + SHIFT_LENGTH)


def test_a_token_is_worth_nothing_on_another_tablet(token: str, terminal: Terminal) -> None:
    with pytest.raises(TokenNotValid):
        read_shift(token, tablet=cast.a_tablet(terminal, "Ramp 2"))


def test_a_token_whose_time_is_over_still_says_who_counted(
    token: str, clerk: User, ramp_tablet: Tablet
) -> None:
    assert on_shift(token, ramp_tablet, SHIFT_LENGTH) is None
    assert read_shift(token, tablet=ramp_tablet).person_id == clerk.pk


@given(st.text(max_size=200))
def test_no_text_passes_for_a_token_or_makes_it_fail(text: str) -> None:
    with pytest.raises(TokenNotValid):
        read_shift(text, tablet=Tablet(pk=1))


@pytest.mark.parametrize("place", [0, 5, -20, -1])
def test_a_token_with_one_character_changed_is_forged(
    token: str, ramp_tablet: Tablet, place: int
) -> None:
    letters = list(token)
    letters[place] = "A" if letters[place] != "A" else "B"

    with pytest.raises(TokenNotValid):
        read_shift("".join(letters), tablet=ramp_tablet)


def test_what_was_signed_for_another_purpose_is_no_shift(ramp_tablet: Tablet) -> None:
    with pytest.raises(TokenNotValid):
        read_shift(signing.dumps([1, 2, 3, 4, "x"]), tablet=ramp_tablet)


@pytest.mark.parametrize("after", [-SECOND, SHIFT_LENGTH])
def test_nobody_reads_before_or_after_the_shift(
    token: str, ramp_tablet: Tablet, after: timedelta
) -> None:
    assert on_shift(token, ramp_tablet, after) is None


def test_a_person_reads_during_the_shift(token: str, clerk: User, ramp_tablet: Tablet) -> None:
    present = on_shift(token, ramp_tablet)

    assert present is not None
    assert present[0] == clerk


def test_whoever_is_shut_out_reads_no_more(token: str, clerk: User, ramp_tablet: Tablet) -> None:
    clerk.is_active = False
    clerk.save()

    assert on_shift(token, ramp_tablet) is None


def test_whoever_leaves_the_terminal_reads_no_more(
    token: str, clerk: User, ramp_tablet: Tablet
) -> None:
    clerk.terminals.clear()

    assert on_shift(token, ramp_tablet) is None


def test_a_new_password_ends_the_shift(token: str, clerk: User, ramp_tablet: Tablet) -> None:
    clerk.set_password("another long password for a test")
    clerk.save()

    assert on_shift(token, ramp_tablet) is None
