"""compose.yaml: the same promises as in Kubernetes, on one machine."""

import re
import subprocess
from pathlib import Path

import pytest
from django.core.management import get_commands

from tests.deployment.manifests import COMPOSE, Yaml, unexplained
from tests.servers.databases import PROJECT

SERVICES = COMPOSE["services"]
EVERY_SERVICE = pytest.mark.parametrize("service", SERVICES.values(), ids=SERVICES)
# PostgreSQL's image begins as root, writes its own folders and then becomes another.
OURS_TO_CLOSE = {name for name in SERVICES if name != "postgres"}
CRONTAB = (PROJECT / "deploy" / "crontab").read_text(encoding="utf-8")


@EVERY_SERVICE
def test_every_service_is_closed_in(service: Yaml) -> None:
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["mem_limit"]


@pytest.mark.parametrize("name", sorted(OURS_TO_CLOSE))
def test_what_can_be_read_only_is(name: str) -> None:
    service = SERVICES[name]

    assert service["read_only"] is True
    assert "build" in service or re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", service["user"])


@EVERY_SERVICE
def test_every_image_is_named_by_version(service: Yaml) -> None:
    own = service["image"] == "stevedores:${VERSION:-local}"

    assert own or re.search(r":\d+(\.\d+)*(-[a-z0-9]+)?$", service["image"])


@EVERY_SERVICE
def test_every_setting_is_one_that_somebody_reads(service: Yaml) -> None:
    assert unexplained(set(service.get("environment", {}))) == set()


@EVERY_SERVICE
def test_every_secret_that_is_read_is_handed_over(service: Yaml) -> None:
    words = [*service.get("environment", {}).values(), *service.get("entrypoint", [])]
    read = set(re.findall(r"/run/secrets/(\w+)", " ".join(map(str, words))))

    assert read - set(service.get("secrets", [])) == set()
    assert set(service.get("secrets", [])) - set(COMPOSE["secrets"]) == set()


@EVERY_SERVICE
def test_every_file_that_is_mounted_is_there(service: Yaml) -> None:
    sources = [volume.split(":")[0] for volume in service.get("volumes", [])]
    missing = [
        source
        for source in sources
        if source.startswith("./deploy") and not (PROJECT / source).is_file()
    ]

    assert missing == []


def test_the_site_has_the_memory_of_the_report_and_time_to_stop() -> None:
    web = SERVICES["web"]

    assert (web["mem_limit"], web["environment"]["MEMORY_LIMIT_MB"]) == ("512m", "512")
    assert web["stop_grace_period"] == "35s"


def test_only_migrations_have_the_password_of_the_owner() -> None:
    with_it = {
        name
        for name, service in SERVICES.items()
        if {"owner_password", "owner_database_url"} & set(service.get("secrets", []))
    }

    # PostgreSQL itself reads it when it makes the role.
    assert with_it == {"migrate", "grants", "postgres"}


def test_the_site_believes_only_the_network_that_the_proxy_is_in() -> None:
    [front] = COMPOSE["networks"]["front"]["ipam"]["config"]

    assert SERVICES["web"]["environment"]["TRUSTED_PROXIES"] == front["subnet"]
    in_front = {name for name, each in SERVICES.items() if "front" in each["networks"]}
    assert in_front == {"proxy", "web", "command"}
    assert {name for name, each in SERVICES.items() if "ports" in each} == {"proxy"}


def test_redis_forgets_the_least_used_when_it_is_full() -> None:
    command = SERVICES["redis"]["command"]

    assert command[command.index("--maxmemory-policy") + 1] == "allkeys-lru"


def test_the_secrets_are_made_once_and_kept(tmp_path: Path) -> None:
    def make() -> dict[str, str]:
        script = PROJECT / "deploy" / "make_secrets"
        subprocess.run([str(script), str(tmp_path / "s")], check=True, capture_output=True)
        return {path.name: path.read_text() for path in (tmp_path / "s").iterdir()}

    first = make()

    assert set(first) == set(COMPOSE["secrets"]) - {"tls_certificate", "tls_key"}
    assert first == make()
    assert len(first["secret_key"]) >= 50
    assert first["web_password"] in first["web_database_url"]
    assert len(set(first.values())) == len(first)


def test_every_command_of_the_crontab_exists() -> None:
    asked = re.findall(r"run --rm -T --no-deps (\w+) ?(\w*) >/dev/null$", CRONTAB, re.MULTILINE)

    assert {service for service, _ in asked} == {"command", "backup"}
    commands = {command for service, command in asked if service == "command"}
    assert commands == {"evaluate_alerts", "verify_ledger", "clearsessions"}
    assert commands - set(get_commands()) == set()


def test_files_that_wait_in_the_proxy_never_fill_its_memory() -> None:
    proxy = COMPOSE["services"]["proxy"]
    megabytes = re.search(r":size=(\d+)m", " ".join(proxy["tmpfs"]))

    assert megabytes
    assert int(megabytes[1]) <= int(proxy["mem_limit"].removesuffix("m")) / 2
    assert proxy["memswap_limit"] == proxy["mem_limit"]
