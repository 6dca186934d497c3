"""What people are told when a request went wrong: what happened, and what to do next.

Tablets have a sentence each for the same (`error_pages.SENTENCES`): nobody there can go back to a
form, and the app itself knows what to do next.
"""

from typing import NamedTuple

_ASK = "If your work needs it, ask an operator, who gives out roles and terminals."


class Words(NamedTuple):
    """A heading, and the sentences below it."""

    title: str
    sentences: tuple[str, ...]


#: Who may come in, by the name of an address; the administration's are all of one kind.
_WHO_MAY = {
    "operations": "Only operators and auditors see how the site itself is.",
    "admin": "What admin shows, and to whom, hangs on the role and the terminals of an account.",
    "step": "Only supervisors of the terminal take steps here; everybody else looks on.",
    "": "What is shown hangs on the role and the terminals of an account.",
}

_WORDS = {
    "malformed": Words(
        "This could not be understood",
        (
            "The address or the form does not say what the office can answer.",
            "Go back and begin on a page of the office instead of an address written by hand.",
        ),
    ),
    "csrf_failed": Words(
        "The form was not taken",
        (
            "The page was open too long, you signed in anew beside it, or cookies are blocked.",
            "Nothing was changed. Go back, load the page again and send the form once more.",
        ),
    ),
    "https_required": Words("This needs a safe line", ("It is answered over https only.",)),
    "not_found": Words(
        "There is nothing here",
        (
            "The address is wrong, what it named is gone, or it belongs to another terminal.",
            "If you should see it, ask an operator whether your account has that terminal.",
        ),
    ),
    "cut_off": Words(
        "The form did not come whole",
        (
            "The line broke before all of it was here, and nothing was changed.",
            "Go back and send it once more.",
        ),
    ),
    "too_large": Words(
        "This is too large",
        (
            "It is more than the office takes at once, and nothing of it was kept.",
            "Go back and send less. A cargo list may have 10 MB; export the one sheet that counts.",
        ),
    ),
    "too_many_requests": Words(
        "Too much at once",
        ("You were faster than the office can take. This time nothing was done.",),
    ),
    "server_error": Words(
        "Something went wrong in the office",
        (
            "It was written down for the operators. Look whether your last step was taken.",
            "If it happens again, tell an operator the number below.",
        ),
    ),
}
_AWAY = "The office cannot reach its records just now. Tablets keep counting and send later."
# What became of a statement that was given up is unknown, so this promises neither.
_NOT_SAVED = (
    "Take it that what you typed was not saved: go back in a minute, look, and send it again."
)


def words_for(code: str, *, where: str = "") -> Words:
    """Return what is said of an error; `where`: the name of the address, for who may come in."""
    if code != "not_permitted":
        return _WORDS[code]
    return Words("This is not open to you", (_WHO_MAY.get(where, _WHO_MAY[""]), _ASK))


def words_while_away(*, retry_after_seconds: int, loads_again: bool) -> Words:
    """Return what is said while the database is away: a page loads again, a form does not."""
    what_next = (
        f"This page loads again by itself every {retry_after_seconds} seconds."
        if loads_again
        else _NOT_SAVED
    )
    return Words("The office is away for a moment", (_AWAY, what_next))
