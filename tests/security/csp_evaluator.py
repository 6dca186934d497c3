"""The judge of policies that browsers' makers wrote, run by the node that Playwright brings."""

import json
import subprocess
from pathlib import Path
from typing import NamedTuple

import playwright

from tests.house.house import PROJECT

NODE = Path(playwright.__file__).parent / "driver" / "node"
EVALUATOR = PROJECT / "tests" / "vendor" / "csp-evaluator.js"
# Its own scale: 10 high, 20 syntax, 30 medium, 40 perhaps high, 50 perhaps medium, 60 to know.
MEDIUM = 30
PERHAPS_HIGH = 40
_PROGRAM = """
const { CspEvaluator, CspParser } = require(process.argv[1]);
const policies = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const judge = (policy) => new CspEvaluator(new CspParser(policy).csp).evaluate();
console.log(JSON.stringify(policies.map(judge)));
"""


class Finding(NamedTuple):
    """What it holds against a policy; the lower the severity, the worse."""

    severity: int
    directive: str
    description: str


def judge(policies: list[str]) -> dict[str, list[Finding]]:
    """Return the findings for each policy, worst first."""
    outcome = subprocess.run(
        [NODE, "-e", _PROGRAM, str(EVALUATOR)],
        input=json.dumps(policies),
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(outcome.stdout)
    return {
        policy: sorted(
            Finding(each["severity"], each["directive"], each["description"]) for each in findings
        )
        for policy, findings in zip(policies, found, strict=True)
    }
