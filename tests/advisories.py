"""Whether a vulnerability is known in what is installed: asks pip-audit, and says so when nobody could be asked.

Ends with 0 (asked, nothing unexplained), 1 (a finding that pyproject doesn't explain, or an explanation of none), or
NOT_ASKED: the gate goes on and repeats at its end that this check is missing. A school's machine without a network
must be able to run the gate, and a gate that passes in silence would be taken for an answer.
"""

import json
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NOT_ASKED = 75  # the code by which mail programs say: not now, try again
ROOT = Path(__file__).parent.parent
# Whom to ask, in order: the package index itself, then the open database of vulnerabilities.
_SERVICES = ("pypi", "osv")
_COMMAND = (sys.executable, "-m", "pip_audit", "--format", "json", "--progress-spinner", "off", "--timeout", "5")


@dataclass(frozen=True)
class Verdict:
    """What a report comes to: how many packages were looked up and how many not, findings that nobody explained, and
    explanations of what was not found."""

    asked: int
    not_asked: int
    unexplained: tuple[str, ...]
    idle: tuple[str, ...]


def judged(report: Mapping[str, Any], explained: Mapping[str, str]) -> Verdict:
    """Judge pip-audit's report by the explanations in pyproject: advisory id → why it doesn't matter here."""
    packages = report["dependencies"]
    asked = [each for each in packages if "skip_reason" not in each]
    found = {
        vulnerability["id"]: f"{each['name']} {each['version']}：{vulnerability['id']}"
        for each in asked
        for vulnerability in each["vulns"]
    }
    idle = set(explained) - set(found) if asked else set()
    unexplained = tuple(sorted(line for key, line in found.items() if key not in explained))
    return Verdict(len(asked), len(packages) - len(asked), unexplained, tuple(sorted(idle)))


def code_of(verdict: Verdict) -> int:
    """The exit code of a verdict. One package that was not looked up is an open question too."""
    if verdict.unexplained or verdict.idle:
        return 1
    return NOT_ASKED if verdict.not_asked or not verdict.asked else 0


def explanations() -> dict[str, str]:
    """The advisories that pyproject explains."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return dict(settings.get("tool", {}).get("advisories", {}))


def main() -> int:
    """Ask one service after another until one answers, print what it says, and return the exit code."""
    for service in _SERVICES:
        answer = subprocess.run((*_COMMAND, "--vulnerability-service", service), capture_output=True, check=False)
        try:
            verdict = judged(json.loads(answer.stdout), explanations())
        except ValueError:
            continue
        if verdict.asked:
            _tell(verdict)
            return code_of(verdict)
    print("漏洞库连不上，一个软件包也没有核对。有网络时再运行一次检验。", flush=True)
    return NOT_ASKED


def _tell(verdict: Verdict) -> None:
    print(f"核对了 {verdict.asked} 个软件包，没能核对 {verdict.not_asked} 个")
    for line in verdict.unexplained:
        print(f"有已知漏洞：{line}")
    for name in verdict.idle:
        print(f"pyproject.toml 里说明的 {name} 已不存在，请删去")


if __name__ == "__main__":
    sys.exit(main())
