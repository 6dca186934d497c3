"""Telling the names of variables from the names of what belongs to an object."""

import re

from stevedores.script_words import Word

KEYWORDS = frozenset(
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
_MEMBER_STARTS = frozenset(["{", ";", "}", "get", "set", "async", "static"])
_KEY_STARTS = frozenset(["{", ",", "get", "set", "async"])
_CLOSES = {"(": ")", "[": "]", "{": "}"}


def variables_of(words: list[Word]) -> dict[int, str]:
    """Return the places of all names of variables, each with what stands around it.

    That is "(", "[", "block", "object", "class" or "template". `words` are without space and
    comments.
    """
    around = surroundings(words)
    return {
        place: around[place]
        for place, word in enumerate(words)
        if word.kind == "name"
        and word.text not in KEYWORDS
        and not _belongs_to_an_object(words, place, around[place])
    }


def is_also_a_key(words: list[Word], place: int, around: str) -> bool:
    """Tell whether a name is both: as in `{ name }` and `const { name = 1 } = …`."""
    is_alone = _at(words, place - 1) in {"{", ","} and _at(words, place + 1) in {"}", ",", "="}
    return around == "object" and is_alone


def declared_names(words: list[Word]) -> set[str]:
    """Return the names that a module declares itself: variables, functions, classes, parameters."""
    variables, around = variables_of(words), surroundings(words)
    found: set[str] = set()
    for place, word in enumerate(words):
        following = _at(words, place + 1)
        if _at(words, place - 1) in {".", "?."}:
            continue
        if word.text in {"const", "let"} and following in {"{", "["}:
            found |= _bound(words, place + 1, variables)
        elif word.text in {"const", "let", "class", "function"}:
            at = place + 2 if following == "*" else place + 1
            found |= {words[at].text} if at in variables else set()
        elif word.text == "=>" and words[place - 1].kind == "name":
            found.add(words[place - 1].text)
        elif word.text == "(" and _holds_parameters(words, place, around[place]):
            found |= _bound(words, place, variables)
    return found


def _belongs_to_an_object(words: list[Word], place: int, around: str) -> bool:
    before, following = _at(words, place - 1), _at(words, place + 1)
    if before in {".", "?."}:
        return True
    if before == "*":
        # Else it multiplies.
        before = _at(words, place - 2)
        if before not in {"{", ",", ";", "}", "async", "static"}:
            return False
    if around == "class":
        return before in _MEMBER_STARTS and following in {"(", "=", ";"}
    if around == "object":
        is_key = before in {"{", ","} and following == ":"
        return is_key or (before in _KEY_STARTS and following == "(")
    return False


def surroundings(words: list[Word]) -> list[str]:
    """Return for each word what stands around it, as `variables_of` calls it."""
    around: list[str] = []
    stack = ["block"]
    # For each of these: how many "?" wait for their ":".
    questions = [0]
    is_class_head = is_label = False
    for place, (kind, text) in enumerate(words):
        if (kind == "template" and not text.startswith("`")) or _is_mark(words, place, ")]}"):
            stack.pop()
            questions.pop()
        around.append(stack[-1])
        is_class_head = is_class_head or begins_a_class(words, place)
        if opened := _opened(words, place, stack[-1], is_label=is_label):
            is_class = opened in {"block", "object"} and is_class_head
            stack.append("class" if is_class else opened)
            questions.append(0)
            is_class_head = is_class_head and not is_class
        # As in `case 1:`; any other colon of a block belongs to a "?".
        is_label = _is_mark(words, place, ":") and stack[-1] == "block" and questions[-1] == 0
        if _is_mark(words, place, "?:"):
            questions[-1] = questions[-1] + 1 if text == "?" else max(0, questions[-1] - 1)
    return around


def begins_a_class(words: list[Word], place: int) -> bool:
    """Tell whether a word is the first of a class, and no name of what belongs to an object."""
    if words[place] != ("name", "class") or _at(words, place - 1) in {".", "?."}:
        return False
    following = words[place + 1 : place + 2]
    return bool(following) and (following[0].kind == "name" or following[0].text == "{")


def _opened(words: list[Word], place: int, around: str, *, is_label: bool) -> str:
    """Return what a word opens, if it opens anything; a class counts as block or object."""
    kind, text = words[place]
    if kind == "template" and text.endswith("${"):
        return "template"
    if _is_mark(words, place, "(["):
        return text
    if not _is_mark(words, place, "{"):
        return ""
    before = _at(words, place - 1)
    is_static = around == "class" and before == "static"
    return "block" if is_label or is_static or before in _BEFORE_BLOCK else "object"


def _holds_parameters(words: list[Word], place: int, around: str) -> bool:
    """Tell whether a parenthesis opens the parameters of a function rather than a call."""
    following = _at(words, _end_of(words, place) + 1)
    if following == "=>":
        return True
    before = [_at(words, at) for at in range(place - 3, place)]
    is_function = "function" in before[1:] or before[:2] == ["function", "*"]
    is_catch = before[2] == "catch" and before[1] == "}"
    return following == "{" and (is_function or is_catch or around in {"class", "object"})


def _bound(words: list[Word], start: int, variables: dict[int, str]) -> set[str]:
    """Return the names that a pattern binds, or the parameters of a function."""
    names = set()
    place, end = start + 1, _end_of(words, start)
    while place < end:
        text, before, following = (_at(words, at) for at in (place, place - 1, place + 1))
        if text == "=":
            place = _end_of_default(words, place)
        elif text == "[" and _at(words, _end_of(words, place) + 1) == ":":
            # A key that is computed.
            place = _end_of(words, place)
        else:
            is_first = before in {"{", "[", "(", ",", ":", "..."}
            if place in variables and is_first and following in {",", "}", "]", ")", "="}:
                names.add(text)
            place += 1
    return names


def _end_of_default(words: list[Word], start: int) -> int:
    """Return where the next part of a pattern begins, or its end; a default binds nothing."""
    place = start + 1
    while place < len(words) and not _is_mark(words, place, ",)]}"):
        place = _end_of(words, place) + 1
    return place


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


def _is_mark(words: list[Word], place: int, marks: str) -> bool:
    return words[place].kind == "mark" and words[place].text in set(marks)
