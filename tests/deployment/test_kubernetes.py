"""The manifests for Kubernetes: what the production readiness report asks for, and what is safe."""

import re

import pytest
from django.core.management import get_commands

from tests.deployment.manifests import Pod, documents, of_kind, pods, unexplained
from tests.servers.databases import PROJECT

WEB = of_kind("Deployment")["web"]["spec"]["template"]["spec"]
SITE = WEB["containers"][0]
EVERY_POD = pytest.mark.parametrize("pod", pods(), ids=lambda pod: pod.name)


def test_the_resources_are_those_of_the_report() -> None:
    assert SITE["resources"] == {
        "requests": {"memory": "512Mi", "cpu": "500m"},
        "limits": {"memory": "512Mi", "cpu": "1000m"},
    }
    assert of_kind("ConfigMap")["settings"]["data"]["MEMORY_LIMIT_MB"] == "512"


def test_the_liveness_probe_is_that_of_the_report() -> None:
    assert SITE["livenessProbe"] == {
        "httpGet": {"path": "/health/quick", "port": 8000},
        "initialDelaySeconds": 30,
        "periodSeconds": 30,
        "timeoutSeconds": 5,
        "failureThreshold": 3,
    }


def test_traffic_follows_the_whole_health_and_a_restart_only_the_quick_one() -> None:
    assert SITE["readinessProbe"]["httpGet"]["path"] == "/health"
    assert SITE["startupProbe"]["httpGet"]["path"] == "/health/quick"


def test_a_pod_that_is_told_to_stop_has_time_for_what_is_under_way() -> None:
    graceful = re.search(
        r"^graceful_timeout = (\d+)", (PROJECT / "gunicorn.conf.py").read_text(), re.MULTILINE
    )
    assert graceful

    leaving = SITE["lifecycle"]["preStop"]["sleep"]["seconds"]

    assert leaving == 5
    assert WEB["terminationGracePeriodSeconds"] == 35
    assert leaving + int(graceful[1]) < WEB["terminationGracePeriodSeconds"]


@EVERY_POD
def test_every_pod_runs_as_a_number_that_is_not_root(pod: Pod) -> None:
    security = pod.spec["securityContext"]

    assert security["runAsNonRoot"] is True
    assert security["runAsUser"] > 9999
    assert security["seccompProfile"] == {"type": "RuntimeDefault"}
    assert pod.spec["automountServiceAccountToken"] is False


@EVERY_POD
def test_every_container_has_bounds_and_no_rights(pod: Pod) -> None:
    for container in pod.containers:
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert set(container["resources"]["limits"]) == {"memory", "cpu"}


@EVERY_POD
def test_every_mount_has_its_volume(pod: Pod) -> None:
    volumes = {volume["name"] for volume in pod.spec["volumes"]}
    mounted = {mount["name"] for each in pod.containers for mount in each["volumeMounts"]}

    assert mounted == volumes


@EVERY_POD
def test_every_secret_that_is_read_is_mounted(pod: Pod) -> None:
    there = {
        item["path"]
        for volume in pod.spec["volumes"]
        for item in volume.get("secret", {}).get("items", [])
    }
    read = {
        entry["value"].removeprefix("/run/secrets/")
        for container in pod.containers
        for entry in container.get("env", [])
        if entry["name"].endswith("_FILE")
    }

    assert read - there == set()


@EVERY_POD
def test_every_image_is_named_by_version(pod: Pod) -> None:
    for container in pod.containers:
        assert re.search(r":\d+(\.\d+)*(-[a-z0-9]+)?$", container["image"]), container["image"]


def test_every_setting_is_one_that_somebody_reads() -> None:
    names = {
        entry["name"] for pod in pods() for each in pod.containers for entry in each.get("env", [])
    }

    assert unexplained(names | set(of_kind("ConfigMap")["settings"]["data"])) == set()


def test_every_command_that_runs_by_the_clock_exists() -> None:
    asked = {
        container["command"][2]
        for pod in pods()
        for container in pod.containers
        if container.get("command", [])[:2] == ["python3", "manage.py"]
    }

    assert asked == {"migrate", "evaluate_alerts", "verify_ledger", "clearsessions"}
    assert asked - set(get_commands()) == set()


def test_every_document_is_in_the_namespace() -> None:
    elsewhere = [
        each["metadata"]["name"]
        for each in documents()
        if each["kind"] != "Namespace" and each["metadata"].get("namespace") != "stevedores"
    ]

    assert elsewhere == []


def test_only_the_proxy_and_those_who_watch_reach_the_site() -> None:
    [ingress] = of_kind("NetworkPolicy")["web"]["spec"]["ingress"]

    assert [list(each) for each in ingress["from"]] == [["podSelector"], ["namespaceSelector"]]
    assert of_kind("NetworkPolicy")["nobody"]["spec"] == {
        "podSelector": {},
        "policyTypes": ["Ingress", "Egress"],
    }


def test_one_replica_may_always_go() -> None:
    scale = of_kind("HorizontalPodAutoscaler")["web"]["spec"]

    assert scale["minReplicas"] > of_kind("PodDisruptionBudget")["web"]["spec"]["minAvailable"]
    assert "replicas" not in of_kind("Deployment")["web"]["spec"]
