"""What the gate makes of a report on known vulnerabilities."""

import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests import advisories, gate
from tests.advisories import NOT_ASKED, code_of, explanations, judged

FINE = {"name": "plotly", "version": "7.1.0", "vulns": []}
HOLE = {"name": "jinja2", "version": "3.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["3.1"]}]}
UNKNOWN = {"name": "scipy", "skip_reason": "Dependency not found on PyPI and could not be audited: scipy (1.17.1)"}


@pytest.mark.parametrize(
    ("packages", "explained", "code"),
    [
        ([FINE], {}, 0),
        ([FINE, HOLE], {}, 1),
        ([FINE, HOLE], {"PYSEC-1": "only templates of ours are rendered"}, 0),
        ([FINE], {"PYSEC-1": "gone since"}, 1),
        ([FINE, UNKNOWN], {}, NOT_ASKED),
        ([FINE, UNKNOWN, HOLE], {}, 1),
        ([UNKNOWN], {}, NOT_ASKED),
        ([UNKNOWN], {"PYSEC-1": "can't be said"}, NOT_ASKED),
        ([], {}, NOT_ASKED),
    ],
)
def test_a_finding_fails_unless_it_is_explained_and_silence_is_no_answer(
    packages: list[object], explained: dict[str, str], code: int
) -> None:
    assert code_of(judged({"dependencies": packages}, explained)) == code


def test_a_finding_is_named_with_its_package() -> None:
    assert judged({"dependencies": [FINE, HOLE]}, {}).unexplained == ("jinja2 3.0：PYSEC-1",)


def test_every_explanation_says_something() -> None:
    assert [name for name, why in explanations().items() if len(why) < 20] == []


def test_what_python_brings_along_was_replaced() -> None:
    lines = (Path(__file__).parent.parent / "requirements.in").read_text("utf-8").splitlines()
    pins = [Requirement(line.partition("  #")[0]) for line in lines]
    brought = [pin for pin in pins if pin.name in {"pip", "setuptools"} and (not pin.marker or pin.marker.evaluate())]
    assert "pip" in {pin.name for pin in brought}
    assert [str(pin) for pin in brought if version(pin.name) not in pin.specifier] == []


def test_where_nobody_can_be_asked_the_gate_says_so_and_goes_on(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(advisories, "_COMMAND", (sys.executable, "-c", "print('no route')"))
    assert advisories.main() == NOT_ASKED
    assert "漏洞库连不上" in capfd.readouterr().out
    fine, unasked = (sys.executable, "-c", ""), (sys.executable, "-c", f"raise SystemExit({NOT_ASKED})")
    monkeypatch.setattr(gate, "READING", {})
    monkeypatch.setattr(gate, "_COMPILE", (sys.executable, "-c", ""))
    monkeypatch.setattr(gate, "BESIDE", {})
    monkeypatch.setattr(gate, "CHECKS", {"甲": fine, "漏洞": unasked, "乙": fine})
    assert gate.main() == 0
    said = capfd.readouterr().out
    assert "── 乙" in said
    assert said.rstrip().splitlines()[-1].startswith("没能核对：漏洞")


def test_a_check_that_fails_stops_the_gate_which_names_what_never_ran(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    fails = (sys.executable, "-c", "raise SystemExit(3)")
    monkeypatch.setattr(gate, "READING", {})
    monkeypatch.setattr(gate, "_COMPILE", (sys.executable, "-c", ""))
    monkeypatch.setattr(gate, "BESIDE", {})
    monkeypatch.setattr(gate, "CHECKS", {"甲": fails, "乙": fails})
    assert gate.main() == 3
    assert capfd.readouterr().out.splitlines() == ["── 甲", "没有通过：甲。还没有运行完：乙。"]


def test_what_only_reads_begins_at_once_and_is_heard_in_turn(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The first waits for the second."""
    there = f"pathlib.Path({str(tmp_path / 'there')!r})"
    waits = f"[time.sleep(0.1) for _ in range(300) if not {there}.exists()]; print('甲', {there}.exists())"
    first = (sys.executable, "-c", f"import pathlib, time; {waits}")
    second = (sys.executable, "-c", f"import pathlib; {there}.touch(); print('乙说'); raise SystemExit(4)")
    for table in ("READING", "CHECKS"):
        monkeypatch.setattr(gate, table, {"甲": first, "乙": second})
    monkeypatch.setattr(gate, "_COMPILE", (sys.executable, "-c", ""))
    monkeypatch.setattr(gate, "BESIDE", {})
    assert gate.main() == 4
    assert capfd.readouterr().out.splitlines() == ["── 甲", "甲 True", "── 乙", "乙说", "没有通过：乙。"]


def test_most_tests_run_beside_what_only_reads_and_end_with_a_check_that_fails(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The first fails as soon as the second has begun, which would go on for long."""
    begun, over = (f"pathlib.Path({str(tmp_path / name)!r})" for name in ("begun", "over"))
    waits = f"[time.sleep(0.1) for _ in range(300) if not {begun}.exists()]; raise SystemExit(5)"
    first = {"甲": (sys.executable, "-c", f"import pathlib, time; {waits}")}
    goes_on = f"import pathlib, time; {begun}.touch(); time.sleep(20); {over}.touch()"
    second = {"乙": (sys.executable, "-c", goes_on)}
    monkeypatch.setattr(gate, "_COMPILE", (sys.executable, "-c", ""))
    for table, rows in {"READING": first, "BESIDE": second, "CHECKS": first | second}.items():
        monkeypatch.setattr(gate, table, rows)
    assert gate.main() == 5
    assert capfd.readouterr().out.splitlines() == ["── 甲", "没有通过：甲。还没有运行完：乙。"]
    assert not (tmp_path / "over").exists()
