"""What is wrong with a Content-Security-Policy as the settings write it.

django-csp sends what it is given: a keyword without its quotes means a host of that name, an
unknown directive is left out without a word, and a None in a list fails every answer.
"""

import re
from collections.abc import Iterator, Mapping

from csp.constants import NONCE
from csp.utils import DEFAULT_DIRECTIVES

# Of these nothing may be left to what a browser assumes.
REQUIRED = ("default-src", "script-src", "base-uri", "form-action", "frame-ancestors")
_KEYWORD = re.compile(
    r"none|self|strict-dynamic|report-sample|script|unsafe-\w+(-\w+)*|wasm-unsafe-eval"
    r"|nonce-.+|sha(256|384|512)-.+",
    re.IGNORECASE,
)
_OF_SCRIPTS = ("default-src", "script-src", "script-src-elem", "script-src-attr")
# Each lets a script run that nobody here wrote.
_LETS_ANYTHING_IN = re.compile(r"'unsafe-.*'|\*|https?:|data:|blob:", re.IGNORECASE)


def policy_faults(policy: object) -> Iterator[str]:
    """Yield a sentence for each fault of a CONTENT_SECURITY_POLICY setting."""
    directives = policy.get("DIRECTIVES") if isinstance(policy, Mapping) else None
    if not isinstance(directives, Mapping):
        yield "it has no DIRECTIVES"
        return
    yield from (f"{name} is missing" for name in REQUIRED if name not in directives)
    for name, sources in directives.items():
        if name not in DEFAULT_DIRECTIVES:
            yield f"there is no directive {name!r}, and it would be left out without a word"
        elif not isinstance(sources, list | tuple | set | frozenset):
            if not isinstance(sources, bool):
                yield f"{name} is no list of sources"
        else:
            yield from (f"{name}: {fault}" for fault in _faults_of(name, list(sources)))


def _faults_of(name: str, sources: list[object]) -> Iterator[str]:
    for source in sources:
        if source is NONCE:
            continue
        if not isinstance(source, str):
            yield f"{source!r} is no text"
        elif not source or re.search(r"[\s;,]", source):
            yield f"{source!r} is not one source"
        elif _KEYWORD.fullmatch(source):
            yield f"{source} stands without its quotes, which makes it the name of a host"
        elif name in _OF_SCRIPTS and _LETS_ANYTHING_IN.fullmatch(source):
            yield f"{source} lets scripts run that nobody here wrote"
    if "'none'" in sources and len(sources) > 1:
        yield "'none' stands beside other sources, and means nothing there"
