"""One file of many: the modules and styles that a page needs, packed when they are collected.

Modules stay what they are, each in a scope of its own and in the order of their imports; only
comments, white space and long names of variables are left out. Knows the few forms of import and
export that this house writes, and refuses every other: what cannot be packed is never packed wrong.
"""

import posixpath
import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from stevedores.script_doubts import doubtful_places
from stevedores.script_words import NotScript, Word, words_of
from stevedores.short_scripts import shorten

Read = Callable[[str], str]

_IMPORT = re.compile(r"^import \{([^}]*)\} from '(\.[^']+)';$", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:(?:async )?function\*? |class |const )([\w$]+))", re.MULTILINE)
_EXPORT_LIST = re.compile(r"(?:^|(?<=[;}]))export ?\{([^}]*)\};?\s*\Z", re.MULTILINE)
# What a pack calls the scopes of its modules.
_SCOPE = re.compile(r"\$\d+")
_OPENS, _CLOSES = frozenset("([{"), frozenset(")]}")
# Would look for its file beside the pack, or must stand first.
_STAYS_BEHIND = re.compile(r"@(?:import|charset|namespace)\b.*|url\((?!['\"]?(?:data:|/)).*")
_STYLE_STRING = r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'"
_STYLE_GAP = r"(?:\s|/\*.*?\*/)"
_STYLE_WORD = re.compile(
    rf"({_STYLE_STRING})|{_STYLE_GAP}*([{{}};,]){_STYLE_GAP}*|{_STYLE_GAP}+", re.DOTALL
)


class PackError(Exception):
    """A file says something that cannot be packed; the text names file and line."""

    def __init__(self, name: str, text: str, at: int, why: str) -> None:
        super().__init__(f"{name}:{text.count(chr(10), 0, at) + 1}: {why.strip()}")


class _Scope(NamedTuple):
    number: int
    # In the order of the numbers that stand for them in a pack.
    exports: list[str]
    text: str


def pack_modules(entry: str, *, read: Read) -> str:
    """Return one module that does what the entry does and exports what it exports.

    `read` returns the text of a module by its name, such as ``js/field/main.js``.
    Raises PackError for circles, for names that nobody exports, and for forms of import and export
    that this house does not write.
    """
    scopes: dict[str, _Scope] = {}
    _pack(entry, scopes=scopes, path=(), read=read)
    last = scopes[entry]
    tail = f"export const{{{_numbered(last.exports)}}}=${last.number};"
    return "\n".join([*(scope.text for scope in scopes.values()), tail if last.exports else ""])


def pack_styles(names: Iterable[str], *, read: Read) -> str:
    """Return one stylesheet of several; later ones refine what earlier ones say.

    Raises PackError for what would mean another thing in another place, and for open braces.
    """
    return "\n".join(_packed_style(name, read(name)) for name in names)


def _packed_style(name: str, text: str) -> str:
    if found := _STAYS_BEHIND.search(text):
        raise PackError(name, text, found.start(), found[0])
    packed = _STYLE_WORD.sub(lambda found: found[1] or found[2] or " ", text).strip()
    bare = re.sub(_STYLE_STRING, "", packed)
    if bare.count("{") != bare.count("}"):
        raise PackError(name, text, len(text.rstrip()), "as many braces open as close?")
    return packed


