import re

from django.contrib.staticfiles.storage import staticfiles_storage
from django.test import Client, override_settings

from operations.field.shell import shell
from operations.models import User

POLICY = "Content-Security-Policy"


def test_anybody_gets_the_page_of_the_app(client: Client, db: None) -> None:
    answer = client.get("/field/")

    page = answer.content.decode()
    assert answer.status_code == 200
    assert f'<body data-build="{shell().build}" data-worker="/field/sw.js">' in page
    assert '<div id="app"><p class="starting' in page
    assert f'<script type="module" src="{staticfiles_storage.url("packs/field.js")}">' in page
    assert '<link rel="manifest" href="/field/app.webmanifest">' in page


def test_the_page_is_the_same_for_everybody(client: Client, supervisor: User) -> None:
    for_nobody = client.get("/field/").content
    client.force_login(supervisor)

    assert client.get("/field/").content == for_nobody


def test_the_page_holds_no_nonce_no_inline_code_and_no_cookie(client: Client, db: None) -> None:
    answer = client.get("/field/")

    page = answer.content.decode()
    assert "nonce" not in page + answer.headers[POLICY]
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", page)
    assert not answer.cookies


def test_scripts_need_trusted_types_here_and_nowhere_else(client: Client, db: None) -> None:
    here, elsewhere = client.get("/field/"), client.get("/login/")

    rules = set(here.headers[POLICY].split("; "))
    assert rules >= {"require-trusted-types-for 'script'", "trusted-types field-sw"}
    assert rules >= {"script-src 'self'", "default-src 'none'"}
    assert "trusted-types" not in elsewhere.headers[POLICY]


def test_the_page_is_asked_for_again_but_not_sent_again(client: Client, db: None) -> None:
    first = client.get("/field/")

    again = client.get("/field/", headers={"If-None-Match": first.headers["ETag"]})

    assert first.headers["Cache-Control"] == "no-cache"
    assert again.status_code == 304
    # The browser takes the headers of a 304 over those that it kept.
    assert again.headers[POLICY] == first.headers[POLICY]


def test_every_file_of_the_page_is_there_under_a_name_of_its_content(
    client: Client, db: None
) -> None:
    page = client.get("/field/").content.decode()

    for address in re.findall(r'(?:href|src)="(/static/[^"]+)"', page):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert re.search(r"\.[0-9a-f]{12}\.", address), address
        assert "immutable" in answer.headers["Cache-Control"]
        answer.close()


@override_settings(DEBUG=True)
def test_while_developing_the_page_is_preloaded_whole(client: Client, db: None) -> None:
    page = client.get("/field/").content.decode()

    preloaded = set(re.findall(r'rel="modulepreload" href="([^"]+)"', page))

    assert "/static/js/field/sync.js" in preloaded
    assert "/static/js/field/views/count.js" in preloaded
    assert "/static/vendor/idb.js" in preloaded
    assert "/static/js/field/worker/main.js" in preloaded
    assert '<script type="module" src="/static/js/field/main.js">' in page


def test_the_page_loads_one_script_and_one_stylesheet(client: Client, db: None) -> None:
    page = client.get("/field/").content.decode()

    assert len(set(re.findall(r'(?:href|src)="(/static/[^"]+\.js)"', page))) == 1
    assert len(re.findall(r'rel="stylesheet"', page)) == 1


def test_the_address_without_its_slash_leads_to_the_page(client: Client, db: None) -> None:
    answer = client.get("/field")

    assert (answer.status_code, answer.headers["Location"]) == (301, "/field/")


def test_other_addresses_below_are_not_there(client: Client, db: None) -> None:
    assert client.get("/field/nothing").status_code == 404
    assert client.post("/field/").status_code == 405
