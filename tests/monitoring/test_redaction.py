import timeit

import pytest

from monitoring.redaction import Redactor

UNREAD = "Invalid request from ip=::1: Invalid"
HIDDEN_IN = {
    "a form": ("password=hunter2&next=/", "password=[hidden]&next=/"),
    "JSON": ('{"new_password": "hun ter", "a": 1}', '{"new_password": [hidden], "a": 1}'),
    "a mapping": ("{'csrfmiddlewaretoken': 'abc'}", "{'csrfmiddlewaretoken': [hidden]}"),
    "a header": ("Authorization: Basic YTpi", "Authorization: [hidden]"),
    "a variable": ("HTTP_AUTHORIZATION='Bearer abc'", "HTTP_AUTHORIZATION=[hidden]"),
    "cookies": ("Cookie: a=b; session=c\nHost: x", "Cookie: [hidden]\nHost: x"),
    "a bearer": ("sent Bearer abcdefgh123", "sent Bearer [hidden]"),
    "an account": ("postgresql://me:pw@db/port", "postgresql://[hidden]@db/port"),
    "a query": ("GET /login/?a=b HTTP/1.1", "GET /login/?[hidden] HTTP/1.1"),
    "an address elsewhere": ("https://x.example/T0/x fails", "https://x.example/[hidden] fails"),
    "an enrolment code": ("typed 7KQ4-M2XP", "typed [hidden]"),
    "a code by its name": ("{'code': '7kq4m2xp'}", "{'code': [hidden]}"),
    "a session key": ("no row for k3yofasessi0n7k0123m2xq4z8w1v0ab", "no row for [hidden]"),
    "a tablet's token": ("got Xy4_uQ-dev1ceT0kenOfATablet_zxKqw", "got [hidden]"),
    "a bad header": (f"{UNREAD} HTTP Header: 'x'", f"{UNREAD} HTTP Header"),
    "a bad chunk": (f"{UNREAD} chunk extension: x", f"{UNREAD} chunk extension"),
    "a failed request": ("Error handling request GET /x/secret", "Error handling request"),
}  # fmt: skip

LEFT = [
    "the round health failed",
    "Why? Because of 3 workers (pid: 4711), exit code 3.",
    "event 0197c3f0-5d4e-7a11-8a1b-2f6f3d1c9b77 was refused by the database",
    "digest 2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
    "Listening at: http://127.0.0.1:8000 (17)",
    'File "/srv/site/operations/actions/record_tally_events.py", line 131, in record',
    "the breaker stevedores:cache.example:6379/0 is open, was closed (TimeoutError())",
]


@pytest.mark.parametrize("kind", HIDDEN_IN)
def test_a_secret_is_hidden_by_the_word_before_it_or_by_its_shape(kind: str) -> None:
    written, expected = HIDDEN_IN[kind]

    assert Redactor().redact(written) == expected


@pytest.mark.parametrize("text", LEFT)
def test_what_operators_look_for_is_left(text: str) -> None:
    assert Redactor().redact(text) == text


def test_a_known_secret_is_hidden_wherever_it_stands() -> None:
    redactor = Redactor(["open sesame", "open sesame and more", "short"])

    said = redactor.redact("we said open sesame and more, or xopen sesamex, shortly")

    assert said == "we said [hidden], or x[hidden]x, shortly"


@pytest.mark.parametrize("word", ["secret", "cookie", "token=", "a", "://", "'", "password "])
def test_a_long_header_takes_no_longer_than_its_length_says(word: str) -> None:
    clean = Redactor(["a known secret"]).redact

    def seconds(length: int) -> float:
        text = word * (length // len(word))
        return min(timeit.repeat(lambda: clean(text), number=1, repeat=5))

    # Sixteen times as long if each letter looked at all the others; four times if not.
    assert seconds(16_000) < 10 * seconds(4_000)
