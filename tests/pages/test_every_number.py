"""Every number with a link is the number of rows it opens, and what pages say of one fact is the same: on the example
and at schools where things were done in no order.

`-m walk` takes two hundred of them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

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
from tests.pages.following import wrong
from tests.procedure.sound_school import EVERYONE
from tests.stores import Copies, blank_store

SEEDS = walked(*range(1, 201))


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


@pytest.mark.parametrize("seed", SEEDS)
def test_a_number_opens_as_many_rows_at_any_school(schools: Copies, tmp_path: Path, seed: int) -> None:
    draw = Random(seed)  # noqa: S311 - no secret
    with made(schools, tmp_path, seed) as store:
        serving.serve(store, Settings(tmp_path, demo=True))
        ago = draw.choice([0, 0, 1, 6])
        asked = {"compare": draw.choice(["一周前", "不比较"])}
        asked |= {"as_of": str(clock.today() - timedelta(days=ago))} if ago else {}
        count, faults = wrong(draw.choice([Role.CLERK, Role.LEADER]), asked)
        assert faults == []
        assert count > 0


def test_a_part_of_a_chart_that_counts_none_opens_no_rows(schools: Copies, tmp_path: Path) -> None:
    with made(schools, tmp_path, 2) as store:
        serving.serve(store, Settings(tmp_path, demo=True))
        assert wrong(Role.CLERK, {}, [("opinions", {})])[1] == []


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
@pytest.mark.parametrize("days_ago", [0, 6, 14])
@pytest.mark.parametrize("role", [Role.CLERK, Role.LEADER])
def test_every_number_of_the_example_opens_as_many_rows(read_school: Example, role: Role, days_ago: int) -> None:
    as_of = {"as_of": str(read_school.today - timedelta(days=days_ago))} if days_ago else {}
    count, faults = wrong(role, {"compare": "一周前", **as_of})
    assert faults == []
    assert count > 100
