"""Which rounds are the evaluation that the plan asks for: those since its phase began or the report was final."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from board.evaluation import of_phase, rounds
from board.publication import actions as publication
from board.publication.views import Since, not_published
from board.rules.judging import judge
from board.rules.records import Records
from board.rules.verdicts import RULES
from board.store.store import Store
from board.tasks import outputs
from tests.procedure.sound_school import EVERYONE, FINAL_DAY, ROUND_DAY, activity_of, at, bring_in, day
from tests.stores import Copies

AS_OF = day(FINAL_DAY + 15)


@pytest.fixture
def store(sound_copies: Copies, tmp_path: Path) -> Iterator[Store]:
    """A store with the school that leaves nothing out."""
    with sound_copies.opened(tmp_path / "sound.duckdb") as opened_store:
        yield opened_store


ENTERED = FINAL_DAY + 14


def opened(store: Store, activity_id: str, name: str, on: int, *, with_ballots: bool = True) -> str:
    fields = {"name": name, "evaluated": "分析检查报告", "opened_on": day(on)}
    round_id = rounds.add_round(store, EVERYONE, activity_id, fields, at=at(ENTERED))
    if with_ballots:
        bring_in(store, activity_id, round_id, wish=name, on=ENTERED)
    return round_id


def looked_at(store: Store, activity_id: str) -> str:
    chosen = of_phase.looked_at(of_phase.rounds(store, activity_id, AS_OF))
    return "" if chosen is None else str(chosen["name"])


def groups(store: Store, activity_id: str) -> str:
    (rule,) = [each for each in RULES if each.rule_id == "evaluation_groups"]
    return judge(rule, Records(store, activity_id, AS_OF)).summary


def test_an_earlier_round_counts_for_no_rule_no_task_and_no_publication(store: Store) -> None:
    activity_id = activity_of(store)
    opened(store, activity_id, "此前的征评", ROUND_DAY - 12)
    found = of_phase.rounds(store, activity_id, AS_OF).set_index("name")
    assert found.loc["群众评议", "why_not"] == ""
    why = str(found.loc["此前的征评", "why_not"])
    assert why.startswith(f"{day(ROUND_DAY - 12):%m-%d} 开始，早于")
    assert f"报告定稿（{day(FINAL_DAY):%m-%d}）" in why
    assert looked_at(store, activity_id) == "群众评议"
    published = publication.publications(store, activity_id, AS_OF)
    assert not_published(published, of_phase.result_since(store, activity_id, AS_OF)) == {}
    there = outputs.there(store, activity_id, AS_OF)
    assert (there["ballots"], there["published_result"]) == (True, True)


def test_a_later_round_is_looked_at_once_forms_of_it_are_back(store: Store) -> None:
    activity_id = activity_of(store)
    again = opened(store, activity_id, "再评一次", ROUND_DAY + 1, with_ballots=False)
    first = of_phase.rounds(store, activity_id, AS_OF)["round_id"].iloc[0]
    assert (looked_at(store, activity_id), groups(store, activity_id)[:5]) == ("群众评议", "群众评议：")
    assert of_phase.not_looked_at(of_phase.rounds(store, activity_id, AS_OF), again) == "看的是“群众评议”"
    bring_in(store, activity_id, again, wish="再评", on=ENTERED)
    assert (looked_at(store, activity_id), groups(store, activity_id)[:5]) == ("再评一次", "再评一次：")
    assert of_phase.not_looked_at(of_phase.rounds(store, activity_id, AS_OF), first) == "看的是“再评一次”"


def test_a_result_written_before_the_round_is_not_its_result(store: Store) -> None:
    activity_id = activity_of(store)
    published = publication.publications(store, activity_id, AS_OF)
    written = published[published["what"] == "result"]["written_on"].iloc[0].date()
    assert not_published(published, Since("E1", written)) == {}
    (name,) = published[published["what"] == "result"]["publication_id"]
    too_early = {"result": f"（{name} 写在群众评议结束以前，不算）"}
    assert not_published(published, Since("E1", written + timedelta(days=1))) == too_early
    assert not_published(published, None) == too_early
