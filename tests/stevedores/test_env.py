import os
from collections.abc import Callable
from pathlib import Path

import pytest

from stevedores import env
from stevedores.env import BadSetting

SetEnv = Callable[..., None]


@pytest.fixture
def setting(monkeypatch: pytest.MonkeyPatch) -> SetEnv:
    monkeypatch.delenv("A_NAME_FILE", raising=False)
    monkeypatch.delenv("A_NAME", raising=False)

    def put(value: str, name: str = "A_NAME") -> None:
        monkeypatch.setenv(name, value)

    return put


def test_an_empty_value_means_the_default(setting: SetEnv) -> None:
    setting("  ")

    assert env.text("A_NAME", default="harbour") == "harbour"


def test_a_secret_may_come_from_a_file(setting: SetEnv, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("hold five\n")
    setting(str(tmp_path / "secret"), "A_NAME_FILE")

    assert env.text("A_NAME", default="") == "hold five"


def test_a_value_given_twice_is_refused(setting: SetEnv, tmp_path: Path) -> None:
    setting("one")
    setting(str(tmp_path), "A_NAME_FILE")

    with pytest.raises(BadSetting, match="set only one"):
        env.text("A_NAME", default="")


def test_a_file_that_cannot_be_read_is_named(setting: SetEnv, tmp_path: Path) -> None:
    setting(str(tmp_path / "nowhere"), "A_NAME_FILE")

    with pytest.raises(BadSetting, match="A_NAME_FILE cannot be read"):
        env.text("A_NAME", default="")


def test_a_missing_required_setting_says_how_to_write_it(setting: SetEnv) -> None:
    with pytest.raises(BadSetting, match=r"A_NAME is not set\. Example: A_NAME=like-this"):
        env.required_text("A_NAME", example="like-this")


@pytest.mark.parametrize("value", ["1.5", "-1", "two", "٣", "1e3", "0x10"])  # an Arabic digit
def test_only_plain_digits_are_a_whole_number(setting: SetEnv, value: str) -> None:
    setting(value)

    with pytest.raises(BadSetting, match="not a whole number"):
        env.whole_number("A_NAME", default=2, at_least=1, example="2")


def test_a_number_below_the_bound_is_refused(setting: SetEnv) -> None:
    setting("0")

    with pytest.raises(BadSetting, match="below 1"):
        env.whole_number("A_NAME", default=2, at_least=1, example="2")


@pytest.mark.parametrize(("value", "is_on"), [("Yes", True), ("1", True), ("off", False)])
def test_a_switch_takes_the_usual_words(setting: SetEnv, value: str, *, is_on: bool) -> None:
    setting(value)

    assert env.switch("A_NAME", default=not is_on) is is_on


def test_a_misspelt_switch_switches_nothing(setting: SetEnv) -> None:
    setting("flase")

    with pytest.raises(BadSetting, match="neither yes nor no"):
        env.switch("A_NAME", default=True)


def test_a_word_outside_the_list_is_refused(setting: SetEnv) -> None:
    setting("loud")

    with pytest.raises(BadSetting, match="none of INFO, ERROR"):
        env.one_of("A_NAME", ("INFO", "ERROR"), default="INFO")


def test_empty_words_are_dropped(setting: SetEnv) -> None:
    setting(" a.example, ,b.example,")

    assert env.words("A_NAME") == ["a.example", "b.example"]


@pytest.mark.parametrize("value", ["redis://:secret@host:port/0", "http://secret@host/0"])
def test_a_bad_url_never_tells_its_password(setting: SetEnv, value: str) -> None:
    setting(value)

    with pytest.raises(BadSetting) as refused:
        env.url("A_NAME", default="", schemes=("redis",), example="redis://host:6379/0")

    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    "value", ["", "https://pier.example", "https://pier.example/", "http://10.0.0.7:8080"]
)
def test_an_address_of_the_site_is_a_scheme_and_a_host(setting: SetEnv, value: str) -> None:
    setting(value)

    assert env.site_address("A_NAME", example="https://pier.example") == value.removesuffix("/")


@pytest.mark.parametrize(
    "value",
    [
        "https://",
        "https:pier",
        "https://pier.example/x",
        "https://pier.example?y",
        "https://pier.example/#z",
        "https://me:secret@pier.example",
        "ftp://pier.example",
        "pier.example",
        "https://:80",
    ],
)
def test_what_is_more_or_less_is_no_address_of_the_site(setting: SetEnv, value: str) -> None:
    setting(value)

    with pytest.raises(BadSetting) as refused:
        env.site_address("A_NAME", example="https://pier.example")

    assert "secret" not in str(refused.value)


def test_networks_are_read_with_single_addresses_among_them(setting: SetEnv) -> None:
    setting("10.0.0.0/8, 192.0.2.7,fd00::/8")

    assert [str(each) for each in env.networks("A_NAME")] == [
        "10.0.0.0/8",
        "192.0.2.7/32",
        "fd00::/8",
    ]


@pytest.mark.parametrize(
    "value", ["proxy.example", "10.0.0.1/8", "10.0.0.0/33", "0.0.0.0/0", "::/0"]
)
def test_what_is_no_network_or_all_of_them_is_refused(setting: SetEnv, value: str) -> None:
    setting(value)

    with pytest.raises(BadSetting, match="A_NAME"):
        env.networks("A_NAME")


def test_what_is_supposed_is_what_an_operator_did_not_say(setting: SetEnv) -> None:
    setting(" ")
    env.suppose("A_NAME", "harbour")
    supposed = env.text("A_NAME", default="")
    setting("sea")
    env.suppose("A_NAME", "harbour")

    assert (supposed, env.text("A_NAME", default="")) == ("harbour", "sea")


def test_secrets_are_known_by_the_names_of_all_that_is_set(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in os.environ:
        monkeypatch.delenv(name)
    (tmp_path / "token").write_text("in a file\n")
    monkeypatch.setenv("SECRET_KEY", "a key")
    monkeypatch.setenv("SOME_TOKEN_FILE", str(tmp_path / "token"))
    monkeypatch.setenv("MAIL_PASSWORD_FILE", str(tmp_path / "nowhere"))
    monkeypatch.setenv("DATABASE_URL", "postgresql://clerk:p%40ss@db.example/port")
    monkeypatch.setenv("REDIS_URL", "unix:///run/redis.sock?db=0&password=in-query")
    monkeypatch.setenv("PORT", "8000")

    assert env.secrets_in_use() == ["a key", "in a file", "in-query", "p%40ss", "p@ss"]
