"""Ballots filled in at a forum (座谈) stand beside those on paper and online: given out, imported, compared."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from board import clock
from board.activity import creating
from board.activity.plan.reading import load_plan, shipped_plans
from board.errors import Invalid
from board.evaluation import results, rounds
from board.evaluation.differences import ways_tested
from board.evaluation.views import ways_shown
from board.importing.ballots import check_ballots
from board.importing.choices import Choices
from board.imports import commit as imports
from board.store.store import Store, open_store
from tests.procedure.sound_school import BEST, EVERYONE

TODAY = clock.today()
WORST = ("不深", "不广", "不准", "不透", "不清", "不可行", "不强", "不强", "差")
WAYS = {"纸质": BEST, "网上": BEST, "座谈会": WORST}


@pytest.fixture
def school() -> Iterator[Store]:
    store = open_store(None)
    yield store
    store.close()


def begun(store: Store) -> tuple[str, str]:
    plan = load_plan(shipped_plans()["analysis-stage"])
    activity_id = creating.create_activity(store, EVERYONE, plan, TODAY - timedelta(days=30))
    opened = {"name": "群众评议", "evaluated": "分析检查报告", "opened_on": TODAY}
    return activity_id, rounds.add_round(store, EVERYONE, activity_id, opened)


def test_ballots_of_a_forum_are_imported_and_compared_with_those_on_paper_and_online(school: Store) -> None:
    activity_id, round_id = begun(school)
    given = [{"group_label": "教职工", "way": way, "given_out": 12} for way in ("paper", "forum")]
    rounds.set_forms(school, EVERYONE, activity_id, round_id, given)
    form = imports.form(school, activity_id)
    header = ["参评群体", "参评方式", *(criterion.label for criterion in form.criteria)]
    rows = [["教职工", way, *answers] for way, answers in WAYS.items() for _ in range(10)]
    text = "\n".join(",".join(row) for row in [header, *rows])
    checked = check_ballots("评议表.csv", text.encode(), form, Choices(cast_on=TODAY))
    imports.commit(school, EVERYONE, activity_id, round_id, checked)
    of = (school, activity_id, round_id, TODAY)
    forms = results.forms(*of).set_index("way")
    assert forms["returned_count"].to_dict() == {"paper": 10, "online": 10, "forum": 10}
    assert forms.loc["forum", "given_out"] == 12
    assert set(ways_shown(*of)["way"]) == {"纸质", "网上", "座谈"}
    tested = ways_tested(*of)
    apart = tested[(tested["one_name"] == "座谈") | (tested["other_name"] == "座谈")]
    assert apart.groupby(["one_name", "other_name"]).ngroups == 2


def test_another_way_is_refused_with_those_there_are(school: Store) -> None:
    activity_id, round_id = begun(school)
    given = [{"group_label": "教职工", "way": "phone", "given_out": 12}]
    with pytest.raises(Invalid, match="纸质、网上、座谈"):
        rounds.set_forms(school, EVERYONE, activity_id, round_id, given)
