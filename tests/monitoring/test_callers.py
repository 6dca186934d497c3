import pytest

from monitoring.callers import sees_details

TOKEN = "a-token-of-the-operators"
HERE = {"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "127.0.0.1:8000"}
STRANGER = {"REMOTE_ADDR": "203.0.113.9", "HTTP_HOST": "port.example"}


def test_the_token_opens_from_anywhere() -> None:
    assert sees_details(STRANGER | {"HTTP_AUTHORIZATION": f"Bearer {TOKEN}"}, TOKEN)


@pytest.mark.parametrize(
    "authorization",
    [
        "Bearer wrong",
        "Bearer ",
        "Bearer",
        f"Basic {TOKEN}",
        TOKEN,
        f"Bearer {TOKEN}x",
        "Bearer \xfc",
    ],
)
def test_no_other_credentials_open_not_even_from_this_machine(authorization: str) -> None:
    assert not sees_details(HERE | {"HTTP_AUTHORIZATION": authorization}, TOKEN)


@pytest.mark.parametrize("authorization", ["Bearer ", "Bearer", "bearer  "])
def test_an_empty_token_is_nobodys(authorization: str) -> None:
    assert not sees_details(STRANGER | {"HTTP_AUTHORIZATION": authorization}, "")


def test_a_token_of_any_letters_is_compared_by_its_bytes() -> None:
    said = "schlüssel".encode().decode("latin-1")

    assert sees_details(STRANGER | {"HTTP_AUTHORIZATION": f"Bearer {said}"}, "schlüssel")


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"])
@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:8000", "127.0.0.1", "[::1]:8000", "[::1]"]
)
def test_this_machine_sees_details(address: str, host: str) -> None:
    assert sees_details({"REMOTE_ADDR": address, "HTTP_HOST": host}, TOKEN)


@pytest.mark.parametrize("address", ["203.0.113.9", "10.0.0.1", "::ffff:10.0.0.1", "", "localhost"])
def test_another_machine_does_not(address: str) -> None:
    assert not sees_details(HERE | {"REMOTE_ADDR": address}, TOKEN)


@pytest.mark.parametrize(
    "header",
    ["X_FORWARDED_FOR", "X_FORWARDED_HOST", "X_FORWARDED_PROTO", "FORWARDED", "VIA", "X_REAL_IP"],
)
def test_who_came_through_a_proxy_is_not_of_this_machine(header: str) -> None:
    assert not sees_details(HERE | {f"HTTP_{header}": ""}, TOKEN)


def test_a_page_from_elsewhere_cannot_look_through_a_browser_here() -> None:
    assert not sees_details(HERE | {"HTTP_HOST": "evil.example:8000"}, TOKEN)
