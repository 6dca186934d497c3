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
    _header = ""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Put the header on an answer that has none."""
        if self._is_special(request, response):
            answer: HttpResponseBase = super().process_response(request, response)
            return answer
        if settings.CONTENT_SECURITY_POLICY is not self._policy:
            self._header = build_policy()
            self._policy = settings.CONTENT_SECURITY_POLICY
        response.headers.setdefault(HEADER, self._header)
        # Nothing can carry a nonce any more: to ask for one now is a mistake that must be heard.
        vars(request)["csp_nonce"] = CheckableLazyObject(self._csp_nonce_post_response)
        return response

    def _is_special(self, request: HttpRequest, response: HttpResponseBase) -> bool:
        return bool(
            getattr(request, "_csp_nonce", None)
            or not _WORDS_OF_ITS_OWN.isdisjoint(vars(response))
            or settings.DEBUG
            or settings.CONTENT_SECURITY_POLICY.get("EXCLUDE_URL_PREFIXES")
            or getattr(settings, "CONTENT_SECURITY_POLICY_REPORT_ONLY", None)
        )
