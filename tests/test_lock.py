"""What is installed is what was tried: every package by version and hash."""

import re

import pytest
from packaging.requirements import Requirement

from tests.lock import ROOT, locked

LISTS = ("requirements", "requirements-dev")
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
    blocks = re.split(r"\n(?=[a-z])", text(f"{name}.txt").removeprefix("-r requirements.txt\n"))
    assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert "//" not in text(f"{name}.txt")


def test_what_the_product_runs_with_is_not_locked_a_second_time_for_the_tests() -> None:
    product, tests = (locked(text(f"{name}.txt")) for name in LISTS)
    assert product.keys() & tests.keys() == set()
    assert text("requirements-dev.txt").startswith("-r requirements.txt\n")
