"""One scale of type: six sizes, said once, and the same in pixels for charts."""

import re
from pathlib import Path

import pytest

from board.charts import template

UI = Path(__file__).parent.parent / "board" / "ui"
STYLES = UI / "parts" / "styles"
_SCALE = {
    name: float(size) * 16
    for name, size in re.findall(r"--type-(\w+): ([\d.]+)rem", (STYLES / "style.css").read_text("utf-8"))
}


def test_the_scale_has_six_sizes() -> None:
    assert list(_SCALE.values()) == [14, 16, 20, 24, 28, 36]


def test_charts_are_drawn_in_sizes_of_the_scale() -> None:
    assert (_SCALE["small"], _SCALE["text"], _SCALE["large"]) == (template.SMALL, template.TEXT, template.LARGE)


# The size that the scale is counted from, of each screen and of 大字.
_ROOT = re.compile(r"^.*(?:html|:root)[^{]*\{ font-size: [^}]*\}", re.MULTILINE)


# Paper has sizes of its own, in points.
@pytest.mark.parametrize("path", sorted({*UI.rglob("*.css")} - {STYLES / "print.css"}), ids=lambda path: path.name)
def test_no_size_is_used_that_is_not_of_the_scale(path: Path) -> None:
    rules = _ROOT.sub("", re.sub(r"\[style[^\]]*\]", "", path.read_text("utf-8")))
    used = re.findall(r"[{; ]font-size: ?([^;}]+?)(?: !important)?[;}]", rules)
    assert [size for size in used if not size.startswith("var(--type-") and size != "inherit"] == []


@pytest.mark.parametrize("name", ["ballots/form.css", "guide.html", "door/page.html", "privacy.html"])
def test_pages_outside_the_board_keep_to_the_scale(name: str) -> None:
    used = re.findall(r"font(?:-size)?: ?(?:600 )?([\d.]+)rem", (UI.parent / "web" / name).read_text("utf-8"))
    assert {float(size) * 16 for size in used} <= set(_SCALE.values())
    assert used


@pytest.mark.parametrize("path", sorted((UI.parent / "charts").glob("*.py")), ids=lambda path: path.name)
def test_no_chart_has_a_size_of_its_own(path: Path) -> None:
    assert not re.findall(r'font": \{[^}]*"size": \d', path.read_text("utf-8"))
