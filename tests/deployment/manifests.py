"""What stands in compose.yaml and deploy/kubernetes, as the tests look at it."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import yaml

from tests.servers.databases import PROJECT

KUBERNETES = PROJECT / "deploy" / "kubernetes"
COMPOSE = yaml.safe_load((PROJECT / "compose.yaml").read_text(encoding="utf-8"))
# Settings of programs that are not ours: the images of nginx, PostgreSQL and Redis, and libpq.
OF_OTHERS = re.compile(r"PG[A-Z]+(_FILE)?|POSTGRES_PASSWORD_FILE|(OWNER|WEB)_PASSWORD_FILE")

Yaml = dict[str, Any]


class Pod(NamedTuple):
    """What one manifest makes of pods: its name and the specification of them."""

    name: str
    spec: Yaml

    @property
    def containers(self) -> list[Yaml]:
        """Return all containers, those that run first too."""
        return [*self.spec.get("initContainers", []), *self.spec["containers"]]


def documents() -> Iterator[Yaml]:
    """Yield every document of every manifest."""
    for path in sorted(KUBERNETES.glob("*.yaml")):
        yield from yaml.safe_load_all(path.read_text(encoding="utf-8"))


def of_kind(kind: str) -> dict[str, Yaml]:
    """Return the documents of a kind, by name."""
    return {each["metadata"]["name"]: each for each in documents() if each["kind"] == kind}


def pods() -> list[Pod]:
    """Return the pods of every Deployment, Job and CronJob."""
    found = []
    for each in documents():
        spec = each.get("spec", {})
        spec = spec.get("jobTemplate", {}).get("spec", spec)
        if "template" in spec:
            found.append(Pod(each["metadata"]["name"], spec["template"]["spec"]))
    return found


def settings_explained() -> set[str]:
    """Return the settings of .env.example."""
    text = (PROJECT / ".env.example").read_text(encoding="utf-8")
    return set(re.findall(r"^#? ?([A-Z][A-Z0-9_]+)=", text, flags=re.MULTILINE))


def unexplained(names: set[str]) -> set[str]:
    """Return those that nobody reads: neither the site, as NAME or NAME_FILE, nor another image."""
    known = settings_explained()
    ours = {name for name in names if not OF_OTHERS.fullmatch(name)}
    return {name for name in ours if name.removesuffix("_FILE") not in known}
