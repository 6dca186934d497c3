"""Takes out of a text what must not be written down: passwords, tokens, cookies, codes.

Standard library only: gunicorn logs before Django is there.
Known secrets are found wherever they stand; others by the word before them, or by their shape.
"""

import re
from collections.abc import Iterable

HIDDEN = "[hidden]"
# A shorter one may be a word of every second line.
LEAST_SECRET_LENGTH = 8
_LEAST_DIGITS = 3

_VALUE = r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|(?:bearer|basic)\s+\S+|[^\s,;&)}\]]+)"""
# Every repetition after a word that may itself be repeated has an end: without one, eight thousand
# letters of a stranger's header would hold a worker for half a second.
_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    # What gunicorn could not read may be anything: a header without its colon is all value.
    (re.compile(r"^(Invalid request from ip=\S+: [^:'\"(]*).*", re.DOTALL), r"\1"),
    (re.compile(r"^(Error handling request) .*", re.DOTALL), r"\1"),
    (re.compile(r"(cookie[\w\-]{0,40}[\"']?\s*[:=]\s*)[^\n]*", re.IGNORECASE), rf"\1{HIDDEN}"),
    (
        re.compile(
            r"((?:passw(?:or)?d|secret|token|authorization|session|csrf|credential|api[_-]?key"
            rf"|\bcode|\bpin)[\w.\-]{{0,40}}[\"']?\s*[:=]\s*){_VALUE}",
            re.IGNORECASE,
        ),
        rf"\1{HIDDEN}",
    ),
    (re.compile(r"\b(bearer)\s+[\w.~+/=\-]{8,}", re.IGNORECASE), rf"\1 {HIDDEN}"),
    # The account in a URL; what is asked of an address; the path of an address elsewhere.
    (re.compile(r"://[^/\s@]*@"), f"://{HIDDEN}@"),
    (re.compile(r"(?<=\S)\?[^\s\"'<>]+"), f"?{HIDDEN}"),
    (re.compile(r"(https?://[^/\s?#\"'<>]+)/[^\s\"'<>]+"), rf"\1/{HIDDEN}"),
    # Enrolment codes, such as 7KQ4-M2XP.
    (re.compile(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}\b"), HIDDEN),
)
# Session keys, CSRF tokens, tokens of tablets, signatures.
_LONG_WORD = re.compile(r"[\w\-]{30,}")


class Redactor:
    """Knows the secrets of this process."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        known = {each for each in secrets if len(each) >= LEAST_SECRET_LENGTH}
        # The longest first: one may be part of another.
        ordered = sorted(known, key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, ordered))) if ordered else None

    def redact(self, text: str) -> str:
        """Return the text with everything hidden that is a secret or looks like one."""
        if self._known:
            text = self._known.sub(HIDDEN, text)
        for pattern, instead in _RULES:
            text = pattern.sub(instead, text)
        return _LONG_WORD.sub(_hidden_if_random, text)


def _hidden_if_random(found: re.Match[str]) -> str:
    word = found[0]
    # Digests, numbers of events and of requests are no secrets, and name what a line is about.
    if not set(word.lower()) - set("0123456789abcdef-"):
        return word
    digits = sum(character.isdigit() for character in word)
    is_mixed = word != word.lower() and word != word.upper()
    return HIDDEN if digits >= _LEAST_DIGITS or (digits and is_mixed) else word


def without(text: str, path: str, *, instead: str) -> str:
    """Return the text with an address of ours that was asked for replaced: it may hold anything."""
    # The root would be found in every address and fraction.
    return text.replace(path, instead) if len(path) > 1 else text
