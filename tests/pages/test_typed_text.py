"""What people type is shown as they typed it: no script runs, no Markdown or formula takes effect."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Element

from board.access import Actor, Role
from board.opinions import actions as opinions
from board.rectification import actions as rectification
from board.tasks import actions as tasks
from tests.example_school import Example
from tests.ledger_rows import item_fields, opinion_fields
from tests.pages.visitor import charts, filled, notices, opened, saved, tables

pytestmark = pytest.mark.walk

NASTY = "<script>alert(1)</script>**粗**[点我](javascript:alert(1)):red[红]$a$=1+1 R-001"
MARKDOWN_SIGNS = re.compile(r"(?<!\\)(<script|\*\*粗|\[点我|:red\[红|\$a\$)")


def texts(at: AppTest) -> Iterator[str]:
    """Every text on the page that Streamlit reads as Markdown."""
    for each in at._tree:
        if isinstance(each, Element) and each.type in {"markdown", "caption", "info", "warning", "error", "success"}:
            yield str(each.value)
        if isinstance(each, Element) and each.type in {"subheader", "header", "metric", "button", "progress"}:
            yield str(getattr(each, "label", "") or getattr(each, "value", ""))
    yield from notices(at)


def as_markup(at: AppTest) -> list[str]:
    """Whatever of the nasty text would take effect on the page, as Markdown or as HTML."""
    read_as_markdown = [text for text in texts(at) if MARKDOWN_SIGNS.search(text)]
    read_as_html = [text for text in at.html.values if "<script>alert" in text]
    return read_as_markdown + read_as_html


def drawn(at: AppTest) -> str:
    return "".join(json.dumps(each.figure, ensure_ascii=False) for each in charts(at))


@pytest.fixture
def item_id(school: Example, clerk: Actor) -> str:
    """An item in which every text is nasty, late by ten days so that every page speaks of it."""
    started, due = (school.today - timedelta(days=back) for back in (20, 10))
    named = ("problem", "subjective_cause", "objective_cause", "measure", "target", "helpers", "remark")
    fields = item_fields(found_on=started, start_on=started, due_on=due, **dict.fromkeys(named, NASTY))
    return rectification.add(school.store, clerk, school.activity_id, fields)


def test_the_sheet_of_an_item_shows_it_as_typed(school: Example, item_id: str) -> None:
    at = opened("rectification", Role.CLERK, rectification_item=item_id)
    assert not at.exception
    assert as_markup(at) == []
    sheet = "".join(at.html.values)
    assert sheet.count("&lt;script&gt;alert(1)&lt;/script&gt;**粗**") >= 5


def test_the_ledger_and_the_overview_show_it_as_typed(school: Example, item_id: str) -> None:
    for subject in ("rectification", "overview"):
        at = opened(subject, Role.CLERK)
        assert as_markup(at) == []
        assert any(NASTY in row for each in tables(at) for row in each.value.astype(str).to_numpy().tolist())


def test_what_was_done_and_why_is_shown_as_typed(school: Example, clerk: Actor) -> None:
    rectification.act(school.store, clerk, school.activity_id, "R-006", "report", {"percent": 70, "progress": NASTY})
    rectification.act(
        school.store,
        clerk,
        school.activity_id,
        "R-006",
        "postpone",
        {"due_on": school.today + timedelta(days=9), "reason": NASTY},
    )
    at = opened("rectification", Role.CLERK, rectification_item="R-006")
    assert as_markup(at) == []
    assert "".join(at.html.values).count("&lt;script&gt;") >= 3


def test_an_opinion_is_shown_in_its_own_words(school: Example, clerk: Actor) -> None:
    fields = opinion_fields(content=NASTY, received_on=school.today)
    opinion_id = opinions.add(school.store, clerk, school.activity_id, fields)
    opinions.act(school.store, clerk, school.activity_id, opinion_id, "sort", {"aspect": "工作作风", "theme": NASTY})
    opinions.act(
        school.store, clerk, school.activity_id, opinion_id, "answer", {"response": "adopted", "answer": NASTY}
    )
    at = opened("opinions", Role.CLERK, opinions_opinion=opinion_id)
    assert not at.exception
    assert as_markup(at) == []
    assert "&lt;script&gt;alert(1)&lt;/script&gt;**粗**[点我]" in "".join(at.html.values)


def test_a_task_is_shown_as_typed_in_its_sheet_and_on_the_timeline(school: Example, clerk: Actor) -> None:
    tasks.edit(school.store, clerk, school.activity_id, "T08", {"name": "<b>整理</b>", "output": NASTY, "note": NASTY})
    at = opened("tasks", Role.CLERK, tasks_task="T08")
    assert as_markup(at) == []
    assert "<b>整理" not in drawn(at)
    assert "&lt;b>整理" in drawn(at)


def test_what_is_looked_for_comes_back_as_typed(school: Example) -> None:
    at = opened("rectification", Role.CLERK, rectification_text=NASTY)
    assert as_markup(at) == []
    assert at.text_input(key="rectification_text").value == NASTY


@pytest.mark.parametrize(
    ("subject", "key"),
    [("rectification", "rectification_item"), ("opinions", "opinions_opinion"), ("tasks", "tasks_task")],
)
def test_the_id_in_a_url_is_told_back_as_it_is(school: Example, subject: str, key: str) -> None:
    at = opened(subject, Role.CLERK, **{key: NASTY})
    assert not at.exception
    assert as_markup(at) == []


def test_a_round_is_named_as_typed(school: Example) -> None:
    at = opened("evaluation", Role.CLERK).button(key="evaluation_new").click().run()
    saved(filled(at, "round_new", name=NASTY, evaluated=NASTY), "round_new")
    assert not at.exception
    assert as_markup(at) == []
    assert as_markup(opened("imports", Role.CLERK)) == []
