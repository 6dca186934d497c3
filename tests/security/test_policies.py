"""The Content-Security-Policy of every kind of answer, judged by csp_evaluator."""

import re
from contextlib import closing
from http import HTTPStatus

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.urls import reverse

from operations.models import Unit
from stevedores.security_headers import security_headers
from tests.operations.admin.office import list_of, page_of
from tests.security import csp_evaluator
from tests.security.csp_evaluator import MEDIUM, PERHAPS_HIGH
from tests.security.scene import Kind, Scene

POLICY = "Content-Security-Policy"
NONCE = re.compile(r"'nonce-([^']+)'")
WITH_A_SCRIPT = ("", "ledger/", "tally/")


def pages(scene: Scene) -> dict[str, str]:
    """Return an address of every kind of page, as people call it."""
    call = reverse("call", args=[scene.call.reference])
    return {
        "sign in": reverse("login"),
        "board": reverse("board"),
        **{f"call/{page}": f"{call}{page}" for page in ("", "ledger/", "tally/", "ledger.csv")},
        "piece": f"{call}live/",
        "admin": reverse("admin:index"),
        "admin's list": list_of(Unit),
        "admin's form": page_of(scene.nouns[Unit]),
        "field app": reverse("field-shell"),
        "its worker": reverse("field-worker"),
        "its manifest": reverse("field-web-manifest"),
        "its API": reverse("field-session"),
        "nothing": "/nothing/",
    }


def policy_of(scene: Scene, address: str) -> str:
    return str(scene.browsers[Kind.SUPERUSER].get(address).headers[POLICY])


def parts(policy: str) -> dict[str, set[str]]:
    split = (part.split() for part in policy.split(";"))
    return {name: set(sources) for name, *sources in split}


def test_no_policy_is_weak_in_the_eyes_of_csp_evaluator(scene: Scene) -> None:
    sent = {policy_of(scene, address) for address in pages(scene).values()}
    sent.add(security_headers()[POLICY])

    found = csp_evaluator.judge(sorted(sent))

    weak = {
        policy: findings
        for policy, findings in found.items()
        if findings and findings[0].severity <= PERHAPS_HIGH
    }
    assert weak == {}
    assert len({NONCE.sub("", policy) for policy in sent}) >= 4


@pytest.mark.parametrize(
    "policy",
    ["script-src 'self' 'unsafe-inline'", "default-src 'self' https:", "script-src self"],
)
def test_the_judge_finds_a_weak_policy(policy: str) -> None:
    [findings] = csp_evaluator.judge([policy]).values()

    assert findings[0].severity <= MEDIUM


def test_no_policy_opens_more_than_a_page_needs(scene: Scene) -> None:
    for name, address in pages(scene).items():
        policy = parts(policy_of(scene, address))

        words = set().union(*policy.values())
        assert policy["default-src"] == {"'none'"}, name
        assert not {word for word in words if "unsafe" in word or "." in word or "*" in word}, name
        if name != "its worker":
            assert policy["frame-ancestors"] == policy["base-uri"] == {"'none'"}, name


@pytest.mark.parametrize("page", WITH_A_SCRIPT)
def test_scripts_of_the_office_run_by_the_nonce_of_their_answer(scene: Scene, page: str) -> None:
    address = reverse("call", args=[scene.call.reference]) + page
    browser = scene.browsers[Kind.SUPERVISOR]

    answers = [browser.get(address) for _ in range(2)]

    nonces = []
    for answer in answers:
        [nonce] = NONCE.findall(answer.headers[POLICY])
        scripts = re.findall(r"<script[^>]*>", answer.content.decode())
        assert parts(answer.headers[POLICY])["script-src"] == {f"'nonce-{nonce}'"}
        assert scripts
        assert all(f' nonce="{nonce}"' in script for script in scripts)
        # Kept, the page would be shown with another answer's policy.
        assert answer.headers["Cache-Control"] == "no-store"
        nonces.append(nonce)
    assert len(set(nonces)) == 2


def test_a_page_without_a_script_lets_none_run(scene: Scene) -> None:
    for address in (reverse("login"), "/nothing/"):
        answer = scene.browsers[Kind.ANONYMOUS].get(address)

        assert answer.status_code in {HTTPStatus.OK, HTTPStatus.NOT_FOUND}
        assert parts(answer.headers[POLICY])["script-src"] == set()


def test_a_file_that_somebody_uploaded_is_never_taken_for_a_script(scene: Scene) -> None:
    """What makes 'self' safe for admin: no answer of ours is a script that others wrote."""
    from operations.models import Manifest

    browser = scene.browsers[Kind.SUPERVISOR]
    answer = browser.get(
        page_of(scene.nouns[Manifest], "file"), headers={"Sec-Fetch-Dest": "script"}
    )

    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "script" not in answer.headers["Content-Type"]


def test_the_kept_page_of_the_field_app_has_no_nonce_and_trusts_one_address(scene: Scene) -> None:
    policy = parts(policy_of(scene, reverse("field-shell")))

    assert policy["script-src"] == {"'self'"}
    assert policy["require-trusted-types-for"] == {"'script'"}
    assert policy["trusted-types"] == {"field-sw"}


def test_files_that_are_served_carry_a_policy_under_which_nothing_runs(scene: Scene) -> None:
    address = staticfiles_storage.url("icons/icon.svg")

    with closing(scene.browsers[Kind.ANONYMOUS].get(address)) as answer:
        policy = parts(answer.headers[POLICY])

    assert policy["script-src"] == set()
