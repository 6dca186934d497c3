"""The proxy of deploy/proxy, a real nginx before a real site: TLS, slow and lying clients.

Run by hand: .venv/bin/python -m benchmarks.proxy
Needs nginx and openssl on PATH (Debian: apt install nginx-light openssl). Only addresses and
folders of the configuration are replaced. Slow clients send half a request and wait: straight to
a site of one worker they fill the house, through the proxy they do not reach it.
"""

import json
import ssl
import sys
import tempfile
from collections.abc import Callable, Iterator
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from pathlib import Path

from benchmarks.proxy_site import RunningProxy, a_running_site, an_echo, slow_clients
from tests.servers.ports import LOOPBACK

SLOW_CLIENTS, REQUESTS, PATIENCE_SECONDS = 40, 5, 3
# Another address of this machine: who the proxy must say the client is.
CLIENT = "127.0.0.9"
FORGED = {
    "X-Forwarded-For": "203.0.113.7",
    "X-Real-IP": "203.0.113.7",
    "Forwarded": "for=203.0.113.7",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Prefix": "/evil",
    "X-Forwarded-Ssl": "off",
    "X_Forwarded_For": "203.0.113.7",
}


def main() -> int:
    """Try, print a line for each promise, and return 0 when all hold."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        results = [*forwarded(folder / "echo"), *before_a_site(folder / "site")]
    for promise, holds in results:
        sys.stdout.write(f"{'holds' if holds else 'BROKEN'}  {promise}\n")
    return 0 if all(holds for _, holds in results) else 1


def forwarded(folder: Path) -> Iterator[tuple[str, bool]]:
    """Yield what the proxy hands on of a request whose headers lie."""
    with an_echo() as echo, RunningProxy(folder, site_port=echo.server_port) as proxy:
        answer = ask(proxy, "/", headers=FORGED, source=CLIENT)
        seen = json.loads(answer.read())
        before = echo.connection_count
        with slow_clients(SLOW_CLIENTS, proxy.tls_port, context=proxy.trust):
            # nginx takes them in turn: once this is answered, it has looked at all of the others.
            ask(proxy, "/").read()
        # That one may need a connection of its own.
        came = echo.connection_count - before - 1
    lies = ("203.0.113", "evil", "off")
    kept = {name: value for name, value in seen.items() if any(lie in value for lie in lies)}
    yield (
        f"a forged address ends at the proxy: the site hears {seen['x-forwarded-for']}",
        (seen["x-forwarded-for"] == CLIENT and seen["x-forwarded-proto"] == "https"),
    )
    yield f"of {SLOW_CLIENTS} slow clients, {max(came, 0)} reach the site", came <= 0
    yield f"no other header that was forged is handed on: {kept or 'none'}", not kept
    yield (
        f"the name that the browser used is handed on: {seen['host']}",
        (seen["host"] == f"{LOOPBACK}:{proxy.tls_port}"),
    )


def before_a_site(folder: Path) -> Iterator[tuple[str, bool]]:
    """Yield what browsers and tablets meet, with the site there and away."""
    with a_running_site(folder) as site, RunningProxy(folder, site_port=site.port) as proxy:
        yield from doors(proxy)
        with slow_clients(SLOW_CLIENTS, site.port):
            refused = statuses(lambda: ask_plainly(site.port, "/login/"))
        yield (
            f"straight to the site, {SLOW_CLIENTS} slow clients fill it: {refused}",
            "200" not in refused,
        )
        with slow_clients(SLOW_CLIENTS, proxy.tls_port, context=proxy.trust):
            served = statuses(lambda: ask(proxy, "/login/"))
        yield (
            f"through the proxy, {SLOW_CLIENTS} slow clients hold no worker: {served}",
            (set(served) == {"200"}),
        )
        site.stop()
        yield from away(proxy)


def doors(proxy: RunningProxy) -> Iterator[tuple[str, bool]]:
    """Yield what the two ports answer."""
    page = ask(proxy, "/login/")
    yield f"a page comes over {page.headers['X-Seen-Tls']}", page.status == 200
    doubled = [name for name in page.headers if len(page.headers.get_all(name, [])) > 1]
    yield f"each header once: {doubled or 'none doubled'}", not set(doubled) - {"Set-Cookie"}
    plain = ask_plainly(proxy.plain_port, "/board/?a=1")
    yield (
        f"plain http is led to {plain.headers['Location']}",
        (plain.status == 301 and plain.headers["Location"] == f"https://{LOOPBACK}/board/?a=1"),
    )
    api = ask_plainly(proxy.plain_port, "/field/api/v1/session")
    yield f"the API over plain http: {api.status}", api.status == 403
    figures = ask(proxy, "/metrics")
    yield f"figures from outside: {figures.status}", figures.status == 404
    large = ask(proxy, "/field/api/v1/events", body=b"x" * 3_000_000)
    code = said(large)
    yield f"a batch of 3 MB: {large.status}, {code}", code == "too_large"
    yield "what nginx says by itself has the headers", has_headers(large) and has_headers(api)


def away(proxy: RunningProxy) -> Iterator[tuple[str, bool]]:
    """Yield what is answered while the site is stopped."""
    answer = ask(proxy, "/field/api/v1/session")
    yield (
        f"the site is away, for a tablet: {answer.status}, {said(answer)}",
        (answer.status == 503 and answer.headers["Retry-After"] == "5" and has_headers(answer)),
    )
    page = ask(proxy, "/")
    yield f"the site is away, for a browser: {page.status}", page.status == 503


def has_headers(answer: HTTPResponse) -> bool:
    """Return whether the answer carries what every answer must carry."""
    return bool(
        answer.headers["X-Content-Type-Options"] == "nosniff"
        and answer.headers["Strict-Transport-Security"]
        and answer.headers["Content-Security-Policy"]
    )


def said(answer: HTTPResponse) -> str:
    """Return the code of an error of the API."""
    return str(json.loads(answer.read())["error"]["code"])


def ask(
    proxy: RunningProxy,
    path: str,
    *,
    body: bytes | None = None,
    headers: dict[str, str] | None = None,
    source: str = LOOPBACK,
) -> HTTPResponse:
    """Ask over TLS; the version of it stands in the answer's headers as X-Seen-Tls."""
    connection = HTTPSConnection(
        LOOPBACK,
        proxy.tls_port,
        timeout=PATIENCE_SECONDS,
        context=proxy.trust,
        source_address=(source, 0),
    )
    connection.request("POST" if body else "GET", path, body=body, headers=headers or {})
    assert isinstance(connection.sock, ssl.SSLSocket)
    version = connection.sock.version()
    answer = connection.getresponse()
    answer.headers["X-Seen-Tls"] = version or "no TLS"
    return answer


def ask_plainly(port: int, path: str) -> HTTPResponse:
    """Ask over plain http."""
    connection = HTTPConnection(LOOPBACK, port, timeout=PATIENCE_SECONDS)
    connection.request("GET", path)
    return connection.getresponse()


def statuses(request: Callable[[], HTTPResponse]) -> list[str]:
    """Return the statuses of a few answers in a row; "none" where none came in time."""
    found = []
    for _ in range(REQUESTS):
        try:
            found.append(str(request().status))
        except TimeoutError:
            found.append("none")
    return found


if __name__ == "__main__":
    sys.exit(main())
