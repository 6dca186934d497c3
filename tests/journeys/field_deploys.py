"""Another version of the site: the same server with static files that differ, as after a deploy."""

import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers.gunicorn import RunningServer

# A file that only the page names, so that no other file changes its name with it.
CHANGED = "packs/field.js"


@contextmanager
def another_deploy(
    server: RunningServer, folder: Path, *, is_broken: bool = False
) -> Iterator[None]:
    """Serve a newer build for a while; a broken one names a file that is not there.

    The files of the build before stay beside the new ones, as `collectstatic` leaves them.
    """
    before = server.env["STATIC_ROOT"]
    root = folder / "static of another deploy"
    shutil.copytree(before, root)
    _change(root, is_broken=is_broken)
    server.env["STATIC_ROOT"] = str(root)
    server.restart()
    try:
        yield
    finally:
        server.env["STATIC_ROOT"] = before
        server.restart()


def _change(root: Path, *, is_broken: bool) -> None:
    manifest_file = root / "staticfiles.json"
    manifest = json.loads(manifest_file.read_text(encoding="utf-8"))
    script = (root / manifest["paths"][CHANGED]).read_bytes() + b"\n// Another deploy.\n"
    name = f"packs/field.{hashlib.md5(script).hexdigest()[:12]}.js"  # noqa: S324  # a file's name
    manifest["paths"][CHANGED] = name
    manifest_file.write_text(json.dumps(manifest), encoding="utf-8")
    if not is_broken:
        (root / name).write_bytes(script)
