import pytest

from operations.rules.manifest_words import (
    HELD_WITHOUT_REASON,
    KnownClasses,
    KnownPorts,
    direction_of,
    hold_reason_of,
    is_locode,
)
from operations.vocabulary import Direction

NAMES = {
    "DEBRV": "Bremerhaven",
    "BEZEE": "Zeebrugge",
    "GBSOU": "Southampton",
    "FRLEH": "Le Havre",
    "ESSAN": "Santander",
    "CLSAN": "San Antonio",
}
PORTS = KnownPorts(NAMES)
CLASSES = KnownClasses({"CAR": "Cars", "HIGH_AND_HEAVY": "High and heavy", "CASE": "Cases"})


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("DEBRV", "DEBRV"),
        ("de brv", "DEBRV"),
        ("DE-BRV", "DEBRV"),
        ("BRV", "DEBRV"),
        ("Bremerhaven", "DEBRV"),
        ("BREMERHAVEN", "DEBRV"),
        ("Bremerhaven (DEBRV)", "DEBRV"),
        ("DEBRV Bremerhaven", "DEBRV"),
        ("Bremerhaven, Germany", "DEBRV"),
        ("Le Havre", "FRLEH"),
        ("le  hâvre / France", "FRLEH"),
        ("Hamburg", None),
        ("DEHAM", None),
        ("", None),
        # Two ports end in these letters, and two codes are named: nobody can tell.
        ("SAN", None),
        ("DEBRV or BEZEE", None),
    ],
)
def test_a_port_is_found_by_what_lists_call_it(word: str, code: str | None) -> None:
    assert PORTS.find(word) == code


def test_what_a_person_settled_is_a_port_or_none() -> None:
    ports = KnownPorts(NAMES, settled={"Hambourg": "DEHAM", "to order": ""})

    assert ports.find("HAMBOURG ") == "DEHAM"
    assert ports.find("To Order") == ""


@pytest.mark.parametrize(
    ("word", "code"),
    [("DEHAM", "DEHAM"), ("Antwerp BEANR", "BEANR"), ("DE HAM", "DEHAM"), ("Paris", ""), ("X", "")],
)
def test_a_code_is_suggested_only_when_it_is_written_as_one(word: str, code: str) -> None:
    assert PORTS.suggestion(word) == code


@pytest.mark.parametrize(
    ("text", "is_code"),
    [("DEBRV", True), ("US2Z9", True), ("DE0AA", False), ("DEBR", False), ("debrv", False)],
)
def test_a_locode_is_two_letters_and_three_letters_or_digits(*, text: str, is_code: bool) -> None:
    assert is_locode(text) is is_code


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("CAR", "CAR"),
        ("cars", "CAR"),
        ("PKW", "CAR"),
        ("Passenger cars", "CAR"),
        ("High & Heavy", "HIGH_AND_HEAVY"),
        ("H&H", "HIGH_AND_HEAVY"),
        ("HIGH_AND_HEAVY", "HIGH_AND_HEAVY"),
        ("Kisten", None),
        ("Kiste", "CASE"),
        # There is no such class at this port, whatever the word means elsewhere.
        ("LKW", None),
    ],
)
def test_a_class_is_found_by_what_lists_call_it(word: str, code: str | None) -> None:
    assert CLASSES.find(word) == code


@pytest.mark.parametrize(
    ("word", "direction"),
    [
        ("L", Direction.LOAD),
        ("Load", Direction.LOAD),
        ("Export", Direction.LOAD),
        ("Loading list", Direction.LOAD),
        ("Löschen", Direction.DISCHARGE),
        ("IMP", Direction.DISCHARGE),
        ("déchargement", Direction.DISCHARGE),
        ("unloading", Direction.DISCHARGE),
        ("Sheet D", None),
        ("later", None),
    ],
)
def test_a_direction_is_found_by_what_lists_call_it(word: str, direction: Direction | None) -> None:
    assert direction_of(word) == direction


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        ("", ""),
        ("No", ""),
        ("n/a", ""),
        ("released", ""),
        ("X", HELD_WITHOUT_REASON),
        ("Yes", HELD_WITHOUT_REASON),
        ("Customs: papers missing", "Customs: papers missing"),
    ],
)
def test_a_hold_has_a_reason_or_says_that_the_list_holds_it(word: str, reason: str) -> None:
    assert hold_reason_of(word) == reason
