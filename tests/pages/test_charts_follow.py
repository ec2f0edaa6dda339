"""A chart shows what its page shows: after somebody's save it is drawn anew, like the figures and tables beside it."""

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
from tests.ballot_files import file_of
from tests.example_school import Example
from tests.pages.visitor import opened

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
    rectification.remove(school.store, CLERK, school.activity_id, item_id, "登记重了")


def hear_an_opinion(school: Example) -> None:
    heard = {"channel": "座谈会", "giver": "家长", "about": "group", "received_on": school.today}
    opinions.add(school.store, CLERK, school.activity_id, {**heard, "content": "操场多开放"})


@pytest.mark.parametrize(
    ("subject", "asked", "write"),
    [
        ("overview", {}, take_an_item_out),
        ("tasks", {}, report_task),
        ("opinions", {}, hear_an_opinion),
        ("rectification", {"rectification_chart": "各位领导"}, take_an_item_out),
        ("thread", {}, hear_an_opinion),
        ("evaluation", {}, import_ballots),
    ],
)
def test_every_chart_of_a_page_follows_a_write(
    school: Example, subject: str, asked: dict[str, str], write: Callable[[Example], None]
) -> None:
    before = charts(opened(subject, Role.CLERK, **asked))
    write(school)
    after = charts(opened(subject, Role.CLERK, **asked))
    assert before
    assert before != after


def test_the_rate_beside_a_bar_is_the_rate_in_the_table(school: Example) -> None:
    opened("evaluation", Role.CLERK)
    import_ballots(school)
    drawn = "".join(charts(opened("evaluation", Role.CLERK)))
    rates = evaluation.criteria_figures(school.store, school.activity_id, "E2", school.today)
    for row in rates.to_dict("records"):
        assert f"{row['good_count'] / row['base']:.1%}" in drawn


def charts(at: AppTest) -> list[str]:
    """What each chart of a page is drawn from."""
    return [each.proto.spec for each in at.get("plotly_chart")]
