"""A chart shows what its page shows: it is drawn again after a save that changes what it shows, and after no other."""

import json
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from board.access import Actor, Role
from board.evaluation import results as evaluation
from board.importing.ballots import check_ballots
from board.importing.choices import Choices
from board.imports import commit as imports
from board.opinions import actions as opinions
from board.rectification import actions as rectification
from board.tasks import actions as tasks
from board.ui.parts.pictures import Drawn
from tests.ballot_files import file_of
from tests.example_school import Example
from tests.pages.visitor import charts as figures_of
from tests.pages.visitor import opened

pytestmark = pytest.mark.walk

Write = Callable[[Example], None]
CLERK = Actor("A-clerk", "工作人员", frozenset({Role.CLERK}))


def import_ballots(school: Example) -> None:
    form = imports.form(school.store, school.activity_id)
    header = ["参评人员类别", "参评方式", "填表日期", *(criterion.label for criterion in form.criteria)]
    worst = [criterion.answers[3].label for criterion in form.criteria]
    rows = [[group, "纸质", f"{school.today}", *worst] for group in form.groups for _ in range(40)]
    checked = check_ballots("差评.csv", file_of(rows, header), form, Choices())
    imports.commit(school.store, CLERK, school.activity_id, "E2", checked)


def report_task(school: Example) -> None:
    tasks.report(school.store, CLERK, school.activity_id, "T10", "done", output_ready=True)


def take_an_item_out(school: Example) -> None:
    items = rectification.items(school.store, school.activity_id, school.today)
    item_id = str(items[items["status"] == "in_progress"]["item_id"].iloc[0])
    rectification.act(school.store, CLERK, school.activity_id, item_id, "remove", {"reason": "登记重了"})


def hear_an_opinion(school: Example) -> None:
    heard = {"channel": "座谈会", "giver": "家长", "about": "group", "received_on": school.today}
    opinions.add(school.store, CLERK, school.activity_id, {**heard, "content": "操场多开放"})


def remark_on_items(school: Example) -> None:
    items = rectification.items(school.store, school.activity_id, school.today)
    for item_id in items[~items["is_closed"]]["item_id"].head(3):
        rectification.act(school.store, CLERK, school.activity_id, item_id, "edit", {"remark": "门卫室的电话不通"})


def remark_on_a_task(school: Example) -> None:
    tasks.edit(school.store, CLERK, school.activity_id, "T10", {"note": "门卫室的电话不通"})


@pytest.mark.parametrize(
    ("subject", "asked", "write", "unrelated"),
    [
        ("overview", {}, take_an_item_out, remark_on_items),
        ("tasks", {}, report_task, remark_on_a_task),
        ("opinions", {}, hear_an_opinion, report_task),
        ("rectification", {"rectification_chart": "各位领导"}, take_an_item_out, remark_on_items),
        ("rectification", {"rectification_chart": "在账时间"}, take_an_item_out, hear_an_opinion),
        ("rectification", {"rectification_chart": "方面与领导"}, take_an_item_out, remark_on_items),
        ("rectification", {"rectification_chart": "查出与销号"}, take_an_item_out, remark_on_items),
        ("thread", {}, hear_an_opinion, report_task),
        ("evaluation", {}, import_ballots, report_task),
    ],
)
def test_every_chart_of_a_page_follows_a_save_and_only_one_that_changes_what_it_shows(
    school: Example, subject: str, asked: dict[str, str], write: Write, unrelated: Write
) -> None:
    at = opened(subject, Role.CLERK, **asked)
    shown, drawn = charts(at), drawings(school)
    unrelated(school)
    assert charts(at.run()) == shown
    assert drawings(school) == drawn
    write(school)
    assert charts(at.run()) != shown
    assert drawings(school) != drawn


def test_a_chart_is_drawn_once_for_all_who_see_the_same(school: Example) -> None:
    opened("overview", Role.CLERK)
    drawn = drawings(school)
    opened("overview", Role.LEADER)
    assert drawings(school) == drawn


def test_the_rate_beside_a_bar_is_the_rate_in_the_table(school: Example) -> None:
    opened("evaluation", Role.CLERK)
    import_ballots(school)
    drawn = "".join(charts(opened("evaluation", Role.CLERK)))
    rates = evaluation.criteria_figures(school.store, school.activity_id, "E2", school.today)
    for row in rates.to_dict("records"):
        assert f"{row['good_count'] / row['base']:.1%}" in drawn


def drawings(school: Example) -> set[int]:
    """The figures that were drawn and are kept: one that is drawn again is another object."""
    kept = (entry.value for entry in school.store._cache._entries.values())
    return {id(value) for value in kept if isinstance(value, Drawn)}


def charts(at: AppTest) -> list[str]:
    """What each chart of a page is drawn from."""
    return [json.dumps(each.figure, ensure_ascii=False) for each in figures_of(at)]
