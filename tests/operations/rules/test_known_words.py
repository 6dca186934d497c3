import pytest
from hypothesis import given
from hypothesis import strategies as st

from operations.rules.known_words import is_of_known_words

NAMES = ("Colonel Island", "colonel", "Brunswick", "USSSI", "Quay 7")


@pytest.mark.parametrize(
    "password",
    [
        "brunswick-port-2026!",
        "ColonelIsland123",
        "Stevedores Dashboard 1",
        "shipshipshipship",
        "tally.clerk.ramp.7",
        "WELCOME-to-USSSI",
    ],
)
def test_a_password_of_names_and_words_of_the_port_is_known(password: str) -> None:
    assert is_of_known_words(password, NAMES)


@pytest.mark.parametrize(
    "password",
    [
        "ballast-quay-forty-two",
        "correct horse battery staple",
        "brunswick green bicycle",
        "qwertyuiop12",
        "abcd-efgh-jkmn",
    ],
)
def test_a_password_with_words_of_its_own_is_not(password: str) -> None:
    assert not is_of_known_words(password, NAMES)


@given(st.text(max_size=300), st.lists(st.text(max_size=40), max_size=5))
def test_any_text_gets_an_answer(password: str, names: list[str]) -> None:
    assert isinstance(is_of_known_words(password, names), bool)


@given(
    st.text(alphabet="abcdefghijk0123456789", min_size=1, max_size=7),
    st.sampled_from(["colonel", "brunswick", "island"]),
)
def test_a_known_name_with_a_few_letters_more_is_known(more: str, name: str) -> None:
    assert is_of_known_words(f"{name}{more}", NAMES)


@given(st.text(alphabet="zxwv", min_size=12, max_size=200))
def test_what_has_no_known_word_in_it_is_left_alone(password: str) -> None:
    assert not is_of_known_words(password, NAMES)
