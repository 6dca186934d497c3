"""What the shortener could misread: it is refused rather than shortened."""

from collections.abc import Iterator

from stevedores.script_names import KEYWORDS, begins_a_class, surroundings
from stevedores.script_words import Word

_VALUES = frozenset(["number", "string", "regex", "private"])


def doubtful_places(words: list[Word]) -> Iterator[int]:
    """Yield the places of words that may mean something else than they are taken for.

    `words` are without space and comments, and their brackets are closed.
    """
    around = surroundings(words)
    for place, word in enumerate(words):
        before = words[place - 1] if place else Word("mark", ";")
        if word == ("name", "eval") and before.text not in {".", "?."}:
            # Would look for names that are gone.
            yield place
        elif begins_a_class(words, place):
            yield from _doubtful_head(words, place)
        elif around[place] == "class" and word.kind in {"name", "private"} and _is_value(before):
            # A line break stands for a semicolon between two fields.
            yield place
        elif word == ("mark", "{") and _is_value(before) and not _is_class_body(words, place):
            yield place


def _doubtful_head(words: list[Word], start: int) -> Iterator[int]:
    for place in range(start + 1, len(words)):
        if words[place].text == "{":
            return
        if words[place].kind != "name" and words[place].text != ".":
            yield place
            return


def _is_class_body(words: list[Word], place: int) -> bool:
    at = place - 1
    while at >= 0 and (words[at].kind == "name" or words[at].text == "."):
        if begins_a_class(words, at):
            return True
        at -= 1
    return False


def _is_value(word: Word) -> bool:
    if word.kind == "name":
        return word.text not in KEYWORDS
    is_template = word.kind == "template" and word.text.endswith("`")
    return is_template or word.kind in _VALUES or word.text in {"]", "++", "--"}
