"""The report's promises on security: what strangers get, whatever they send."""

from collections.abc import Iterator
from http import HTTPStatus

from monitoring.readiness.grounds import Grounds, NotReady, require
from monitoring.readiness.site import Answer, NoAnswer, Site

HEADERS = frozenset(
    {
        "content-security-policy",
        "cross-origin-opener-policy",
        "cross-origin-resource-policy",
        "permissions-policy",
        "referrer-policy",
        "strict-transport-security",
        "x-content-type-options",
        "x-frame-options",
    }
)
_HSTS = "strict-transport-security"
_A_YEAR_SECONDS = 31_536_000
_MOST_ASKED = 1000
_JSON = {"Content-Type": "application/json"}
_RAW = {
    "no request": b"nonsense\r\n\r\n",
    "no host": b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n",
}
_TRACES = (b"Traceback", b"DEBUG = True", b"DisallowedHost", b"django.", b".py")


def security_headers(grounds: Grounds) -> str:
    """Every kind of answer carries the security headers."""
    bare = [
        f"{what} lacks {', '.join(sorted(missing))}"
        for what, names in _kinds(grounds)
        if (missing := HEADERS - names)
    ]
    require(not bare, "; ".join(bare))
    return f"{len(HEADERS)} headers on {len(list(_kinds(grounds)))} kinds of answer"


def _kinds(grounds: Grounds) -> Iterator[tuple[str, set[str]]]:
    site, paths = grounds.site, grounds.paths
    for what, answer in (
        ("page", site.ask(paths.page)),
        ("api", site.ask(paths.api)),
        ("the way to sign in", site.ask(paths.private)),
        ("nothing there", site.ask("/there-is-nothing-here")),
        ("another method", site.ask(paths.api, method="DELETE")),
        ("no token", site.ask(paths.page, method="POST", body=b"")),
        ("health", site.ask("/health")),
        ("life", site.ask("/health/quick")),
    ):
        yield what, set(answer.headers)
    for what, request in _RAW.items():
        head = site.send_raw(request).partition(b"\r\n\r\n")[0].decode("latin-1")
        yield what, {line.partition(":")[0].lower() for line in head.split("\r\n")[1:]}


def headers_are_strict(grounds: Grounds) -> str:
    """The policy of a page lets no foreign or inline script run."""
    headers = grounds.site.ask(grounds.paths.page).headers
    policy = _directives(headers.get("content-security-policy", ""))
    scripts = policy.get("script-src", policy.get("default-src", ["*"])) or ["'none'"]
    loose = {"*", "'unsafe-inline'", "'unsafe-eval'", "http:", "https:", "data:"} & set(scripts)
    require(not loose, f"scripts may come from {' '.join(scripts)}")
    require(policy.get("frame-ancestors") == ["'none'"], "a foreign page may frame this one")
    require(policy.get("base-uri") == ["'none'"], "a foreign base may be set")
    return f"script-src {' '.join(word.partition('-')[0] for word in scripts)}; no frames, no base"


def _directives(policy: str) -> dict[str, list[str]]:
    words = [directive.split() for directive in policy.split(";")]
    return {name: values for name, *values in filter(None, words)}


def https_only(grounds: Grounds) -> str:
    """Plain http leads to https, and cookies travel over nothing else."""
    led = _way_from_plain_http(grounds.site.plain_http_door(), grounds.paths.page)
    page = grounds.site.ask(grounds.paths.page)
    _require_hsts(page)
    _require_safe_cookies(page)
    return f"{led}; HSTS for a year; cookies are secure"


def _way_from_plain_http(door: Site | None, path: str) -> str:
    if door is None:
        return "plain http was not asked, since the URL names a port"
    try:
        page = door.ask(path)
    except NoAnswer:
        return f"nobody answers at {door.url}"
    target = page.headers.get("location", "")
    moved = {HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT}
    require(page.status in moved, f"plain http is answered {page.status}")
    require(target.startswith("https://"), f"plain http leads to {target or 'nowhere'}")
    return "http leads to https"


def _require_hsts(answer: Answer) -> None:
    value = answer.headers.get(_HSTS, "")
    age = value.partition("max-age=")[2].partition(";")[0].strip()
    require(age.isdecimal() and int(age) >= _A_YEAR_SECONDS, f"HSTS is {value or 'not set'}")


def _require_safe_cookies(answer: Answer) -> None:
    cookie = answer.headers.get("set-cookie", "")
    require(not cookie or "secure" in cookie.lower(), f"not a secure cookie: {cookie[:20]}")


def rate_limit(grounds: Grounds) -> str:
    """Who asks on and on is refused and told when to come again, also while Redis is gone."""
    site = grounds.without_redis.site
    for count in range(1, _MOST_ASKED):
        answer = site.ask(grounds.paths.api)
        if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
            wait = answer.headers.get("retry-after", "")
            require(wait.isdecimal(), "the refusal does not say when to come again")
            return f"Redis gone: request {count} is refused for {wait} s"
    raise NotReady(f"{_MOST_ASKED} requests in a row are let through")


def bad_input(grounds: Grounds) -> str:
    """What makes no sense is refused by name, and breaks nothing."""
    answers = dict(_hostile_answers(grounds))
    broken = [
        f"{what} is answered {answer.status}"
        for what, answer in answers.items()
        if not HTTPStatus.BAD_REQUEST <= answer.status < HTTPStatus.INTERNAL_SERVER_ERROR
    ]
    require(not broken, f"not refused: {'; '.join(broken)}")
    return f"{len(answers)} kinds of nonsense, all refused with 4xx"


def _hostile_answers(grounds: Grounds) -> Iterator[tuple[str, Answer]]:
    site, paths = grounds.site, grounds.paths
    yield "half a JSON", site.ask(paths.api, method="POST", headers=_JSON, body=b'{"a": [')
    yield "no UTF-8", site.ask(paths.api, method="POST", headers=_JSON, body=b"\xff\xfe")
    yield "NUL", site.ask("/%00")
    yield "half a character", site.ask("/%ED%A0%80")
    yield "the way up", site.ask("/static/../../etc/passwd")
    yield "an address of 3,000 letters", site.ask("/" + "x" * 3000)
    yield "another host", site.ask(paths.page, headers={"Host": "elsewhere.example"})


def no_debug(grounds: Grounds) -> str:
    """An error shows nothing of the inside."""
    shown = _first_trace(grounds.site, "/there-is-nothing-here") or _first_trace(
        grounds.site, grounds.paths.page, host="elsewhere.example"
    )
    require(shown is None, f"an error page shows {shown!r}")
    return "error pages show nothing of the inside"


def _first_trace(site: Site, path: str, *, host: str = "") -> str | None:
    body = site.ask(path, headers={"Host": host} if host else {}).body
    return next((trace.decode() for trace in _TRACES if trace in body), None)
