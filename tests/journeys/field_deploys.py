"""Another version of the site: the same server with static files that differ, as after a deploy."""

import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers.gunicorn import RunningServer

SCRIPT, STYLE = "packs/field.js", "packs/field.css"


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
    # Without its script, a worker would not even begin to install.
    changed = STYLE if is_broken else SCRIPT
    manifest_file = root / "staticfiles.json"
    manifest = json.loads(manifest_file.read_text(encoding="utf-8"))
    content = (root / manifest["paths"][changed]).read_bytes() + b"\n/* Another deploy. */\n"
    kept_name, _, suffix = changed.rpartition(".")
    name = f"{kept_name}.{hashlib.md5(content, usedforsecurity=False).hexdigest()[:12]}.{suffix}"
    manifest["paths"][changed] = name
    manifest_file.write_text(json.dumps(manifest), encoding="utf-8")
    if not is_broken:
        (root / name).write_bytes(content)
