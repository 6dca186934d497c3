from urllib.parse import urlsplit

import pytest

from stevedores.email_url import MailServer, email_settings
from stevedores.env import BadSetting


def read(url: str, *, is_needed: bool = True) -> MailServer:
    return email_settings(urlsplit(url), is_needed=is_needed)


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://u:p%40ss@mail.example", ("mail.example", 587, "u", "p@ss", True, False)),
        ("smtps://mail.example:2465", ("mail.example", 2465, "", "", False, True)),
        ("smtp+plain://127.0.0.1", ("127.0.0.1", 25, "", "", False, False)),
    ],
)
def test_a_mail_server_is_a_url(url: str, server: tuple[object, ...]) -> None:
    assert read(url) == server


def test_alerts_by_mail_need_a_mail_server() -> None:
    assert read("", is_needed=False).host == ""
    with pytest.raises(BadSetting, match="EMAIL_URL is not set"):
        read("")
    with pytest.raises(BadSetting, match="names no mail server"):
        read("smtp://:587")
