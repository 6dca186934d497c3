import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from operations.management.demo.people import create_people
from operations.models import Terminal, User


def refusals(password: str, person: User | None = None) -> list[str]:
    try:
        validate_password(password, person)
    except ValidationError as refused:
        return [str(each.code) for each in refused.error_list]
    return []


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("elevenchars", "password_too_short"),
        ("x" * 201, "password_too_long"),
        ("Terminal colonel", "password_of_known_words"),
        ("Brunswick 2026", "password_of_known_words"),
        ("qwertyuiop123", "password_too_common"),
        ("Ship foreman 1", "password_of_known_words"),
        ("shipforemann", "password_too_similar"),
    ],
)
def test_a_password_that_is_easily_guessed_is_refused(
    supervisor: User, password: str, code: str
) -> None:
    assert code in refusals(password, supervisor)


@pytest.mark.parametrize(
    "password",
    [
        "twelve chars",
        "no capitals no digits",
        "918273645546372819",
        "ж" * 3 + " слова подряд",
        "a" * 3 + " word " * 20,
        "xkcdwordsofmine" * 13,
    ],
)
def test_no_other_rule_stands_in_the_way(supervisor: User, password: str) -> None:
    assert refusals(password, supervisor) == []


def test_passwords_of_the_demo_would_be_taken_too(terminal: Terminal) -> None:
    assert [each for each in create_people(terminal).values() if refusals(each)] == []
