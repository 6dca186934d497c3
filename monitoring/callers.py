"""Who may see how the site is inside: figures and details, never what is counted.

Standard library only: asked at the front door, before Django.
"""

from collections.abc import Mapping
from hmac import compare_digest
from ipaddress import IPv6Address, ip_address
from typing import Any

# What proxies add. Behind one on this machine every stranger has a loopback address.
_OF_PROXIES = (
    "HTTP_FORWARDED",
    "HTTP_VIA",
    "HTTP_X_REAL_IP",
    "HTTP_X_CLIENT_IP",
    "HTTP_TRUE_CLIENT_IP",
    "HTTP_CF_CONNECTING_IP",
)
_LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})


def sees_details(environ: Mapping[str, Any], token: str) -> bool:
    """Return whether the caller of a WSGI request may see details.

    Who brings credentials is judged by them alone: `Authorization: Bearer …` with the token; an
    empty token is nobody's. Who brings none must call from this machine, to this machine by name,
    and not through a proxy.
    """
    if given := environ.get("HTTP_AUTHORIZATION"):
        return _is_token(given, token)
    return (
        _is_loopback(environ.get("REMOTE_ADDR", ""))
        and _calls_loopback(environ.get("HTTP_HOST", ""))
        and not _came_through_a_proxy(environ)
    )


def _is_token(given: str, token: str) -> bool:
    scheme, _, credentials = given.partition(" ")
    # WSGI hands over bytes as Latin-1; as text, compare_digest refuses all but ASCII.
    said = credentials.strip().encode("latin-1", errors="replace")
    # Compared in any case, so that the time tells nothing of the token.
    is_right = compare_digest(said, token.encode())
    return is_right and bool(token) and scheme.lower() == "bearer"


def _is_loopback(address: str) -> bool:
    try:
        peer = ip_address(address)
    except ValueError:
        # A Unix socket has no address: it is what a proxy connects to.
        return False
    mapped = peer.ipv4_mapped if isinstance(peer, IPv6Address) else None
    return (mapped or peer).is_loopback


def _calls_loopback(host: str) -> bool:
    """A page from elsewhere can have a browser here call here, but under its own name.

    Whoever names no host is neither a browser nor a proxy.
    """
    name = host if host.endswith("]") else host.rpartition(":")[0] or host
    return not host or name.lower() in _LOOPBACK_NAMES


def _came_through_a_proxy(environ: Mapping[str, Any]) -> bool:
    return any(name.startswith(("HTTP_X_FORWARDED", *_OF_PROXIES)) for name in environ)
