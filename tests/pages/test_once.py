"""A press that is sent twice, as a browser does whose connection dropped, is one record and no fault, in every form."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from board.access import Role
from board.accounts import actions as accounts
from board.evaluation import results as evaluation
from board.meeting import outlines, talks
from board.opinions import actions as opinions
from board.papers import views as papers
from board.problems import actions as problems
from board.publication import actions as publication
from board.rectification import actions as rectification
from board.tasks import actions as tasks
from tests.depth import few
from tests.example_school import Example
from tests.pages.hands import row_clicked
from tests.pages.test_admin import NEW as ACCOUNT
from tests.pages.test_forms import ITEM, OPINION, TASK
from tests.pages.visitor import faults, filled, notices, once_button, opened


@dataclass(frozen=True)
class Case:
    """A form, how it is opened, what is filled in, and the records that it adds one to."""

    form: str
    open_form: Callable[[], AppTest]
    records: Callable[[Example], Any]
    values: dict[str, Any] = field(default_factory=dict)
    days: tuple[str, ...] = ()


def at_day(read: Callable[..., Any]) -> Callable[[Example], Any]:
    return lambda school: read(school.store, school.activity_id, school.today)


def by_button(subject: str, key: str, role: Role = Role.CLERK, **query: str) -> Callable[[], AppTest]:
    return lambda: opened(subject, role, **query).button(key=key).click().run()


TALK = "talks_new_M05_五年级"
PROBLEM = {"content": "新问题", "aspect": "工作作风", "subjective_cause": "没有争取"}
PUBLISHED = {"what": "result", "title": "评议结果"}
FINDING = "meeting_finding_new_M05_先进学校的经验"
CASES = (
    Case("opinions_new", by_button("opinions", "opinions_add"), at_day(opinions.opinions), OPINION),
    Case("tasks_new", by_button("tasks", "tasks_add"), at_day(tasks.tasks), TASK, ("due_on",)),
    Case(
        "rectification_new",
        by_button("rectification", "rectification_add"),
        at_day(rectification.items),
        ITEM,
        ("due_on",),
    ),
    Case("papers_new_evaluation", by_button("papers", "papers_add"), at_day(papers.shown)),
    Case("publication_new", by_button("publication", "publication_add"), at_day(publication.publications), PUBLISHED),
    Case(
        "meeting_problem_new_form",
        by_button("meeting", "meeting_problem_add", meeting_part="问题清单"),
        at_day(problems.problems),
        PROBLEM,
    ),
    Case(
        FINDING,
        by_button("meeting", "meeting_empty_M05_先进学校的经验", meeting_part="发言提纲"),
        at_day(outlines.outlines),
        {"aspect": "方法举措", "content": "没有学别校的报修登记"},
    ),
    Case(TALK, lambda: row_clicked(opened("talks", Role.CLERK), "talks_missing", 0), at_day(talks.talks)),
    Case(
        "admin_new",
        by_button("admin", "admin_add", Role.ADMIN),
        lambda school: accounts.accounts(school.store),
        ACCOUNT,
    ),
    Case(
        "round_new",
        by_button("evaluation", "evaluation_new"),
        lambda school: evaluation.rounds(school.store, school.activity_id),
        {"name": "第三轮评议", "evaluated": "整改结果"},
    ),
)


@pytest.mark.parametrize("case", few(CASES, 4), ids=[case.form for case in CASES])
def test_a_press_sent_twice_is_one_record(school: Example, case: Case) -> None:
    before = len(case.records(school))
    at = filled(
        case.open_form(), case.form, **case.values, **dict.fromkeys(case.days, school.today + timedelta(days=20))
    )
    once_button(at, f"{case.form}.button").click()
    sent = at._tree.get_widget_states()
    at._run(sent)
    assert not faults(at)
    assert len(notices(at)) == 1
    at._run(sent)
    assert not at.exception
    assert not faults(at)
    assert len(case.records(school)) == before + 1
