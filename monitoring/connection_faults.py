"""Why a server cannot be used, in a few words for operators; never what it was told in secret."""

import re
from collections.abc import Iterator

# What drivers and servers write, in small letters; the first that is found is the reason. Their own
# words are not repeated: they hold accounts, and what else somebody put into an address.
_WORDS = {
    "its name is not found": "name or service not known|could not translate host name"
    "|name resolution|failed to resolve host|no address associated|nodename nor servname",
    "nobody listens there": "connection refused",
    "there is no such database": 'database "[^"]*" does not exist',
    "it refuses the password or account": "password authentication failed|no password supplied"
    '|role "[^"]*" does not exist|invalid username-password|wrongpass|noauth'
    "|authentication required|authenticationerror|without any password",
    "it lets nobody in from here (pg_hba.conf)": r"pg_hba\.conf",
    "it has no connection left": "too many clients|connection slots|max number of clients",
    "it is starting or stopping": "starting up|shutting down|loading the dataset",
    "it is read-only": "read only replica|readonlyerror|read-only",
    "it is full": "when used memory|no space left",
    "it cannot write to its disk": "misconf",
    "TLS fails": "certificate|ssl error|wrong_version_number",
    "its file cannot be opened": "unable to open database file",
    "it is locked": "database is locked|lock.timeout",
    "it does not answer in time": "timeout|timed out",
    "it cut the connection off": "closed the connection|connection closed|reset by peer",
}


def reason_of(error: BaseException) -> str:
    """Return why a server cannot be used, with the kind of error, such as "… (TimeoutError)"."""
    said = " ".join(f"{type(each).__name__} {each}" for each in _chain(error)).lower()
    kind = type(error).__name__
    found = (reason for reason, words in _WORDS.items() if re.search(words, said))
    reason = next(found, "")
    return f"{reason} ({kind})" if reason else kind


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__
