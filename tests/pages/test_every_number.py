"""Every number with a link is the number of rows it opens, and what pages say of one fact is the same: on the example
and at schools where things were done in no order.

`-m walk` takes two hundred of them.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from board import clock
from board.access import Role
from board.activity import creating
from board.activity.plan.reading import load_plan, shipped_plans
from board.evaluation import of_phase
from board.operating.settings import Settings
from board.opinions import actions as opinions
from board.overview.figures import figures
from board.procedure import verdicts as procedure
from board.rectification import actions as rectification
from board.store.store import Store
from board.tasks import outputs
from board.web import serving
from tests.depth import walked
from tests.example_school import Example
from tests.made_school import work
from tests.pages.test_numbers_lead import COUNTED, number_of
from tests.pages.visitor import answer_links, notices, opened, said, tables
from tests.procedure.sound_school import EVERYONE
from tests.stores import Copies, blank_store

SUBJECTS = ("overview", "tasks", "opinions", "talks", "meeting", "rectification", "thread", "procedure", "publication")
SEEDS = [2, *walked(1, *range(3, 201))]
# The rows of a page of a table.
PAGE = 50
Asked = dict[str, Any]
# What a number with a link says, and what it opened.
Follow = tuple[str, int, Callable[[], AppTest]]


@contextmanager
def made(schools: Copies, folder: Path, seed: int) -> Iterator[Store]:
    """The example, or a school that only has its plan, at which things were done in no order."""
    if seed % 2:
        with schools.opened(folder / "school.duckdb") as store:
            work(store, str(store.rows("activities/all")[0]["activity_id"]), seed)
            yield store
    else:
        store = blank_store()
        plan = load_plan(next(iter(shipped_plans().values())))
        began = clock.today() - timedelta(days=Random(seed).randrange(1, 40))  # noqa: S311 - no secret
        work(store, creating.create_activity(store, EVERYONE, plan, began), seed, times=24)
        yield store
        store.close()


def links(subject: str, at: AppTest, role: Role, asked: Asked) -> Iterator[Follow]:
    """Every number on a page that leads somewhere: in its sentence, on its cards, on its tabs."""
    for address, text in answer_links(at).items():
        page, _, query = address.partition("?")
        if re.match(r"\d+ ", text):
            yield text, int(text.split(" ")[0]), partial(opened, page, role, **parse_qs(query))
    for button in at.button:
        key = str(button.key)
        number = number_of(at, key, button.label) if re.match(r"(procedure_)?card_", key) else None
        if number is not None and subject in {"overview", "procedure"}:
            yield button.label, number, partial(pressed, subject, role, asked, key)
    for control in at.segmented_control:
        for option in control.options:
            name, _, count = option.partition(" ")
            if re.match(r"\d+( |$)", count):
                tab: Asked = {**asked, str(control.key): name}
                yield option, int(count.split(" ")[0]), partial(opened, subject, role, **tab)


def pressed(subject: str, role: Role, asked: Asked, key: str) -> AppTest:
    """The page that a button of another leads to."""
    return opened(subject, role, **asked).button(key=key).click().run()


def shown(at: AppTest) -> int:
    """How many rows the page that is open says it shows, and lists; a page without any says nothing."""
    number = sum(int(count) for count, _ in COUNTED.findall(said(at)))
    listed = [len(each.value) for each in tables(at) if each.key.endswith(("_table", "_rows", "_problems"))]
    assert not listed or listed[0] == min(number, PAGE), (number, listed)
    return number


def wrong(role: Role, asked: Asked, draw: Random, most: int | None) -> list[str]:
    """The numbers that don't open as many rows: of all, or of so many that are drawn."""
    every = []
    for subject in draw.sample(SUBJECTS, 2) if most else SUBJECTS:
        at = opened(subject, role, **asked)
        assert not at.exception
        every += [(subject, *each) for each in links(subject, at, role, asked)]
    found = []
    for subject, text, number, follow in draw.sample(every, min(most, len(every))) if most else every:
        there = follow()
        assert not there.exception, f"{subject} {text}"
        if notices(there) or shown(there) != number:
            found.append(f"{subject} {text}: {COUNTED.findall(said(there))} {notices(there)}")
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_a_number_opens_as_many_rows_at_any_school(schools: Copies, tmp_path: Path, seed: int) -> None:
    """At every fortieth school every number is followed, at the others some that are drawn."""
    draw = Random(seed)  # noqa: S311 - no secret
    with made(schools, tmp_path, seed) as store:
        serving.serve(store, Settings(tmp_path, demo=True))
        ago = draw.choice([0, 0, 1, 6])
        asked = {"compare": draw.choice(["一周前", "不比较"])}
        asked |= {"as_of": str(clock.today() - timedelta(days=ago))} if ago else {}
        role = draw.choice([Role.CLERK, Role.LEADER])
        assert wrong(role, asked, draw, None if seed % 40 == 0 else 6) == []


def apart(store: Store, day: date) -> list[str]:
    """Facts of which a rule says something else than a task or a view."""
    ids = (store, str(store.rows("activities/all")[0]["activity_id"]), day)
    rules = {each.rule.rule_id: each for each in procedure.verdicts(*ids)}
    there, heard = outputs.there(*ids), opinions.opinions(*ids)
    chosen = of_phase.looked_at(of_phase.rounds(*ids))
    is_back = chosen is not None and bool(chosen["returned_count"])
    facts = {
        "收回": (there["ballots"], is_back, "还没有收回评议表" not in rules["evaluation_groups"].summary),
        "公开报告": (there["published_report"], "还没有公开" not in rules["publication_report"].summary),
        "公开结果": (there["published_result"], "还没有公开" not in rules["publication_result"].summary),
        "梳理": (there["sorted"], bool(len(heard)) and not rules["opinions_sorted"].gaps),
        "逾期": (figures(*ids).items_late, int(rectification.items(*ids)["is_late"].sum())),
        "程序": (figures(*ids).rules_failed, sum(each.verdict == "failed" for each in rules.values())),
    }
    return [f"{fact}: {found}" for fact, found in facts.items() if len(set(found)) > 1]


@pytest.mark.parametrize("seed", [2, *walked(1, *range(3, 21))])
def test_rules_tasks_and_pages_say_the_same_of_a_fact(schools: Copies, tmp_path: Path, seed: int) -> None:
    with made(schools, tmp_path, seed) as store:
        assert [apart(store, clock.today() - timedelta(days=ago)) for ago in (0, 1, 8)] == [[], [], []]


@pytest.mark.walk
@pytest.mark.parametrize("role", [Role.CLERK, Role.LEADER])
def test_every_number_of_the_example_opens_as_many_rows(read_school: Example, role: Role) -> None:
    assert wrong(role, {}, Random(0), None) == []  # noqa: S311 - no secret
