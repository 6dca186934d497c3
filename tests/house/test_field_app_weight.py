import posixpath
import re

from django.conf import settings
from django.test import Client

from tests.house.house import PROJECT, own_static, short

MAX_BYTES_ON_THE_WIRE = 60 * 1024
# Below this, something is missing: Preact, idb and a hundred modules do not fit into less.
MIN_BYTES_OF_THE_SCRIPT = 30 * 1024
IMPORTED = re.compile(r"^import\b[^'\"]*['\"](\.[^'\"]+)['\"]", re.MULTILINE)
LINKED = re.compile(r"""['"](/static/[^'"]+\.(?:css|js|svg))['"]""")


def bytes_on_the_wire(client: Client, address: str) -> int:
    answer = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 200, address
    return len(answer.getvalue())


def downloads(client: Client) -> dict[str, int]:
    """Return how many bytes each file takes that a first visit asks for, worker and all."""
    doors = ["/field/", "/field/sw.js", "/field/app.webmanifest"]
    linked = {
        address for door in doors for address in LINKED.findall(client.get(door).content.decode())
    }
    return {address: bytes_on_the_wire(client, address) for address in [*doors, *sorted(linked)]}


def test_the_field_app_is_at_most_60_kb_on_the_wire(client: Client, db: None) -> None:
    sizes = downloads(client)

    assert sum(sizes.values()) <= MAX_BYTES_ON_THE_WIRE, sizes


def test_what_is_weighed_is_the_field_app(client: Client, db: None) -> None:
    sizes = downloads(client)

    scripts = [
        size
        for address, size in sizes.items()
        if address.startswith("/static/packs/field.") and address.endswith(".js")
    ]
    assert len(sizes) == 6
    assert len(scripts) == 1
    assert scripts[0] >= MIN_BYTES_OF_THE_SCRIPT


def test_every_module_of_the_field_app_is_in_one_of_its_packs(client: Client) -> None:
    entries = [made_of[0] for made_of in settings.STATIC_PACKS.values()]
    modules = {short(path) for path in own_static(".js") if "/js/field/" in str(path)}
    reached: set[str] = set()

    waiting = [f"static/{entry}" for entry in entries if entry.endswith(".js")]
    while waiting:
        name = waiting.pop()
        reached.add(name)
        text = (PROJECT / name).read_text(encoding="utf-8")
        imported = {
            posixpath.normpath(posixpath.join(posixpath.dirname(name), address))
            for address in IMPORTED.findall(text)
        }
        waiting += imported - reached

    # What nobody imports is dead, but for the interface, which only comments name.
    assert modules - reached == {"static/js/field/types.js"}
