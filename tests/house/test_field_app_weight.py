import posixpath
import re
from pathlib import Path

from django.conf import settings
from django.test import Client

from tests.house.house import PROJECT, own_static, short

MAX_BYTES_ON_THE_WIRE = 60 * 1024
IMPORTED = re.compile(r"^import\b[^'\"]*['\"](\.[^'\"]+)['\"]", re.MULTILINE)
LINKED = re.compile(r'(?:href|src)="/static/([^"]+\.(?:css|js))"')


def linked_files(client: Client) -> list[Path]:
    page = client.get("/field/").content.decode()
    return sorted({Path(settings.STATIC_ROOT) / name for name in LINKED.findall(page)})


def bytes_on_the_wire(path: Path) -> int:
    # Files that hardly shrink have no compressed twin and are served as they are.
    compressed = path.with_name(f"{path.name}.gz")
    return (compressed if compressed.exists() else path).stat().st_size


def test_the_field_app_is_at_most_60_kb_on_the_wire(client: Client) -> None:
    sizes = {path.name: bytes_on_the_wire(path) for path in linked_files(client)}

    assert {name.partition(".")[0] for name in sizes} == {"field"}
    assert sum(sizes.values()) <= MAX_BYTES_ON_THE_WIRE, sizes


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
