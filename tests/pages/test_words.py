"""What stands on the screen is Chinese: headings, labels, the heads of tables, what charts say."""

import re
from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Element

from board.access import Role
from tests.example_school import Example
from tests.pages.visitor import SUBJECTS, Table, charts, messages, offered, opened, tables

LATIN = re.compile(r"[A-Za-z]{3,}")
MARKUP = re.compile(
    r":material/\w+:|--\w+|:\w+(-\w+)?\[|\]\([^)]*\)|<style>.*?</style>|</?\w[^>]*>|%\{[^}]*\}|&\w+;", re.DOTALL
)
KNOWN = {"Excel", "Word", "WPS", "CSV"}


def labels(at: AppTest) -> Iterator[str]:
    """The words of every element and every frame around elements, but those of tables and charts."""
    for each in (each for each in at._tree if isinstance(each, Element)):
        texts = [getattr(each.proto, name, "") for name in ("label", "help", "placeholder", "body", "text")]
        yield from (text for text in texts if isinstance(text, str))
        yield from map(str, getattr(each, "options", []))
    for block in (message.delta.add_block for message in messages(at)):
        yield from (block.dialog.title, block.popover.label, block.expandable.label, block.tab.label)


def heads(table: Table) -> Iterator[str]:
    """What a table says of itself: its name, the words at the head of its columns, their help."""
    yield table.name
    for column in table.data["columns"]:
        yield from (column["label"], column["help"])
    yield from table.data["words"].values()


def drawn(at: AppTest) -> Iterator[str]:
    """What charts say: legends, axes, notes, and what appears under the pointer."""
    for chart in charts(at):
        yield chart.alt
        for trace in chart.figure["data"]:
            yield from (str(trace.get(name) or "") for name in ("name", "hovertemplate", "texttemplate"))
        layout = chart.figure["layout"]
        yield from (str(each.get("text") or "") for each in layout.get("annotations", []))
        yield from (str(layout.get(axis, {}).get("title", {}).get("text") or "") for axis in ("xaxis", "yaxis"))


def english(texts: Iterator[str]) -> set[str]:
    return {word for text in texts for word in LATIN.findall(MARKUP.sub(" ", text)) if word not in KNOWN}


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_page_speaks_chinese(read_school: Example, subject: str) -> None:
    at = opened(subject, Role.ADMIN if subject == "admin" else Role.CLERK)
    assert not at.exception
    assert english(labels(at)) == set()
    assert {head for table in tables(at) for head in heads(table) if LATIN.search(head)} == set()
    assert english(drawn(at)) == set()
    assert english(iter(offered(at))) == set()


@pytest.mark.parametrize(
    ("subject", "key", "record_id"),
    [
        ("rectification", "rectification_item", "R-006"),
        ("opinions", "opinions_opinion", "O-001"),
        ("tasks", "tasks_task", "T08"),
    ],
)
def test_a_sheet_speaks_chinese(read_school: Example, subject: str, key: str, record_id: str) -> None:
    assert english(labels(opened(subject, Role.CLERK, **{key: record_id}))) == set()
