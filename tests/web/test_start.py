"""The one file with the scripts that Streamlit's page starts with, and Streamlit's other scripts beside it."""

import re
from pathlib import Path

import pytest

from board.accounts.looks import Looks
from board.web.browser import bundling, frontend, start

MODULE = re.compile(r'<script type="module"[^>]* src="\./static/([^"]+)"')


@pytest.fixture(scope="module")
def served() -> dict[str, str]:
    """The scripts, by name."""
    return {address.rpartition("/")[2]: read().decode() for address, read in start.served().items()}


def test_there_is_a_bundle_of_the_streamlit_in_use_and_no_older_one() -> None:
    (kept,) = start.bundle().parent.glob("*.js")
    assert kept == start.bundle(), "after an update of Streamlit: python -m board.web.browser.bundling"
    assert "Apache License" in kept.with_name("LICENSE").read_text("utf-8")


def test_it_has_the_start_and_every_element_asked_for(served: dict[str, str]) -> None:
    names = {name.split(".")[0] for name in start.bundled()}
    assert names >= {*start.ELEMENTS, "react-dom", "protobuf"}
    assert start.first() in start.bundled()
    assert not {*served} & {*start.bundled()}


def test_no_script_asks_for_one_that_is_in_the_bundle(served: dict[str, str]) -> None:
    assert len(served) > 100
    asked = {name: {*re.findall(r'["`]\./([^"`/]+\.js)["`]', text)} for name, text in served.items()}
    assert {name: each & {*start.bundled()} for name, each in asked.items() if each & {*start.bundled()}} == {}


def test_the_bundle_waits_for_no_other_script(served: dict[str, str]) -> None:
    assert start.imported(served["start.js"]) == set()


def test_every_name_that_a_script_takes_from_the_bundle_is_there(served: dict[str, str]) -> None:
    (names,) = re.findall(r"export\{([^{}]*)\};?\s*$", served["start.js"])
    there = {each.rpartition(" as ")[2] for each in names.split(",")}
    taken = {
        each.partition(" as ")[0]
        for text in served.values()
        for names in re.findall(r'import\{([^{}]*)\}from"\./start\.js"', text)
        for each in names.split(",")
    }
    assert len(taken) > 100
    assert taken <= there


def test_of_a_streamlit_without_a_bundle_the_page_is_as_it_was(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (bundled,) = MODULE.findall(frontend.page.__wrapped__(Looks()).decode())
    assert f"/static/{bundled}" in start.served()
    monkeypatch.setattr(start, "bundle", lambda: tmp_path / "none.js")
    (own,) = MODULE.findall(frontend.page.__wrapped__(Looks()).decode())
    assert own == f"js/{start.first()}"
    assert start.served.__wrapped__() == {}


@pytest.mark.walk
def test_it_is_what_is_made_of_streamlits_scripts(tmp_path: Path) -> None:
    bundling.make(tmp_path / "start.js")
    assert (tmp_path / "start.js").read_bytes() == start.bundle().read_bytes()
