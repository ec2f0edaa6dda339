"""What is installed is what was tried: every package by version and hash."""

import re

import duckdb
import pytest
from packaging.requirements import Requirement

from tests.lock import ROOT, locked

LISTS = ("requirements", "requirements-lake", "requirements-dev")
BEFORE = dict(zip(LISTS[1:], LISTS, strict=False))
EVERY_LIST = (*LISTS, "tests/bench/peers")


def text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


@pytest.mark.parametrize("name", EVERY_LIST)
def test_the_lock_holds_the_versions_of_the_list(name: str) -> None:
    lines = [line.partition("  #")[0] for line in text(f"{name}.in").splitlines() if not line.startswith("-r")]
    wanted = {pin.name: {spec.version for spec in pin.specifier} for pin in map(Requirement, lines)}
    versions = locked(text(f"{name}.txt"))
    assert {package: versions.get(package) for package in wanted} == wanted


@pytest.mark.parametrize("name", EVERY_LIST)
def test_every_package_has_a_hash_and_comes_from_no_named_place(name: str) -> None:
    blocks = re.split(r"\n(?=[a-z])", text(f"{name}.txt").removeprefix(f"-r {BEFORE.get(name)}.txt\n"))
    assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert "//" not in text(f"{name}.txt")


@pytest.mark.parametrize("name", BEFORE)
def test_what_a_lock_rests_on_is_not_locked_a_second_time(name: str) -> None:
    others = [locked(text(f"{each}.txt")).keys() for each in LISTS[: LISTS.index(name)]]
    assert locked(text(f"{name}.txt")).keys() & set[str]().union(*others) == set()
    assert text(f"{name}.txt").startswith(f"-r {BEFORE[name]}.txt\n")


def test_the_extensions_are_of_the_duckdb_in_use() -> None:
    versions = {line.partition("  #")[0].partition("==")[2] for line in text("requirements-lake.in").splitlines()[1:]}
    assert versions == {duckdb.__version__}
