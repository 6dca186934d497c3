"""The shell of the field app: its page, its service worker and the build that they make together.

The page holds nothing of any person or terminal, since the worker keeps it; and no nonce, since a
kept nonce is a constant.
"""

import hashlib
import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template.loader import render_to_string

_BUILD_LENGTH = 12
# What is served: made of the files below when static files are collected.
_STYLE_PACK, _SCRIPT_PACK = "packs/field.css", "packs/field.js"
# What is served while developing, each file as it lies there.
_MODULES = ("vendor/idb.js", "vendor/preact-htm.js", "js/field/")
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


class _Files(NamedTuple):
    """Names of static files: what the page and its worker load, and where both begin."""

    styles: list[str]
    modules: list[str]
    entry: str


def _packed() -> _Files:
    return _Files([_STYLE_PACK], [_SCRIPT_PACK], _SCRIPT_PACK)


def _unpacked() -> _Files:
    names = sorted({name for finder in finders.get_finders() for name, _ in finder.list([])})
    places = settings.STATIC_PACKS[_STYLE_PACK]
    return _Files(
        styles=[name for place in places for name in names if _is_at(place, name, ".css")],
        modules=[name for place in _MODULES for name in names if _is_at(place, name, ".js")],
        entry=settings.STATIC_PACKS[_SCRIPT_PACK][0],
    )


def _make() -> Shell:
    files = _unpacked() if settings.DEBUG else _packed()
    names = (*files.styles, *files.modules, *_ICONS)
    assets = [staticfiles_storage.url(name) for name in names]

    def rendered(build: str) -> tuple[str, str]:
        page = {"build": build, **files._asdict()}
        plan = {"build": build, "assets": assets, "assetCache": _asset_cache()}
        worker = {"entry": files.entry, "plan": json.dumps(plan, indent=2)}
        return (
            render_to_string("field/shell.html", page),
            render_to_string("field/sw.js", worker),
        )

    content = json.dumps([*rendered(""), *_fingerprints([*files.styles, *files.modules])])
    build = hashlib.sha256(content.encode()).hexdigest()[:_BUILD_LENGTH]
    return Shell(build, *rendered(build), assets)


_made_once = cache(_make)


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
