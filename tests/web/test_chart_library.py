"""The library that draws charts in the browser: the one that figures are written for, unchanged, with what they use."""

import ast
import hashlib
import re
from pathlib import Path

from plotly.offline import get_plotlyjs_version
from plotly.validator_cache import ValidatorCache

from board.accounts.looks import Looks
from board.operating.settings import ROOT
from board.web.browser import library
from board.web.browser.frontend import page

KINDS = frozenset(ValidatorCache.get_validator("", "data").class_strs_map)


def kinds_drawn(path: Path) -> set[str]:
    """The kinds of traces that a module of charts names."""
    pairs = (
        (key.value, value.value)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Dict)
        for key, value in zip(node.keys, node.values, strict=True)
        if isinstance(key, ast.Constant) and isinstance(value, ast.Constant)
    )
    return {str(value) for name, value in pairs if name == "type"} & KINDS


def test_it_is_the_version_that_plotly_writes_figures_for() -> None:
    assert get_plotlyjs_version() == library.VERSION
    assert f"v{library.VERSION}\n" in library.FILE.read_text("utf-8")[:200]


def test_it_is_the_published_file_with_its_licence() -> None:
    assert hashlib.sha256(library.FILE.read_bytes()).hexdigest() == library.SHA256
    assert "MIT" in library.FILE.with_name("LICENSE").read_text("utf-8")


def test_it_draws_every_kind_of_trace_that_charts_use() -> None:
    drawn = set().union(*map(kinds_drawn, (ROOT / "board" / "charts").glob("*.py")))
    bundled = set(re.findall(r'moduleType:"trace",name:"(\w+)"', library.FILE.read_text("utf-8")))
    assert drawn >= {"bar", "scatter", "heatmap"}
    assert drawn <= bundled


def test_the_page_asks_for_it_early_and_for_no_other() -> None:
    asked = re.findall(r'href="\.(/static/js/[^"]+)"', page(Looks()).decode())
    assert [path for path in asked if re.search("lotly|DataFrame|arrowFormat", path)] == [library.ADDRESS]
