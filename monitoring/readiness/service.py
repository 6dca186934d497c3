"""The report's promises on health, errors and the end of a process."""

import json
import select
import signal
import socket
import subprocess
from contextlib import closing
from http import HTTPStatus

from monitoring.readiness.grounds import Grounds, NotReady, require
from monitoring.readiness.own_site import SECONDS_TO_START
from monitoring.readiness.site import Site

MOST_HEALTH_SECONDS = 0.3
# Long enough that a site which waits for nobody is gone.
SECONDS_UNDER_WAY = 1.0
_HALF = b"a=b&"
_CHECKS = frozenset({"database", "redis", "memory", "security", "system"})


def health_pages(grounds: Grounds) -> str:
    """Both health pages answer, quickly, and the big one looks at everything."""
    quick, whole = grounds.site.ask("/health/quick"), grounds.site.ask("/health")
    require(quick.status == HTTPStatus.OK, f"/health/quick answers {quick.status}")
    require(whole.status in {HTTPStatus.OK, HTTPStatus.SERVICE_UNAVAILABLE}, f"{whole.status}")
    missing = _CHECKS - set(whole.json().get("checks", {}))
    require(not missing, f"/health does not look at {', '.join(sorted(missing))}")
    slowest = max(quick.seconds, whole.seconds)
    require(slowest <= MOST_HEALTH_SECONDS, f"a health page took {slowest * 1000:.0f} ms")
    return f"quick {quick.seconds * 1000:.0f} ms, whole {whole.seconds * 1000:.0f} ms"


def all_checks_pass(grounds: Grounds) -> str:
    """`/health` is 200 with every check passing."""
    # Operators are told why, strangers only which.
    answer = grounds.site.ask_inside("/health?strict=1")
    content = answer.json()
    checks = content.get("checks", {})
    bad = [_in_words(name, found) for name, found in checks.items() if _state_of(found) != "ok"]
    seen = f"/health?strict=1, which takes degraded for a failure, is {answer.status}"
    why = "; ".join(bad) or f"the site is {content.get('reason') or content.get('status')}"
    require(answer.status == HTTPStatus.OK, f"{seen}: {why}")
    return f"{seen}; every check is ok"


def _in_words(name: str, found: object) -> str:
    says = found.get("says") if isinstance(found, dict) else ""
    return f"{name} is {_state_of(found)}" + (f" ({says})" if says else "")


def _state_of(found: object) -> object:
    """Strangers are told a state, operators more."""
    return found.get("state") if isinstance(found, dict) else found


def errors_and_logs(grounds: Grounds) -> str:
    """Errors have an answer for their reader, and the log is one JSON object a line."""
    page = grounds.site.ask("/there-is-nothing-here")
    require(page.status == HTTPStatus.NOT_FOUND, f"what is not there is answered {page.status}")
    own = grounds.without_redis
    own.site.ask("/there-is-nothing-here")
    lines = [line for line in own.log.read_text(encoding="utf-8").splitlines() if line.strip()]
    require(lines, "the site logs nothing")
    for line in lines:
        try:
            json.loads(line)
        except ValueError:
            raise NotReady(f"a line of the log is no JSON: {line[:80]}") from None
    return f"404 has a page; {len(lines)} lines of the log are JSON"


def graceful_end(grounds: Grounds) -> str:
    """A request under way is answered although the site is told to stop, and it stops well."""
    own = grounds.start()
    with closing(own.site.open_socket()) as connection:
        connection.sendall(_half_a_form(own.site, grounds.paths.page))
        # Answered after the half form was taken up: it came later, over the same listener.
        own.site.ask("/health/quick")
        own.process.send_signal(signal.SIGTERM)
        early, _, _ = select.select([connection], [], [], SECONDS_UNDER_WAY)
        answer = connection.recv(64) if early else _answer_to_the_rest(connection)
    require(answer, "a request under way was cut off")
    require(not early, f"a form was answered before it was there: {answer.decode()}")
    try:
        code = own.process.wait(timeout=SECONDS_TO_START)
    except subprocess.TimeoutExpired:
        raise NotReady(f"it does not stop within {SECONDS_TO_START} s") from None
    require(code == 0, f"it stops with exit code {code}")
    return (
        f"a form under way was answered ({answer.split()[1].decode()}) while stopping; exit code 0"
    )


def _half_a_form(site: Site, page: str) -> bytes:
    """Return a form with a cookie and an origin: without them nobody waits for its second half."""
    cookie = site.ask(page).headers.get("set-cookie", "").partition(";")[0]
    head = (
        f"POST {page} HTTP/1.1",
        f"Host: {site.host}",
        "X-Forwarded-Proto: https",
        f"Origin: https://{site.host}",
        f"Cookie: {cookie}",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {2 * len(_HALF)}",
        "Connection: close",
    )
    return "\r\n".join([*head, "", ""]).encode() + _HALF


def _answer_to_the_rest(connection: socket.socket) -> bytes:
    """Return the beginning of the answer; nothing where nobody waits for the rest any more."""
    try:
        connection.sendall(_HALF)
        return connection.recv(64)
    except (BrokenPipeError, ConnectionResetError):
        return b""
