"""The links and loose ends of a day, read from the records, and agreeing with the pages that know them too."""

from datetime import timedelta

import pytest

from board.access import Actor
from board.opinions import actions as opinions
from board.opinions.disclosure import UNSORTED
from board.problems import actions as problems
from board.procedure import views as procedure_views
from board.rectification import actions as rectification
from board.report import links as report_links
from board.report import versions as report_versions
from board.store.store import Store
from board.thread import records as thread
from board.thread.links import link, part
from board.thread.rules import Record, chain
from board.thread.views import named_links, reached, with_neighbours
from board.truth import versions as truth
from tests.example_school import Example
from tests.ledger_rows import ACTIVITY, NINE, START_ON, add_activity, opinion_fields
from tests.report_rows import version_fields
from tests.thread.thread_rows import CRITERION, ITEM, OPINION, PAIRS, PROBLEM, SECTION, add_records

DAY = timedelta(days=1)
WHOLE = {OPINION, PROBLEM, SECTION, ITEM, CRITERION}


@pytest.fixture
def linked(store: Store, clerk: Actor) -> Store:
    """Every step linked to the next on the second day."""
    add_records(store, clerk)
    for one, other in PAIRS[:4]:
        link(store, clerk, ACTIVITY, one, other, at=NINE + DAY)
    link(store, clerk, ACTIVITY, PROBLEM, ITEM, at=NINE + DAY)
    return store


def on_thread(store: Store, start: Record, day: int = 1) -> set[Record]:
    return set(chain(thread.threads(store, ACTIVITY, START_ON + day * DAY), start))


@pytest.mark.parametrize("start", sorted(WHOLE))
def test_from_any_record_all_the_others_are_reached(linked: Store, start: Record) -> None:
    assert on_thread(linked, start) == WHOLE


def test_the_day_before_nothing_was_linked(linked: Store) -> None:
    assert on_thread(linked, OPINION, 0) == {OPINION}


def test_a_link_that_ended_is_still_there_on_the_days_it_stood(linked: Store, clerk: Actor) -> None:
    part(linked, clerk, ACTIVITY, OPINION, PROBLEM, at=NINE + 3 * DAY)
    assert on_thread(linked, OPINION, 3) == {OPINION}
    assert on_thread(linked, OPINION, 2) == WHOLE


@pytest.mark.walk
def test_an_item_that_was_taken_out_is_on_no_thread(linked: Store, clerk: Actor) -> None:
    rectification.act(linked, clerk, ACTIVITY, "R-001", "remove", {"reason": "重复登记"}, at=NINE + 2 * DAY)
    assert on_thread(linked, OPINION, 2) == {OPINION, PROBLEM, SECTION}
    assert on_thread(linked, OPINION, 1) == WHOLE


def test_only_the_newest_version_tells_of_a_problem(linked: Store, clerk: Actor) -> None:
    report_versions.add_version(
        linked, clerk, ACTIVITY, version_fields(stage="consulted", made_on=START_ON + 2 * DAY), at=NINE + 2 * DAY
    )
    report_links.part_problem(linked, clerk, ACTIVITY, "突出问题", "W-001", at=NINE + 2 * DAY)
    found = thread.links(linked, ACTIVITY, START_ON + 2 * DAY)
    assert found[(found["upper_kind"] == "problem") & (found["lower_kind"] == "section")].empty


def test_a_merged_opinion_is_on_the_thread_of_its_main_one(linked: Store, clerk: Actor) -> None:
    twin = opinions.add(linked, clerk, ACTIVITY, opinion_fields(content="会还是太多"), at=NINE + DAY)
    opinions.act(linked, clerk, ACTIVITY, twin, "merge", {"merged_into": OPINION[1]}, at=NINE + DAY)
    assert ("opinion", twin) in on_thread(linked, ITEM)
    assert on_thread(linked, ("opinion", twin)) == (WHOLE - {OPINION}) | {("opinion", twin)}


