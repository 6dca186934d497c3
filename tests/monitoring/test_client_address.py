from ipaddress import ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as some

from monitoring.client_address import behind_proxies, client_address, network_of

PROXIES = [ip_network("10.0.0.0/8"), ip_network("fd00::/8")]
CASES = {
    "no proxy": ("192.0.2.7", "", "192.0.2.7"),
    "a stranger who invents one": ("192.0.2.7", "198.51.100.1", "192.0.2.7"),
    "one proxy": ("10.0.0.1", "192.0.2.7", "192.0.2.7"),
    "two proxies": ("10.0.0.1", "192.0.2.7, 10.0.0.2", "192.0.2.7"),
    "a client who invents some before": ("10.0.0.1", "127.0.0.1, 192.0.2.7", "192.0.2.7"),
    "a client inside": ("10.0.0.1", "10.0.0.9", "10.0.0.9"),
    "a proxy that says nothing": ("10.0.0.1", "", "10.0.0.1"),
    "what is no address": ("10.0.0.1", "192.0.2.7, unknown", "10.0.0.1"),
    "IPv6": ("fd00::1", "2001:db8::7", "2001:db8::7"),
    "IPv4 as IPv6 writes it": ("::ffff:10.0.0.1", "::ffff:192.0.2.7", "192.0.2.7"),
    "a port, as some balancers add": ("10.0.0.1", "192.0.2.7:4711", "192.0.2.7"),
    "a port at IPv6": ("10.0.0.1", "[2001:db8::7]:4711", "2001:db8::7"),
    "a zone of another machine": ("10.0.0.1", "fe80::1%eth0", "10.0.0.1"),
    "a socket without addresses": ("", "192.0.2.7", ""),
}


@pytest.mark.parametrize(("peer", "forwarded", "expected"), CASES.values(), ids=CASES.keys())
def test_only_what_trusted_proxies_add_is_believed(
    peer: str, forwarded: str, expected: str
) -> None:
    environ = {"REMOTE_ADDR": peer, "HTTP_X_FORWARDED_FOR": forwarded}

    assert client_address(environ, PROXIES) == expected


@given(some.text())
def test_whatever_a_stranger_says_their_address_is_that_of_the_peer(forwarded: str) -> None:
    environ = {"REMOTE_ADDR": "192.0.2.7", "HTTP_X_FORWARDED_FOR": forwarded}

    assert client_address(environ, PROXIES) == "192.0.2.7"


@given(some.text())
def test_whatever_comes_through_a_proxy_an_address_is_found(forwarded: str) -> None:
    environ = {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": forwarded}

    assert client_address(environ, PROXIES)


@pytest.mark.parametrize(
    ("peer", "proto", "expected"),
    [
        ("10.0.0.1", "https", "https"),
        ("10.0.0.1", "http, https", "https"),
        ("10.0.0.1", "https, http", "http"),
        ("10.0.0.1", "", "http"),
        ("192.0.2.7", "https", "http"),
    ],
)
def test_only_a_trusted_proxy_says_that_the_client_came_over_https(
    peer: str, proto: str, expected: str
) -> None:
    application = behind_proxies(lambda environ, _: [environ["wsgi.url_scheme"].encode()], PROXIES)
    asked = {"REMOTE_ADDR": peer, "HTTP_X_FORWARDED_PROTO": proto, "wsgi.url_scheme": "http"}

    assert application(asked, print) == [expected.encode()]


@pytest.mark.parametrize(
    ("address", "whose"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("", ""),
    ],
)
def test_a_household_of_ipv6_is_one_caller(address: str, whose: str) -> None:
    assert network_of(address) == whose
