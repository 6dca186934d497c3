"""The Content-Security-Policy of most answers, which is the same for all of them."""

from typing import Any

from csp.constants import HEADER
from csp.middleware import CheckableLazyObject, CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

# What the decorators of django-csp leave on an answer.
_WORDS_OF_ITS_OWN = frozenset(
    f"_csp_{word}{kind}"
    for word in ("exempt", "config", "update", "replace")
    for kind in ("", "_ro")
)


class SteadyCSPMiddleware(CSPMiddleware):
    """django-csp's own, which would build the header anew for each answer: half of Django's time.

    An answer with a nonce, or with a word of its own about the policy, is left to django-csp.
    """

    _policy: Any = None

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Put the header on an answer that has none."""
        if settings.CONTENT_SECURITY_POLICY is not self._policy:
            self._read_the_policy()
        if not self._is_steady or _is_special(request, response):
            answer: HttpResponseBase = super().process_response(request, response)
            return answer
        response.headers.setdefault(HEADER, self._header)
        # Nothing can carry a nonce any more: to ask for one now is a mistake that must be heard.
        vars(request)["csp_nonce"] = CheckableLazyObject(self._csp_nonce_post_response)
        return response

    def _read_the_policy(self) -> None:
        self._policy = settings.CONTENT_SECURITY_POLICY
        self._header = build_policy()
        self._is_steady = not (
            settings.DEBUG
            or self._policy.get("EXCLUDE_URL_PREFIXES")
            or getattr(settings, "CONTENT_SECURITY_POLICY_REPORT_ONLY", None)
        )


def _is_special(request: HttpRequest, response: HttpResponseBase) -> bool:
    has_nonce = bool(getattr(request, "_csp_nonce", None))
    return has_nonce or not _WORDS_OF_ITS_OWN.isdisjoint(vars(response))
