"""Who asks, when proxies stand between: only what proxies of ours add is believed.

Standard library only.
"""

import re
from collections.abc import Callable, Iterable, MutableMapping, Sequence
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from typing import Any

Network = IPv4Network | IPv6Network
Environ = MutableMapping[str, Any]
# 192.0.2.7:4711 and [2001:db8::7]:4711
_WITH_PORT = re.compile(r"(\d+\.\d+\.\d+\.\d+):\d+|\[([0-9a-fA-F:.]+)\](?::\d+)?")
Application = Callable[..., Iterable[bytes]]


def behind_proxies(application: Application, trusted: Sequence[Network]) -> Application:
    """Return the WSGI application with REMOTE_ADDR and the scheme as the client has them.

    Both are taken from X-Forwarded-For and X-Forwarded-Proto, and only when the peer is a trusted
    proxy. Whatever else asks is its peer's address, over plain http, whatever its headers say.
    """
    if not trusted:
        return application

    def answer(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        if _is_of(trusted, environ.get("REMOTE_ADDR", "")):
            proto = environ.get("HTTP_X_FORWARDED_PROTO", "")
            # The last one is of the proxy that talks to us.
            if proto.rpartition(",")[2].strip().lower() == "https":
                environ["wsgi.url_scheme"] = "https"
            environ["REMOTE_ADDR"] = client_address(environ, trusted)
        return application(environ, start_response)

    return answer


def client_address(environ: Environ, trusted: Sequence[Network]) -> str:
    """Return the nearest address that is no trusted proxy, as text.

    Each proxy adds at the right whom it heard it from; what stands left of an untrusted address,
    or of what is no address, may be anybody's invention.
    """
    nearest = str(environ.get("REMOTE_ADDR", ""))
    hops = str(environ.get("HTTP_X_FORWARDED_FOR", "")).split(",")
    while hops and _is_of(trusted, nearest):
        hop = _address(hops.pop().strip())
        if hop is None:
            break
        nearest = str(hop)
    return nearest


def _is_of(trusted: Sequence[Network], text: str) -> bool:
    address = _address(text)
    return address is not None and any(address in network for network in trusted)


def network_of(address: str) -> str:
    """Return whom a limit is for: an IPv4 address, or the /64 that one IPv6 household has."""
    known = _address(address)
    if isinstance(known, IPv6Address):
        return str(ip_network((known, 64), strict=False))
    return address


def _address(text: str) -> IPv4Address | IPv6Address | None:
    """Read an address as proxies write it: bare, or with the port that a balancer adds."""
    bare = _WITH_PORT.fullmatch(text)
    try:
        address = ip_address((bare[1] or bare[2]) if bare else text)
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.scope_id:
        return None  # means something on the machine that wrote it, and nothing here
    # What a socket of both families calls an IPv4 client.
    return getattr(address, "ipv4_mapped", None) or address
