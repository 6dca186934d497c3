"""Text of strangers, for a terminal: what it would obey, or show as nothing, is spelled out.

Letters that merely look like others, such as a Cyrillic a, stay as they are.
"""

import unicodedata

# Marks upon the letter before. Some of them are blank, and Unicode does not say which. The others
# make a name look like one whose letter has its accent within, as Django keeps those of accounts;
# scripts that are written with them become hard to read, and stay true.
_MARKS = frozenset({"Mn", "Me"})
# Letters and a pattern of dots by their category, and nothing by their looks.
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")


def printable(text: str) -> str:
    """Return the text with an escape for each character that commands a terminal or is not seen.

    Accents that stand apart from their letters have one too, and a backslash is doubled: nobody
    types what is shown as another text, but by letters that look alike.
    """
    return "".join(each if _is_itself(each) else _spelled_out(each) for each in text)


def _is_itself(character: str) -> bool:
    is_seen = character.isprintable() and character not in _BLANK
    return is_seen and character != "\\" and unicodedata.category(character) not in _MARKS


def _spelled_out(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
