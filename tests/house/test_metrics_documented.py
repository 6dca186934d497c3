"""Every figure on the page /metrics is explained, and nothing else is."""

import re

from monitoring.counting.site_readings import SiteReadings
from monitoring.metrics import REGISTRY
from operations import probes
from tests.house.house import PROJECT

PAGE = PROJECT / "docs" / "metrics.md"


def measured() -> set[str]:
    assert probes.ledger_events  # the port's own are in the registry once this is imported
    families = [*REGISTRY.collect(), *SiteReadings().collect()]
    return {f"{each.name}_total" if each.type == "counter" else each.name for each in families}


def explained() -> dict[str, str]:
    """Return name → kind of each row of the table."""
    row = re.compile(r"^\| `([a-z_]+)` \| ([a-z]+) \| [^|]+ \| [^|]+\|$", flags=re.MULTILINE)
    return dict(row.findall(PAGE.read_text(encoding="utf-8")))


def test_every_metric_is_explained_with_its_unit() -> None:
    assert measured() - explained().keys() == set()


def test_no_metric_is_explained_that_nobody_measures() -> None:
    # What no control group of this machine counts is absent from the page here.
    absent = {each for each in explained() if each.startswith("site_container_memory_")}

    assert explained().keys() - measured() - absent == set()


def test_every_metric_is_of_the_kind_that_its_explanation_says() -> None:
    kinds = {each.name: each.type for each in REGISTRY.collect()}

    wrong = {
        name: kind
        for name, kind in explained().items()
        if kinds.get(name.removesuffix("_total"), kind) != kind
    }
    assert wrong == {}
