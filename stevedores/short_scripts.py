"""JavaScript with the same meaning and fewer letters: no comments, no white space, short names.

One module at a time, and only what cannot go wrong: a name is shortened everywhere in the module or
not at all, only where the module itself declares it, and never what belongs to an object, for
others reach that by its name. Nothing is moved: a minifier that was tried before put
`const { body } = await ask({ headers })` before the `const headers = …` that it needs.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import count, product
from string import ascii_lowercase

from stevedores.script_names import declared_names, is_also_a_key, variables_of
from stevedores.script_words import Word, words_of

_LETTERS = ascii_lowercase + ascii_lowercase.upper()
_WORD_CHARACTER = re.compile(r"[\w$#]")
# A line that ends or begins with one of these goes on: the break means nothing.
_GOES_ON_AFTER = frozenset("{([,;=:?&|<>+-*!.") | {"=>", "...", "?."}
_GOES_ON_BEFORE = frozenset("})],;.?:&|=<>*+-") | {"=>", "?.", "&&", "||", "??", "===", "!=="}
# After these, a line that ends ends the statement.
_ENDS_WITH_ITS_LINE = frozenset(["return", "break", "continue", "throw", "yield"])
# By this name the shortener knows templates whose white space means nothing.
_MARKUP = "html"
#: What the field app takes from the browser and the language. A test finds what is missing here.
OF_THE_BROWSER = frozenset(
    re.findall(
        r"\w+",
        """
        AbortSignal Array Boolean BroadcastChannel Date Error File IDBKeyRange Intl JSON Map Math
        Number Object Promise Set String TypeError URL Uint8Array WeakMap addEventListener
        cancelAnimationFrame clearTimeout console crypto document fetch globalThis history
        localStorage location matchMedia navigator performance queueMicrotask removeEventListener
        requestAnimationFrame setTimeout visualViewport window
        """,
    )
)
_INDENTED_LINE = re.compile(r"[ \t]*\n\s*")


def shorten(text: str) -> str:
    """Return a module's text, shortened.

    Raises NotScript for text that cannot be cut into words.
    """
    words = list(words_of(text))
    return "".join(_squeezed(_renamed(words)))


def free_names(text: str) -> set[str]:
    """Return the names that a module uses but does not declare, such as those of the browser."""
    words = [word for word in words_of(text) if word.kind not in {"space", "comment"}]
    return {words[place].text for place in variables_of(words)} - declared_names(words)


def _renamed(words: list[Word]) -> Iterator[Word]:
    places = [at for at, word in enumerate(words) if word.kind not in {"space", "comment"}]
    spoken = [words[at] for at in places]
    variables = variables_of(spoken)
    short = _short_names(spoken, variables)
    shown = {
        at: short.get(word.text, word.text)
        for number, (at, word) in enumerate(zip(places, spoken, strict=True))
        if number in variables or word.kind == "private"
    }
    return (Word(word.kind, shown.get(at, word.text)) for at, word in enumerate(words))


def _short_names(spoken: list[Word], variables: dict[int, str]) -> dict[str, str]:
    """Give the names that come most often the shortest new ones."""
    used = Counter(spoken[place].text for place in variables)
    # In `{ name }` a name is a key too; spelled out as `{ name: a }`, it would be longer.
    keys = {
        spoken[place].text for place in variables if is_also_a_key(spoken, place, variables[place])
    }
    # A name with "$" is one of a pack's own.
    kept = keys | OF_THE_BROWSER | {_MARKUP}
    own = {name for name in declared_names(spoken) - kept if "$" not in name}
    long = [name for name, _ in used.most_common() if name in own]
    taken = set(used) - set(long)
    short = dict(zip(long, (name for name in _all_names() if name not in taken), strict=False))
    private = Counter(word.text for word in spoken if word.kind == "private")
    fresh = (f"#{name}" for name in _all_names())
    return short | dict(zip((name for name, _ in private.most_common()), fresh, strict=False))


def _all_names() -> Iterator[str]:
    """Yield a, b, … aa, ab, …, without the words of the language."""
    for length in count(1):
        for letters in product(_LETTERS, repeat=length):
            if (name := "".join(letters)) not in {"do", "if", "in", "of", "as"}:
                yield name


def _squeezed(words: Iterator[Word]) -> Iterator[str]:
    last, gap = "", ""
    # For each template that is open: whether it is markup, where a broken line means one space.
    markup: list[bool] = []
    for kind, text in words:
        if kind == "comment" and not text.startswith("/*!"):
            gap = "\n" if "\n" in text else gap or " "
        elif kind == "space":
            gap = "\n" if "\n" in text or gap == "\n" else " "
        else:
            yield _gap_between(last, text, gap) if gap else ""
            if kind == "template":
                is_markup = last == _MARKUP if text.startswith("`") else markup.pop()
                if text.endswith("${"):
                    markup.append(is_markup)
            last, gap = text, ""
            yield _INDENTED_LINE.sub("\n", text) if kind == "template" and is_markup else text


def _gap_between(last: str, following: str, gap: str) -> str:
    if not last:
        return ""
    if gap == "\n" and last in _ENDS_WITH_ITS_LINE:
        return "\n"
    if gap == "\n" and last not in _GOES_ON_AFTER and following not in _GOES_ON_BEFORE:
        return "\n"
    is_one_word = _WORD_CHARACTER.match(last[-1]) and _WORD_CHARACTER.match(following[0])
    is_one_mark = last[-1] in "+-/" and following[0] == last[-1]
    # The letters after a regular expression are its flags; a point after a number is part of it.
    is_flag = last[-1] == "/" != last and _WORD_CHARACTER.match(following[0])
    is_point = last[0].isdigit() and following[0] == "."
    return " " if is_one_word or is_one_mark or is_flag or is_point else ""