def test_the_words_of_what_is_not_sorted_yet_are_for_the_clerk_alone(linked: Store, clerk: Actor) -> None:
    unsorted = opinions.add(linked, clerk, ACTIVITY, opinion_fields(content="没有人看过这条"), at=NINE + DAY)
    day = START_ON + DAY
    shown = {givers: thread.texts(linked, ACTIVITY, day, givers)["opinion", unsorted][0] for givers in (True, False)}
    assert shown == {True: "没有人看过这条", False: UNSORTED}
    assert thread.loose_named(linked, ACTIVITY, day, with_givers=False)["text"].tolist() == [UNSORTED]


def test_who_may_not_know_the_giver_reads_what_may_be_handed_on(linked: Store, clerk: Actor) -> None:
    opinions.act(
        linked,
        clerk,
        ACTIVITY,
        "O-001",
        "sort",
        {"aspect": "工作作风", "theme": "会议", "wording": "会议偏多"},
        at=NINE + DAY,
    )
    told = thread.texts(linked, ACTIVITY, START_ON + DAY, with_givers=False)
    assert told[OPINION] == ("会议偏多", "等反馈")
    columns = set(thread.records(linked, ACTIVITY, START_ON + DAY, with_givers=True).columns)
    assert columns == {"kind", "record_id", "text", "standing"}


def test_each_record_is_shown_with_its_neighbours(linked: Store) -> None:
    ids = (linked, ACTIVITY, START_ON + DAY)
    rows = with_neighbours(thread.records(*ids, with_givers=False), named_links(*ids, with_givers=False))
    told = {row["record_id"]: (row["came_of"], row["led_to"]) for _, row in rows.iterrows()}
    assert told["O-001"] == ("", "W-001")
    assert told["W-001"] == ("O-001", "R-001、突出问题")
    assert told["R-001"] == ("W-001、突出问题", "措施可行不可行")
    assert told["K1"] == ("R-001", "")


def test_an_activity_without_records_has_no_threads(store: Store, clerk: Actor) -> None:
    add_activity(store)
    assert thread.links(store, ACTIVITY, START_ON).empty
    assert thread.loose_counts(store, ACTIVITY, START_ON) == {"onward": 0, "behind": 0}
    assert reached(store, ACTIVITY, START_ON).total == 0


def test_loose_problems_are_those_that_the_procedure_check_finds(example: Example) -> None:
    ids = (example.store, example.activity_id, example.today)
    ends = thread.loose_ends(*ids)
    loose = {
        end: set(ends[(ends["end"] == end) & (ends["kind"] == "problem")]["record_id"]) for end in ("onward", "behind")
    }
    found = problems.problems(*ids)
    assert loose["onward"] == set(found[found["item_ids"] == ""]["problem_id"]) != set()
    assert loose["behind"] == set(found[found["source_count"] == 0]["problem_id"]) != set()
    rules = procedure_views.shown(*ids, None).set_index("rule_id")["gap_count"]
    assert (rules["mending_items"], rules["report_traces"]) == (len(loose["onward"]), len(loose["behind"]))


def test_opinions_led_answered_and_left_add_up_to_all_of_them(example: Example) -> None:
    ids = (example.store, example.activity_id, example.today)
    came = reached(*ids)
    assert came.led + came.answered + came.nowhere == came.total == len(opinions.opinions(*ids))
    ends = thread.loose_ends(*ids)
    assert came.nowhere == int((ends["kind"] == "opinion").sum())


def test_those_looked_at_and_left_are_what_the_truth_check_counts(example: Example) -> None:
    ids = (example.store, example.activity_id, example.today)
    came = reached(*ids)
    findings = truth.open_findings(*ids)["message"]
    assert findings.str.contains(f"有 {came.nowhere} 条意见没有成为问题或整改事项，也没有答复").any()


def test_what_the_register_says_an_opinion_became_is_on_its_thread(example: Example) -> None:
    ids = (example.store, example.activity_id, example.today)
    walked = thread.threads(*ids)
    for _, row in opinions.opinions(*ids).iterrows():
        items = {record_id for kind, record_id in chain(walked, ("opinion", row["opinion_id"])) if kind == "item"}
        assert set(filter(None, row["item_ids"].split("、"))) <= items
