import struct

from django.test import Client


def test_the_app_can_be_installed(client: Client, db: None) -> None:
    answer = client.get("/field/app.webmanifest")

    manifest = answer.json()
    assert answer.headers["Content-Type"] == "application/manifest+json"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert (manifest["id"], manifest["scope"], manifest["start_url"]) == ("/field/",) * 3
    assert manifest["display"] == "standalone"
    assert manifest["name"]
    assert len(manifest["short_name"]) <= 12


def test_its_icons_are_as_large_as_they_say(client: Client, db: None) -> None:
    icons = client.get("/field/app.webmanifest").json()["icons"]

    for icon in icons:
        content = b"".join(client.get(icon["src"]))
        # A PNG begins with its signature and then its size.
        width, height = struct.unpack(">II", content[16:24])
        assert f"{width}x{height}" == icon["sizes"]
    assert {icon["purpose"] for icon in icons} == {"any", "maskable"}
    assert {icon["sizes"] for icon in icons} >= {"192x192", "512x512"}


def test_its_shortcuts_lead_to_screens_that_need_no_network(client: Client, db: None) -> None:
    shortcuts = client.get("/field/app.webmanifest").json()["shortcuts"]

    # The part after the # never leaves the tablet, so that each of them is the page that is kept.
    assert [each["url"] for each in shortcuts] == ["/field/#queue", "/field/#totals"]


def test_it_is_sent_once(client: Client, db: None) -> None:
    etag = client.get("/field/app.webmanifest").headers["ETag"]

    again = client.get("/field/app.webmanifest", headers={"If-None-Match": etag})

    assert again.status_code == 304
