"""Admin is where the operator wants it, and nowhere else."""

import re
from collections.abc import Iterator
from http import HTTPStatus

import pytest
from django.conf import settings
from django.urls import URLResolver, get_resolver

from stevedores import env
from stevedores.settings import TAKEN_PATHS
from tests.cast import PASSWORD
from tests.house.house import PROJECT, own_python, short, tracked
from tests.servers.fixtures import StartServer
from tests.servers.plain_browser import PlainBrowser

ELSEWHERE = "back-office/7k2m"
MAKE_ROOT = (
    "from operations.models import User; "
    f"User.objects.create_superuser('root', password='{PASSWORD}')"
)


def path_of(value: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("ADMIN_PATH", value)
    return env.site_path("ADMIN_PATH", default="admin", taken=TAKEN_PATHS, example="office")


@pytest.mark.parametrize(
    ("value", "path"),
    [("", "admin/"), ("office", "office/"), ("/office/", "office/"), ("a-1/b_2", "a-1/b_2/")],
)
def test_a_path_is_read_with_or_without_slashes(
    value: str, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert path_of(value, monkeypatch) == path


@pytest.mark.parametrize(
    "value", ["field", "Field/x", "static/admin", "a//b", "../x", "a b", "/", "é", "<str:x>", "^$"]
)
def test_a_path_that_is_taken_or_no_address_is_refused(
    value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(env.BadSetting, match="ADMIN_PATH"):
        path_of(value, monkeypatch)


def first_parts(resolver: URLResolver) -> Iterator[str]:
    for each in resolver.url_patterns:
        prefix = str(each.pattern)
        if prefix:
            yield prefix.partition("/")[0]
        elif isinstance(each, URLResolver):
            yield from first_parts(each)


def test_whatever_the_site_has_at_its_root_is_taken() -> None:
    in_use = set(first_parts(get_resolver())) - {settings.ADMIN_PATH.partition("/")[0]}

    assert in_use
    assert in_use <= TAKEN_PATHS


def test_no_page_or_script_knows_where_admin_is() -> None:
    hard_coded = re.compile(r"[\"'(=}]/admin/|\}/admin/")
    folders = tuple(PROJECT / name for name in ("templates", "static/js", "operations"))
    files = [
        path
        for path in [*tracked(".html", ".js"), *own_python()]
        if any(path.is_relative_to(folder) for folder in folders)
    ]

    assert [short(path) for path in files if hard_coded.search(path.read_text("utf-8"))] == []


def test_admin_moves_with_all_its_links(a_running_server: StartServer) -> None:
    server = a_running_server(ADMIN_PATH=ELSEWHERE, WEB_WORKERS="1")
    server.command("shell", "-v", "0", "-c", MAKE_ROOT)
    browser = PlainBrowser(server.url)

    status, address, page = browser.sign_in("root", PASSWORD, target=f"/{ELSEWHERE}/")
    seen: set[str] = set()
    links = set(re.findall(r'href="(/[^"#?]*)"', page))

    assert (status, address) == (HTTPStatus.OK, f"{server.url}/{ELSEWHERE}/")
    for path in (path for path in links if path.startswith(f"/{ELSEWHERE}/")):
        status, _, content = browser.open(path)
        assert status == HTTPStatus.OK, path
        seen.update(re.findall(r'href="(/[^"#?]*)"', content))
    assert len(seen) > 30
    assert not [path for path in seen | links if path.startswith("/admin")]
    assert browser.open("/admin/")[0] == HTTPStatus.NOT_FOUND