def _pack(name: str, *, scopes: dict[str, _Scope], path: tuple[str, ...], read: Read) -> None:
    """Add a module after all that it imports."""
    text = read(name)
    head = []
    for found in _IMPORT.finditer(text):
        source = posixpath.normpath(posixpath.join(posixpath.dirname(name), found[2]))
        if source in (*path, name):
            raise PackError(name, text, found.start(), f"{source} imports this one, in a circle")
        if source not in scopes:
            try:
                _pack(source, scopes=scopes, path=(*path, name), read=read)
            except (FileNotFoundError, KeyError) as error:
                raise PackError(name, text, found.start(), f"there is no {source}") from error
        wanted = _pairs(found[1])
        number, exports = scopes[source].number, scopes[source].exports
        if unknown := {outer for outer, _ in wanted} - set(exports):
            raise PackError(name, text, found.start(), f"{source} does not export {unknown}")
        taken = ",".join(f"{exports.index(outer)}:{inner}" for outer, inner in wanted)
        head.append(f"const{{{taken}}}=${number};")
    # Lines keep their numbers, for what is refused.
    body = _IMPORT.sub(lambda found: "\n" * found[0].count("\n"), text)
    given = _exports(name, text, body)
    body = _EXPORT_LIST.sub("", _EXPORT.sub("", body))
    _refuse_the_rest(name, body)
    number, handed_out = len(scopes), _numbered(inner for inner, _ in given)
    packed = f"const ${number}=(()=>{{{''.join(head)}{body}\nreturn{{{handed_out}}}}})();"
    scopes[name] = _Scope(number, [outer for _, outer in given], shorten(packed))


def _exports(name: str, text: str, body: str) -> list[tuple[str, str]]:
    """Return (name inside, name outside) of what a module exports."""
    exports = [(each, each) for each in _EXPORT.findall(body)]
    if listed := _EXPORT_LIST.search(body):
        imported = {outer for names, _ in _IMPORT.findall(text) for _, outer in _pairs(names)}
        for inner, outer in _pairs(listed[1]):
            if inner not in imported and not _is_set_once(inner, body):
                raise PackError(name, body, listed.start(), f"{inner} may change after its export")
            exports.append((inner, outer))
    if len({outer for _, outer in exports}) < len(exports):
        raise PackError(name, body, 0, "exports a name twice")
    return exports


def _is_set_once(inner: str, body: str) -> bool:
    """Tell whether others may hold a copy: whoever imports a variable sees it change."""
    this = rf"(?<![\w$.]){re.escape(inner)}(?![\w$])"
    if re.search(rf"\b(?:class|const|function\*?)\s+{this}", body):
        return True
    changes = rf"{this}\s*(?:[^\s\w=!<>]{{0,3}}=(?![=>])|\+\+|--)|(?:\+\+|--)\s*{this}"
    return len(re.findall(changes, body)) == 1


def _refuse_the_rest(name: str, body: str) -> None:
    """Refuse what is left of imports and exports, and what only a module itself may do."""
    at = depth = 0
    is_async = False
    places: list[int] = []
    spoken: list[Word] = []
    try:
        for word in words_of(body):
            if _is_left_over(word, depth=depth, is_async=is_async):
                raise PackError(name, body, at, _line_at(body, at))
            if word.kind not in {"space", "comment"}:
                places.append(at)
                spoken.append(word)
            if word.kind == "mark":
                depth += (word.text in _OPENS) - (word.text in _CLOSES)
            if depth < 0:
                break
            # Whether the statement of the module that stands here has an async function.
            is_async = word.text == "async" or (is_async and (depth > 0 or word.text not in ";}"))
            at += len(word.text)
    except NotScript as error:
        raise PackError(name, body, at, f"this is no script: {error}") from error
    if depth:
        raise PackError(name, body, at, "as many brackets open as close?")
    for place in doubtful_places(spoken):
        raise PackError(name, body, places[place], _line_at(body, places[place]))


def _line_at(text: str, at: int) -> str:
    return text[text.rfind("\n", 0, at) + 1 :].split("\n", 1)[0]


def _is_left_over(word: Word, *, depth: int, is_async: bool) -> bool:
    if word.kind != "name":
        return False
    if word.text in {"import", "export"} or _SCOPE.fullmatch(word.text):
        return True
    return (word.text == "await" and not is_async) or (word.text == "return" and depth == 0)


def _pairs(names: str) -> list[tuple[str, str]]:
    """Split ``a, b as c`` into (a, a) and (b, c)."""
    parts = [part.split() for part in names.split(",") if part.strip()]
    return [(part[0], part[-1]) for part in parts]


def _numbered(names: Iterable[str]) -> str:
    return ",".join(f"{number}:{name}" for number, name in enumerate(names))
