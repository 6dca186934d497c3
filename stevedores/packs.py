"""One file of many: the modules and styles that a page needs, packed when they are collected.

Modules stay what they are, each in a scope of its own and in the order of their imports; only
comments, indentation and, where the minifier is installed, long names of variables are left out.
Knows the few forms of import and export that this house writes, and refuses every other.
"""

import posixpath
import re
from collections.abc import Callable, Iterable
from importlib import import_module

Read = Callable[[str], str]

_IMPORT = re.compile(
    r"^import\s*\{([^}]*)\}\s*from\s*['\"](\.[^'\"]+)['\"];?[ \t]*$\n?", re.MULTILINE
)
_EXPORT = re.compile(
    r"^export (?=(?:async )?(?:const|class|function)\s*\*?\s*([\w$]+))", re.MULTILINE
)
_EXPORT_LIST = re.compile(r"(?:^|(?<=[;}]))export\s*\{([^}]*)\};?\s*\Z", re.MULTILINE)
_UNKNOWN = re.compile(r"^\s*(?:import|export)\b.*", re.MULTILINE)
# Whole lines only: what looks like a comment inside a text is left alone. Licences (/*!) stay.
_BLOCK_COMMENT = re.compile(r"^[ \t]*/\*(?!!).*?\*/[ \t]*\n?", re.MULTILINE | re.DOTALL)
_LINE_COMMENT = re.compile(r"^[ \t]*//.*\n", re.MULTILINE)
_INDENTATION = re.compile(r"^\s+", re.MULTILINE)


class PackError(Exception):
    """A module says something that cannot be packed; the text names it."""


def pack_modules(entry: str, *, read: Read) -> str:
    """Return one module that does what the entry does and exports what it exports.

    `read` returns the text of a module by its name, such as ``js/field/main.js``.
    Raises PackError for a circle of imports and for forms that this house does not write.
    """
    packed: dict[str, str] = {}
    exports = _pack(entry, packed=packed, path=(), read=read)
    scopes = [f"const ${number}=(()=>{{{body}}})();" for number, body in enumerate(packed.values())]
    names = ",".join(exports)
    tail = f"export const{{{names}}}=${len(packed) - 1};" if names else ""
    return _shorter("\n".join([*scopes, tail]), "application/javascript")


def pack_styles(names: Iterable[str], *, read: Read) -> str:
    """Return one stylesheet of several; later ones refine what earlier ones say."""
    texts = [re.sub(r"/\*(?!!).*?\*/", "", read(name), flags=re.DOTALL) for name in names]
    return _shorter(_INDENTATION.sub("", "\n".join(texts)), "text/css")


def _pack(name: str, *, packed: dict[str, str], path: tuple[str, ...], read: Read) -> list[str]:
    """Add a module after all that it imports; returns what it exports."""
    if name in path:
        raise PackError(f"{name} imports itself, by way of {path[-1]}")
    text = _LINE_COMMENT.sub("", _BLOCK_COMMENT.sub("", read(name)))
    head = []
    for names, address in _IMPORT.findall(text):
        source = posixpath.normpath(posixpath.join(posixpath.dirname(name), address))
        if source not in packed:
            _pack(source, packed=packed, path=(*path, name), read=read)
        wanted = ",".join(f"{one}:{other}" if other else one for one, other in _pairs(names))
        head.append(f"const{{{wanted}}}=${list(packed).index(source)};")
    body = _IMPORT.sub("", text)
    exports = {each: each for each in _EXPORT.findall(body)}
    body = _EXPORT.sub("", body)
    if listed := _EXPORT_LIST.search(body):
        exports |= {other or one: one for one, other in _pairs(listed[1])}
        body = body[: listed.start()]
    if unknown := _UNKNOWN.search(body):
        raise PackError(f"{name}: {unknown[0].strip()}")
    given = ",".join(
        each if each == inner else f"{each}:{inner}" for each, inner in exports.items()
    )
    packed[name] = "".join(head) + _INDENTATION.sub("", body).strip() + f"\nreturn{{{given}}}"
    return list(exports)


def _pairs(names: str) -> list[tuple[str, str]]:
    """Split ``a, b as c`` into (a, "") and (b, c)."""
    parts = [part.strip().partition(" as ") for part in names.split(",") if part.strip()]
    return [(one.strip(), other.strip()) for one, _, other in parts]


def _shorter(text: str, media_type: str) -> str:
    try:
        # Only here: it brings a runtime of its own, which has no place in a server that forks.
        minify = import_module("minify")
    except ImportError:
        # There is no build of it for this machine: the packs are larger, and mean the same.
        return text
    return str(minify.string(media_type, text))
