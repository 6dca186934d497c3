"""Who asks, when proxies stand between: only what proxies of ours add is believed.

Standard library only.
"""

from collections.abc import Callable, Iterable, MutableMapping, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any

Network = IPv4Network | IPv6Network
Environ = MutableMapping[str, Any]
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


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    # What a socket of both families calls an IPv4 client.
    return getattr(address, "ipv4_mapped", None) or address
