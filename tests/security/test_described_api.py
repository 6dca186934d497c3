"""Requests that schemathesis makes of docs/openapi.json, to a real gunicorn."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.house.house import PROJECT
from tests.security.hostile_port import lay_out
from tests.security.hostile_requests import API, CSRF
from tests.servers.fixtures import StartServer

pytestmark = pytest.mark.faults
EXAMPLES = 60
# A word that is not ASCII breaks it: the run must find that, or it has seen nothing.
FRAGILE: dict[str, Any] = {
    "get": {
        "parameters": [
            {"name": "words", "in": "path", "required": True, "schema": {"type": "string"}}
        ],
        "responses": {"200": {"description": "The words."}},
    }
}


def run_schemathesis(
    schema: Path, url: str, *, report: Path, headers: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [
            Path(sys.executable).with_name("schemathesis"),
            *("run", schema, "--url", url, "--no-color"),
            *("--checks", "not_a_server_error", "--phases", "examples,coverage,fuzzing"),
            *("--max-examples", str(EXAMPLES), "--seed", "1", "--continue-on-failure"),
            *("--report", "junit", "--report-junit-path", report),
            *(part for each in headers.items() for part in ("-H", ": ".join(each))),
        ],
        cwd=report.parent,
        capture_output=True,
        text=True,
        check=False,
    )


def test_nothing_that_the_api_describes_can_make_it_fail(
    a_running_server: StartServer, tmp_path: Path
) -> None:
    server = a_running_server(
        WEB_WORKERS="2",
        DJANGO_SETTINGS_MODULE="tests.faults.mutants.hostile_settings",
        MUTANT="no_limits",
    )
    port = lay_out(server)
    document = json.loads((PROJECT / "docs" / "openapi.json").read_text(encoding="utf-8"))
    described = set(document["paths"])
    document["paths"]["/fragile/{words}"] = FRAGILE
    schema, report = tmp_path / "openapi.json", tmp_path / "report.xml"
    schema.write_text(json.dumps(document), encoding="utf-8")
    headers = {
        "Cookie": f"tablet={port.tablet}; csrf={CSRF}",
        "Shift-Token": port.shift,
        "X-CSRFToken": CSRF,
    }

    outcome = run_schemathesis(schema, f"{server.url}{API}", report=report, headers=headers)

    assert outcome.returncode == 1, outcome.stdout + outcome.stderr
    told = report.read_text(encoding="utf-8")
    cases = re.findall(r'<testcase name="\w+ ([^"]+)"[^>]*?(/>|>.*?</testcase>)', told, re.DOTALL)
    assert {path.removeprefix(API) for path, _ in cases} == {*described, "/fragile/{words}"}
    failed = {path.removeprefix(API) for path, case in cases if "<failure" in case}
    assert failed == {"/fragile/{words}"}, outcome.stdout
