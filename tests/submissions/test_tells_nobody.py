"""Nothing that a unit hands up, and no two submissions together, let a reader find who said or answered what."""

import itertools
import json
from collections.abc import Iterator, Sequence
from random import Random

import pytest

from board import clock
from board.access import Actor, Role
from board.activity.activities import people
from board.evaluation import results
from board.evaluation.smallest import SMALLEST_GROUP
from board.example.school import load_example
from board.imports import commit as imports
from board.opinions import actions as opinions
from board.store.readers import read_for_readers
from board.store.store import Store, Transaction
from board.submissions import freezing
from board.submissions.contents import Chosen, _answers, _word, contents, offered
from tests.ballot_files import ACTIVITY, GROUPS, WORDS, add_activity, ballot, checked, open_round
from tests.example_school import Example
from tests.pages import test_lots_unknown as lots
from tests.stores import blank_store

CLERK = Actor("A-clerk", "工作人员", frozenset({Role.CLERK, Role.ADMIN}))
CHANNEL, GIVER, RAW = "密道七号", "隐者一族", "我是三班隐名的那位，开会从不听我们讲完"


def everything(store: Store, activity_id: str) -> Chosen:
    """All the text that a unit may let go up."""
    may_go = offered(store, activity_id, clock.today())
    return Chosen(frozenset(may_go.titles), frozenset(may_go.themes))


@pytest.fixture(scope="module")
def school() -> Iterator[Example]:
    """The example with five opinions more, by a channel and of people who are named nowhere else."""
    store = blank_store()
    activity_id = load_example(store, clock.today())
    rows = [
        {"activity_id": activity_id, "kind": kind, "label": label, "position": 99, "required": False}
        for kind, label in (("channel", CHANNEL), ("giver", GIVER))
    ]

    def add_words(transaction: Transaction) -> None:
        transaction.insert("activities/insert_terms", rows)

    store.write(add_words)
    fields = {"channel": CHANNEL, "giver": GIVER, "received_on": clock.today(), "about": "group", "content": RAW}
    for _ in range(SMALLEST_GROUP):
        opinions.add(store, CLERK, activity_id, fields)
    yield Example(store, activity_id, clock.today())
    store.close()


def test_a_file_holds_no_giver_channel_wording_or_name_below_the_leading_posts(school: Example) -> None:
    chosen = everything(school.store, school.activity_id)
    freezing.set_superior(school.store, CLERK, school.activity_id, {"unit_id": "S01"})
    file = freezing.freeze(school.store, CLERK, school.activity_id, clock.today(), chosen)
    text = file.content.decode()
    everyone = people(school.store, school.activity_id)
    below = everyone[~everyone["is_member"].astype(bool) & (everyone["name"] != everyone["post"])]["name"].tolist()
    heard = opinions.opinions(school.store, school.activity_id, clock.today())
    words = {each for column in ("content", "wording", "answer") for each in heard[column] if len(each) > 12}
    secrets = [CHANNEL, GIVER, RAW, *below, *heard["opinion_id"], *words]
    titles = {row["title"] for row in file.document["items"]}
    assert [each for each in secrets if each in text and each not in titles] == []
    assert len(titles) > 20  # all of them were ticked


def test_without_a_tick_no_typed_text_leaves(school: Example) -> None:
    sections = contents(school.store, school.activity_id, clock.today(), Chosen())
    assert {row["title"] for row in sections["items"]} == {""}
    assert [row for row in sections["themes"] if row["kind"] == "theme"] == []


def test_words_that_somebody_typed_in_place_of_the_plan_s_stay_here() -> None:
    known = {("aspect", "工作作风")}
    assert [_word(known, "aspect", each) for each in ("工作作风", "张三的作风")] == ["工作作风", "其他"]


def test_no_count_of_opinions_is_under_five_or_known_by_what_is_missing(school: Example) -> None:
    sections = contents(school.store, school.activity_id, clock.today(), everything(school.store, school.activity_id))
    counts = [row["opinion_count"] for row in sections["themes"]]
    assert [count for count in counts if count is not None and 0 < count < SMALLEST_GROUP] == []
    aspects = [row["opinion_count"] for row in sections["themes"] if row["kind"] == "aspect"]
    assert aspects.count(None) != 1


@pytest.fixture(scope="module")
def orders() -> Iterator[list[Store]]:
    """Schools that heard five opinions one a day: none, in one order, in the other."""
    stores = [lots.made(()), lots.made(range(5)), lots.made(range(4, -1, -1))]
    yield stores
    for store in stores:
        store.close()


def handed_up(store: Store, number: int) -> str:
    activity_id = str(store.rows("activities/all")[0]["activity_id"])
    sections = contents(store, activity_id, lots.DAYS[number], Chosen(themes=frozenset({"门窗"})))
    return json.dumps(sections, ensure_ascii=False, sort_keys=True)


@pytest.mark.walk
def test_two_submissions_do_not_tell_on_which_day_an_opinion_came_in(orders: list[Store]) -> None:
    none, there, turned = orders
    assert [handed_up(there, number) for number in range(4)] == [handed_up(none, number) for number in range(4)]
    assert handed_up(there, 4) == handed_up(turned, 4)


def counted(store: Store) -> list[int]:
    """How many answers to each criterion a submission of today has; withheld ones are none."""
    with read_for_readers(True):
        rows = _answers(store, ACTIVITY, clock.today())
    grouped = itertools.groupby(rows, lambda row: (row["round_id"], row["criterion_id"]))
    return [sum(row["answer_count"] or 0 for row in of) for _, of in grouped]


def some(draw: Random, count: int) -> Sequence[list[str]]:
    asked = [(*words, "") for _, words in WORDS.values()]
    return [ballot(*(draw.choice(words) for words in asked), group=draw.choice(GROUPS)) for _ in range(count)]


@pytest.mark.walk
def test_two_submissions_differ_by_no_answer_or_by_enough(store: Store) -> None:
    draw = Random(22)  # noqa: S311 - repeatable
    add_activity(store)
    round_id, before = open_round(store, CLERK), [0]
    for _ in range(16):
        came = checked(some(draw, draw.randint(1, 7)))
        imports.commit(store, CLERK, ACTIVITY, round_id, came, is_other=True)
        after = counted(store)
        steps = [now - then for now, then in zip(after, before * (len(after) // len(before)), strict=True)]
        assert [step for step in steps if 0 < abs(step) < SMALLEST_GROUP] == []
        before = after
    assert min(before) > SMALLEST_GROUP


def test_what_leaves_is_what_the_school_s_own_pages_show(school: Example) -> None:
    found = contents(school.store, school.activity_id, clock.today(), Chosen())
    with read_for_readers(True):
        for round_id in results.rounds(school.store, school.activity_id, clock.today())["round_id"]:
            shown = results.answers(school.store, school.activity_id, round_id, clock.today())
            sent = [row["answer_count"] for row in found["answers"] if row["round_id"] == round_id]
            assert sent == [None if each is None else int(each) for each in shown["answer_count"].astype(object)]
