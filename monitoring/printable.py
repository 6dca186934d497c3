"""Text of strangers, for a terminal: what would colour it, ring or turn it round is spelled out."""


def printable(text: str) -> str:
    """Return the text with an escape for each character that is not seen as itself."""
    return "".join(each if each.isprintable() else _spelled_out(each) for each in text)


def _spelled_out(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
