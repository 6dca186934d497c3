"""The shell of the field app: its page, its service worker and the build that they make together.

The page holds nothing of any person or terminal, since the worker keeps it; and no nonce, since a
kept nonce is a constant.
"""

import hashlib
import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple, cast

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.template.loader import render_to_string

_BUILD_LENGTH = 12
# In this order: later ones refine what earlier ones say.
_STYLES = ("css/tokens.css", "css/base.css", "css/pieces.css", "css/field/")
_MODULES = ("vendor/idb.js", "vendor/preact-htm.js", "js/field/")
_WORKER_MODULES = "js/field/worker/"
_ICONS = ("icons/icon.svg",)


class Shell(NamedTuple):
    """The page and its worker as text, and the addresses of the files that the worker keeps."""

    build: str
    page: str
    worker: str
    assets: list[str]


def shell() -> Shell:
    """Return the shell of the files that are served now."""
    # While developing, files change under a running server.
    return _make() if settings.DEBUG else _made_once()


def build_facts() -> dict[str, str]:
    """Return the build that is served, and the one that tablets must be at, empty for any."""
    build = shell().build
    return {"build": build, "minimum_build": build if settings.FIELD_UPDATE_IS_URGENT else ""}


def _make() -> Shell:
    names = sorted(_static_names())
    styles = [name for place in _STYLES for name in names if _is_at(place, name, ".css")]
    modules = [name for place in _MODULES for name in names if _is_at(place, name, ".js")]
    for_page = [name for name in modules if not name.startswith(_WORKER_MODULES)]
    assets = [staticfiles_storage.url(name) for name in (*styles, *for_page, *_ICONS)]

    def rendered(build: str) -> tuple[str, str]:
        page = {"build": build, "styles": styles, "modules": for_page}
        plan = {"build": build, "assets": assets, "assetCache": _asset_cache()}
        return (
            render_to_string("field/shell.html", page),
            render_to_string("field/sw.js", {"plan": json.dumps(plan, indent=2)}),
        )

    content = json.dumps([*rendered(""), *_fingerprints([*styles, *modules])])
    build = hashlib.sha256(content.encode()).hexdigest()[:_BUILD_LENGTH]
    return Shell(build, *rendered(build), assets)


_made_once = cache(_make)


def _static_names() -> Iterable[str]:
    """Return the names of all static files: as collected, or where they lie while developing."""
    if settings.DEBUG:
        return {name for finder in finders.get_finders() for name, _ in finder.list([])}
    return list(cast("ManifestFilesMixin", staticfiles_storage).hashed_files)


def _is_at(place: str, name: str, suffix: str) -> bool:
    return name.startswith(place) and name.endswith(suffix)


def _fingerprints(names: Iterable[str]) -> list[str]:
    """Return what addresses do not tell while developing: there they outlive their content."""
    if not settings.DEBUG:
        return []
    paths = (finders.find(name) for name in names)
    return [hashlib.sha256(Path(str(path)).read_bytes()).hexdigest() for path in paths]


def _asset_cache() -> str:
    """Return how the worker asks for files: a hashed name may come from the browser's cache."""
    return "reload" if settings.DEBUG else "default"
