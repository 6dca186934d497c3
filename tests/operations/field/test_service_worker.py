import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.test import Client, override_settings

from operations.field import shell as shell_module
from operations.field.shell import shell

POLICY = "Content-Security-Policy"


def plan_of(script: str) -> dict[str, Any]:
    """Return what the worker is told to keep."""
    found = re.search(r"serve\(self, (\{.*\})\);", script, re.DOTALL)
    assert found is not None
    plan: dict[str, Any] = json.loads(found[1])
    return plan


def text_of(client: Client, address: str) -> str:
    """Return a static file, which comes in pieces."""
    return b"".join(client.get(address)).decode()


def source_of(name: str) -> str:
    """Return a static file as it lies in the project."""
    return Path(str(finders.find(name))).read_text(encoding="utf-8")


def test_the_worker_is_a_script_that_is_always_asked_for(client: Client, db: None) -> None:
    answer = client.get("/field/sw.js")

    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert not answer.cookies


def test_its_own_policy_lets_it_fetch_and_import_from_here_only(client: Client, db: None) -> None:
    policy = client.get("/field/sw.js").headers[POLICY]

    parts = {part.strip() for part in policy.split(";")}
    assert parts == {"default-src 'none'", "script-src 'self'", "connect-src 'self'"}


def test_it_keeps_every_file_that_the_page_names(client: Client, db: None) -> None:
    plan = plan_of(client.get("/field/sw.js").content.decode())

    page = client.get("/field/").content.decode()
    named = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page))
    # The browser fetches this one for the home screen itself.
    named.remove(staticfiles_storage.url("icons/apple-touch-icon.png"))
    assert named <= set(plan["assets"])
    assert plan["build"] == shell().build


@override_settings(DEBUG=True)
def test_while_developing_it_keeps_every_module_that_the_app_can_import(
    client: Client, db: None
) -> None:
    kept = set(plan_of(client.get("/field/sw.js").content.decode())["assets"])

    imported = {
        urljoin(f"/static/{name}", path)
        for name in ("js/field/main.js", "js/field/sync.js", "js/field/views/app.js")
        for path in re.findall(r"""from\s*['"](\.[^'"]+)['"]""", source_of(name))
    }

    assert imported
    assert imported <= kept


def test_the_worker_runs_the_very_file_of_the_page(client: Client, db: None) -> None:
    page = client.get("/field/").content.decode()
    worker = client.get("/field/sw.js").content.decode()

    script = staticfiles_storage.url("packs/field.js")
    assert f'<script type="module" src="{script}">' in page
    assert re.findall(r"^import .*", worker, re.MULTILINE) == [
        f"import {{ serve }} from '{script}';"
    ]


def test_another_file_makes_another_build(client: Client, db: None) -> None:
    before = shell_module._make()
    hashed = staticfiles_storage.hashed_files  # type: ignore[attr-defined]  # of the storage that is set
    kept = hashed["packs/field.js"]

    try:
        hashed["packs/field.js"] = "packs/field.000000000000.js"
        after = shell_module._make()
    finally:
        hashed["packs/field.js"] = kept

    assert after.build != before.build
    assert re.fullmatch("[0-9a-f]{12}", after.build)


@override_settings(DEBUG=True)
def test_while_developing_the_files_have_their_own_names(client: Client, db: None) -> None:
    plan = plan_of(client.get("/field/sw.js").content.decode())

    assert "/static/js/field/sync.js" in plan["assets"]
    assert plan["assetCache"] == "reload"
    assert len(plan["build"]) == 12
