"""An opinion's id says nothing of when it came in, whichever way it came."""

from itertools import pairwise

from board.access import Actor
from board.importing.choices import Choices
from board.importing.files.writing import csv_bytes
from board.imports import ledger as imports_ledger
from board.meeting import talks_opinions as talk_opinions
from board.opinions import actions as opinions
from board.opinions import batch as opinions_batch
from board.opinions.ids import draw
from board.store.store import Store
from tests.example_school import Example
from tests.ledger_rows import ACTIVITY, NINE, START_ON, add_activity, add_opinion, opinion_fields, talk_fields

SAID = [f"第 {place} 条：走廊的灯坏了" for place in range(40)]
# Of 39 steps about 20 go up by chance; fewer than 5 or more than 34 come once in some millions of runs.
LEAST, MOST = 5, 34


def rises(ids: list[str]) -> int:
    numbers = [int(name.removeprefix("O-")) for name in ids]
    assert len(set(numbers)) == len(SAID)
    assert all(1000 <= number <= 9999 for number in numbers)
    return sum(later > earlier for earlier, later in pairwise(numbers))


def test_a_list_typed_in_gets_ids_in_no_order(store: Store, clerk: Actor) -> None:
    add_activity(store)
    source = {name: value for name, value in opinion_fields().items() if name != "content"}
    made = opinions_batch.add_many(store, clerk, ACTIVITY, SAID, source, at=NINE)
    assert LEAST <= rises(made) <= MOST


def test_a_file_gets_ids_in_no_order(example: Example, clerk: Actor) -> None:
    held = opinions.opinions(example.store, example.activity_id, example.today)
    row = held.iloc[0]
    header = ["收到日期", "渠道", "来自", "意见内容", "关于谁"]
    day = str(row["received_on"].date())
    data = csv_bytes(header, [[day, row["channel"], row["giver"], text, "领导班子"] for text in SAID])
    to = (example.store, clerk, example.activity_id)
    imports_ledger.commit(*to, imports_ledger.preview(*to, "opinions", "意见箱.csv", data, Choices()))
    now = opinions.opinions(example.store, example.activity_id, example.today)
    made = dict(zip(now["content"], now["opinion_id"], strict=True))
    assert LEAST <= rises([made[text] for text in SAID]) <= MOST


def test_ids_given_in_turn_before_stay(store: Store, clerk: Actor) -> None:
    add_activity(store)
    add_opinion(store, clerk, "O-007")
    added = opinions.add(store, clerk, ACTIVITY, opinion_fields(), at=NINE)
    assert set(opinions.opinions(store, ACTIVITY, START_ON)["opinion_id"]) == {"O-007", added}


def test_an_id_is_given_once_and_grows_when_half_are_taken() -> None:
    taken: set[str] = set()
    for _ in range(4500):
        taken.add(draw(taken))
    assert len(taken) == 4500
    assert len(draw(taken)) == len("O-1234")
    assert len(draw({*taken, "O-007"})) == len("O-12345")


def test_the_audit_trail_names_no_opinion_as_it_comes_in(store: Store, clerk: Actor) -> None:
    add_activity(store)
    made = opinions.add(store, clerk, ACTIVITY, opinion_fields(), at=NINE)
    joined = talk_opinions.register(store, clerk, ACTIVITY, talk_fields(), [made], at=NINE)
    opinions.act(store, clerk, ACTIVITY, made, "sort", {"aspect": "工作作风"}, at=NINE)
    told = [(row["kind"], row["record"]) for row in store.rows("audit/after", number=0, hash="", most=99)]
    assert told[-3:] == [("opinions.add", ""), ("talks.add", joined), ("opinions.sort", made)]
