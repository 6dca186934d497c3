"""What a site tells of itself to its operators: the details of its health and its metrics."""

from http import HTTPStatus
from typing import Any

from prometheus_client.parser import text_string_to_metric_families

from monitoring.readiness.grounds import require
from monitoring.readiness.site import Site

_HOW = "name the site's MONITORING_TOKEN, or call it from its own machine"


def health_of(site: Site) -> dict[str, Any]:
    """Return the details of `/health`, whatever the state. Raises NotReady, NoAnswer."""
    content = site.ask_inside("/health").json()
    require("age_s" in content, f"/health shows no details: {_HOW}")
    return content


def figure_of(site: Site, name: str) -> float:
    """Return one figure of `/metrics` that has no labels. Raises NotReady, NoAnswer."""
    answer = site.ask_inside("/metrics")
    require(answer.status == HTTPStatus.OK, f"/metrics answers {answer.status}: {_HOW}")
    for family in text_string_to_metric_families(answer.body.decode()):
        for sample in family.samples:
            if sample.name == name and not sample.labels:
                return float(sample.value)
    require(condition=False, otherwise=f"/metrics has no {name}")
    raise AssertionError
