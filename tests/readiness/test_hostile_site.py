"""A site that is measured may be anybody's: nothing it says breaks or deceives who measures."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from monitoring.readiness import site
from monitoring.readiness.site import NoAnswer, Site, address_of_site
from tests.servers.ports import LOOPBACK

Serve = Callable[..., Site]
NO_ADDRESSES = [
    *("", "tally.example", "//tally.example", "ftp://tally.example", "file:///etc/passwd"),
    *(
        "http://",
        "http://[::1",
        "http://[::::]",
        "http://tally..example",
        f"http://{'x' * 64}.example",
    ),
    *("http://tally.example:99999", "http://tally.example:0", "http://tally.example:x"),
    *("http://tally.example/login/", "http://tally.example?x", "http://tally.example#x"),
    *("http://a name", " http://tally.example", "http://tally.example\n", "http://a\tname"),
    *("http://me:secret@tally.example", "http://\x1b[31m"),
]
ADDRESSES = [
    "http://tally.example",
    "HTTPS://Tally.example:8443",
    "http://[::1]:8000",
    "http://1.2.3.4",
]


@pytest.mark.parametrize("text", NO_ADDRESSES)
def test_what_is_no_address_of_a_site_ends_as_a_site_that_is_not_there(text: str) -> None:
    with pytest.raises(CommandError, match="is not the address of a site") as refused:
        call_command("readiness", "--url", text)

    assert refused.value.returncode == 2
    assert str(refused.value).isprintable()


@pytest.mark.parametrize("text", ADDRESSES)
def test_what_is_an_address_is_taken_as_it_is(text: str) -> None:
    assert address_of_site(f"{text}/") == text


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Return a function that answers whoever comes: with this, and then this again and again."""
    is_over = threading.Event()
    with closing(socket.create_server((LOOPBACK, 0))) as door:

        def answer(connection: socket.socket, first: bytes, then: bytes, pause: float) -> None:
            with closing(connection), suppress(OSError):
                connection.recv(65536)
                connection.sendall(first)
                while then and not is_over.wait(pause):
                    connection.sendall(then)

        def start(first: bytes, then: bytes = b"", *, pause_seconds: float = 0) -> Site:
            def take_in() -> None:
                with suppress(OSError):
                    while True:
                        given = (door.accept()[0], first, then, pause_seconds)
                        threading.Thread(target=answer, args=given, daemon=True).start()

            threading.Thread(target=take_in, daemon=True).start()
            return Site(f"http://{LOOPBACK}:{door.getsockname()[1]}")

        yield start
        is_over.set()
        door.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize("first", [b"", b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_an_answer_that_drips_is_cut_off(
    serve: Serve, monkeypatch: pytest.MonkeyPatch, first: bytes
) -> None:
    monkeypatch.setattr(site, "WHOLE_SECONDS", 0.3)
    dripping = serve(first, b"x", pause_seconds=0.05)

    with pytest.raises(NoAnswer):
        dripping.ask("/")
    with pytest.raises(NoAnswer):
        dripping.send_raw(b"nonsense\r\n\r\n")


def test_a_handshake_that_drips_is_one_step(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site, "TIMEOUT_SECONDS", 0.3)
    # The head of a record of TLS, whose twenty bytes come one by one.
    dripping = serve(b"\x16\x03\x03\x00\x14", b"\x02", pause_seconds=0.05)
    over_tls = Site(dripping.url.replace("http:", "https:"))

    with pytest.raises(NoAnswer, match="handshake operation timed out"):
        over_tls.ask("/")
    with pytest.raises(NoAnswer, match="handshake operation timed out"):
        over_tls.send_raw(b"nonsense\r\n\r\n")


def test_an_answer_without_end_is_not_read_to_its_end(serve: Serve) -> None:
    endless = serve(b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 65536)

    with pytest.raises(NoAnswer, match="more than"):
        endless.ask("/")
    assert len(endless.send_raw(b"nonsense\r\n\r\n")) <= site.MOST_BYTES


def test_half_an_answer_is_none(serve: Serve) -> None:
    with pytest.raises(NoAnswer, match="IncompleteRead"):
        serve(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf").ask("/")


def test_what_a_site_says_does_not_command_the_terminal(serve: Serve) -> None:
    led_astray = serve(
        b"HTTP/1.1 301 Gone\r\nLocation: gopher://\x1b[31m\xc2\x9b\r\nContent-Length: 0\r\n\r\n"
    )
    told = StringIO()

    with pytest.raises(SystemExit):
        call_command("readiness", "--url", led_astray.url, "--only", "https_only", stdout=told)

    assert r"plain http leads to gopher://\x1b[31m" in told.getvalue()
    assert told.getvalue().replace("\n", "").isprintable()


def test_nor_does_a_signpost(serve: Serve) -> None:
    signpost = serve(
        b"HTTP/1.1 301 Gone\r\nLocation: https://\x1b[31m\r\nContent-Length: 0\r\n\r\n"
    )

    with pytest.raises(CommandError, match="only leads to") as refused:
        call_command("readiness", "--url", signpost.url)

    assert str(refused.value).isprintable()
