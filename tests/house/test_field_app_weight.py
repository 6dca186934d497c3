import re
from pathlib import Path

from django.conf import settings
from django.test import Client

MAX_BYTES_ON_THE_WIRE = 60 * 1024
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

    assert len(sizes) > 50, "the shell links hardly anything: is it the shell?"
    assert sum(sizes.values()) <= MAX_BYTES_ON_THE_WIRE, sizes


def test_every_module_that_a_module_imports_is_linked_too(client: Client) -> None:
    linked = {path.resolve() for path in linked_files(client)}
    imported = re.compile(r'^(?:import|export)\b[^"\']*["\'](\.[^"\']+)["\']', re.MULTILINE)

    missing = {
        f"{path.name} imports {found}"
        for path in linked
        if path.suffix == ".js"
        for found in imported.findall(path.read_text(encoding="utf-8"))
        if (path.parent / found).resolve() not in linked
    }

    # One that is not linked is fetched late; one that does not exist never starts the app: the
    # hashing of names takes a class called …Import or …Export for a statement and spoils the path.
    assert missing == set()
