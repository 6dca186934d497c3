"""Cutting JavaScript into its words, as far as shortening it needs to tell them apart."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_WORD = re.compile(
    r"""(?P<space>\s+)
    |(?P<comment>//[^\n]*|/\*.*?\*/)
    |(?P<string>'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")
    |(?P<private>\#[A-Za-z_$][\w$]*)
    |(?P<name>[A-Za-z_$][\w$]*)
    |(?P<number>\d[\w.]*)
    |(?P<mark>=>|\.\.\.|\?\.|\?\?=|\?\?|\*\*|===|!==|==|!=|<=|>=|&&|\|\||\+\+|--|[-+*/%&|^]=
        |[-+*/%&|^!~?:=.,;<>(){}\[\]])""",
    re.VERBOSE | re.DOTALL,
)
_REGEX = re.compile(r"/(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*")
# After these a slash begins a regular expression; after anything else it divides.
_BEFORE_REGEX = re.compile(
    r"""|[-(,=:\[!?{;+<>*/%&|^~]|&&|\|\||\?\?|\*\*|=>|\.\.\.|[!=]==?|[-+*/%&|^<>]=|\?\?=|if\(\)
    |await|case|delete|do|else|in|instanceof|new|return|throw|typeof|void|yield""",
    re.VERBOSE,
)
# After a block it begins one, after an object it divides; and "of" may be the name of a variable.
_UNCLEAR = frozenset(["}", "of"])
_STATEMENTS = frozenset(["if", "for", "while", "with"])


class Word(NamedTuple):
    """One word: space, comment, string, private, name, number, mark, regex or template.

    A template comes in pieces, from its quote or brace to the next brace or quote.
    """

    kind: str
    text: str


class NotScript(ValueError):
    """Text that is no JavaScript as this house writes it; says where it begins."""


def words_of(text: str) -> Iterator[Word]:
    """Yield every word of a script; together they are the script."""
    place, before, earlier = 0, "", ""
    # For each parenthesis that is open: whether it is the head of a statement such as "if".
    heads: list[bool] = []
    # For each template that is open: how many braces are open in its expression.
    open_templates: list[int] = []
    while place < len(text):
        word = _word_at(text, place, before=before)
        if open_templates and word.text == "}" and open_templates[-1] == 0:
            open_templates.pop()
            word = _template_piece(text, place)
        if word.kind == "template":
            if word.text.endswith("${"):
                open_templates.append(0)
        elif open_templates and word.kind == "mark":
            open_templates[-1] += {"{": 1, "}": -1}.get(word.text, 0)
        yield word
        place += len(word.text)
        if word.kind not in {"space", "comment"}:
            if word == ("mark", "("):
                heads.append(before in _STATEMENTS or (earlier, before) == ("for", "await"))
            is_head = word == ("mark", ")") and bool(heads) and heads.pop()
            earlier, before = before, _as_before_a_slash(word, before, is_head=is_head)


def _as_before_a_slash(word: Word, before: str, *, is_head: bool) -> str:
    if is_head:
        return "if()"
    is_property = word.kind == "name" and before in {".", "?."}
    return word.text if word.kind in {"mark", "name"} and not is_property else word.kind


def _word_at(text: str, place: int, *, before: str) -> Word:
    if text[place] == "`":
        return _template_piece(text, place)
    is_comment = text[place : place + 2] in {"//", "/*"}
    if text[place] == "/" and not is_comment and before in _UNCLEAR:
        raise NotScript(text[place : place + 40])
    if text[place] == "/" and not is_comment and _BEFORE_REGEX.fullmatch(before):
        found, kind = _REGEX.match(text, place), "regex"
    else:
        found = _WORD.match(text, place)
        kind = (found and found.lastgroup) or ""
    if found is None:
        raise NotScript(text[place : place + 40])
    return Word(kind, found[0])


def _template_piece(text: str, start: int) -> Word:
    place = start + 1
    while place < len(text):
        if text[place] == "\\":
            place += 2
        elif text[place] == "`":
            return Word("template", text[start : place + 1])
        elif text.startswith("${", place):
            return Word("template", text[start : place + 2])
        else:
            place += 1
    raise NotScript(text[start : start + 40])
