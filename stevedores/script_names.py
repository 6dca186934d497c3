"""Telling the names of variables from the names of what belongs to an object."""

import re

from stevedores.script_words import Word

_KEYWORDS = frozenset(
    re.findall(
        r"\w+",
        """async await break case catch class const continue debugger default delete do else export
        extends false finally for function get if import in instanceof let new null of return set
        static super switch this throw true try typeof undefined var void while with yield arguments
        NaN Infinity""",
    )
)
# A brace after one of these opens a block; after anything else, an object or a pattern.
_BEFORE_BLOCK = frozenset([")", "=>", "else", "try", "finally", "do", ";", "{", "}", ""])
_STATEMENTS = frozenset(["if", "for", "while", "switch", "with"])
_MEMBER_STARTS = frozenset(["{", ";", "}", "get", "set", "async", "static", "*"])
_KEY_STARTS = frozenset(["{", ",", "get", "set", "async", "*"])
_CLOSES = {"(": ")", "[": "]", "{": "}"}


def variables_of(words: list[Word]) -> dict[int, str]:
    """Return the places of all names of variables, each with what stands around it.

    That is "(", "[", "block", "object", "class" or "template". `words` are without space and
    comments.
    """
    around = _surroundings(words)
    return {
        place: around[place]
        for place, word in enumerate(words)
        if word.kind == "name"
        and word.text not in _KEYWORDS
        and not _belongs_to_an_object(words, place, around[place])
    }


def is_also_a_key(words: list[Word], place: int, around: str) -> bool:
    """Tell whether a name is both: as in `{ name }` and `const { name = 1 } = …`."""
    is_alone = _at(words, place - 1) in {"{", ","} and _at(words, place + 1) in {"}", ",", "="}
    return around == "object" and is_alone


def declared_names(words: list[Word]) -> set[str]:
    """Return the names that a module declares itself: variables, functions, classes, parameters."""
    variables = variables_of(words)
    found: set[str] = set()
    for place, word in enumerate(words):
        following = _at(words, place + 1)
        if word.text in {"const", "let", "class"} or word.text == "function":
            at = place + 2 if following == "*" else place + 1
            found |= _bound(words, at, variables)
        elif word.text == "=>" and words[place - 1].kind == "name":
            found.add(words[place - 1].text)
        elif word.text == "(" and _holds_parameters(words, place):
            found |= _bound(words, place, variables)
    return found


def _belongs_to_an_object(words: list[Word], place: int, around: str) -> bool:
    before, following = _at(words, place - 1), _at(words, place + 1)
    if before in {".", "?."}:
        return True
    if around == "class":
        return before in _MEMBER_STARTS and following in {"(", "=", ";"}
    if around == "object":
        is_key = before in {"{", ","} and following == ":"
        return is_key or (before in _KEY_STARTS and following == "(")
    return False


def _surroundings(words: list[Word]) -> list[str]:
    around: list[str] = []
    stack = ["block"]
    is_class_head = False
    for place, (kind, text) in enumerate(words):
        if kind == "template" and not text.startswith("`"):
            stack.pop()
        if kind == "mark" and text in {")", "]", "}"}:
            stack.pop()
        around.append(stack[-1])
        if kind == "name" and text == "class" and _at(words, place - 1) != ".":
            is_class_head = True
        if kind == "template" and text.endswith("${"):
            stack.append("template")
        elif kind == "mark" and text in {"(", "["}:
            stack.append(text)
        elif kind == "mark" and text == "{":
            is_block = _at(words, place - 1) in _BEFORE_BLOCK
            stack.append("class" if is_class_head else "block" if is_block else "object")
            is_class_head = False
    return around


def _holds_parameters(words: list[Word], place: int) -> bool:
    """Tell whether a parenthesis opens the parameters of a function rather than a call."""
    following = _at(words, _end_of(words, place) + 1)
    if following == "=>":
        return True
    return following == "{" and _at(words, place - 1) not in _STATEMENTS


def _bound(words: list[Word], start: int, variables: dict[int, str]) -> set[str]:
    """Return the names that a declaration binds: one name, or those of a pattern."""
    if words[start].text not in _CLOSES:
        return {words[start].text} if start in variables else set()
    names = set()
    for place in range(start + 1, _end_of(words, start)):
        before, following = _at(words, place - 1), _at(words, place + 1)
        # What stands behind "=" is a default, which binds nothing.
        is_bound = before in {"{", "[", "(", ",", ":", "..."} and following in {
            ",",
            "}",
            "]",
            ")",
            "=",
        }
        if place in variables and is_bound:
            names.add(words[place].text)
    return names


def _end_of(words: list[Word], start: int) -> int:
    """Return where the bracket that opens here is closed."""
    depth = 0
    for place in range(start, len(words)):
        if words[place].kind == "mark":
            depth += (words[place].text in _CLOSES) - (words[place].text in _CLOSES.values())
        if depth == 0:
            return place
    return len(words) - 1


def _at(words: list[Word], place: int) -> str:
    return words[place].text if 0 <= place < len(words) else ""
