"""Suggestions are sorted by what they are about, said once, and each becomes an opinion once."""

import random
from datetime import date, datetime, time
from time import perf_counter

import pandas as pd
import pytest

from board.access import Actor
from board.activity import activities
from board.errors import BoardError, Invalid, Refused
from board.evaluation import suggestions as evaluation_suggestions
from board.evaluation.suggestions import by_theme, suggestions_to_opinion, themed, with_repeats
from board.opinions import actions as opinions
from board.opinions.likeness import plain
from board.store.store import Store
from tests.ballot_files import ACTIVITY, add_activity, ballot, import_rows, open_round
from tests.example_school import Example

AT = datetime.combine(date(2025, 12, 20), time(9))
CANTEEN = ["食堂的菜太凉了", "食堂菜品种少", "食堂排队时间长", "希望食堂早饭多几样", "食堂价格公开", "食堂阿姨态度好"]
GATE = [
    "放学时校门口太挤",
    "校门口家长车乱停",
    "校门口要有人指挥",
    "校门口下雨积水",
    "放学校门口分批走",
    "校门口的路灯坏了",
]
HOMEWORK = ["作业太多", "作业写到十点", "低年级不该有书面作业", "作业批改要及时", "周末作业少一点", "作业公示栏没人看"]


def frame(texts: list[str]) -> pd.DataFrame:
    ids = [f"I-001-S{number:03d}" for number in range(1, len(texts) + 1)]
    return pd.DataFrame({"suggestion_id": ids, "content": texts, "given_on": date(2025, 12, 10)})


def test_what_is_about_the_same_stands_together() -> None:
    found = by_theme(frame([*CANTEEN, *GATE, *HOMEWORK]))
    for texts, word in ((CANTEEN, "食堂"), (GATE, "校门口"), (HOMEWORK, "作业")):
        mine = found[found["content"].isin(texts)]
        assert mine["theme_no"].value_counts().iloc[0] >= 4
        most = mine["theme_no"].mode().iloc[0]
        assert word in found.loc[found["theme_no"] == most, "theme_words"].iloc[0]


def test_near_duplicates_stand_under_the_first_and_others_do_not() -> None:
    texts = [
        "希望食堂的饭菜热一些",
        "校门口太挤了",
        "希望食堂的饭菜热一些！",
        "希望食堂的饭菜再热一些",
        "希望操场的跑道修一修",
    ]
    found = by_theme(frame(texts)).set_index("content")["duplicate_of"]
    assert found.dropna().to_dict() == {"希望食堂的饭菜热一些！": "I-001-S001", "希望食堂的饭菜再热一些": "I-001-S001"}


def test_what_nearly_repeats_a_suggestion_goes_with_it_unless_it_is_an_opinion_already() -> None:
    texts = ["希望食堂的饭菜热一些", "校门口太挤了", "希望食堂的饭菜热一些！", "希望食堂的饭菜再热一些"]
    found = by_theme(frame(texts)).assign(opinion_id=None)
    for clicked in ("I-001-S001", "I-001-S004"):
        assert with_repeats(found, clicked) == ["I-001-S001", "I-001-S003", "I-001-S004"]
    assert with_repeats(found, "I-001-S002") == ["I-001-S002"]
    found.loc[found["suggestion_id"] == "I-001-S001", "opinion_id"] = "O-1"
    assert with_repeats(found, "I-001-S003") == ["I-001-S003", "I-001-S004"]


def test_a_near_duplicate_comes_right_after_what_it_repeats() -> None:
    found = by_theme(frame([*CANTEEN, *GATE, "校门口 太挤", "放学时校门口太挤。"]))
    places = found.index[found["content"].isin(["放学时校门口太挤", "放学时校门口太挤。"])]
    assert places[1] == places[0] + 1


def test_what_has_nothing_in_common_with_others_stands_last() -> None:
    found = by_theme(frame([*CANTEEN, "双杠还围着绳子", *HOMEWORK, "垫付的车费没到账"]))
    assert set(found.loc[found["theme_words"] == "其他", "content"]) >= {"双杠还围着绳子", "垫付的车费没到账"}
    assert found["theme_words"].iloc[-1] == "其他"


def test_what_stands_alone_goes_under_the_theme_of_the_opinion_it_is_like() -> None:
    heard = pd.DataFrame({"content": ["垫付的车费拖了两个月才报下来", "跑道起皮"], "theme": ["经费报销", "操场设施"]})
    texts = [*CANTEEN, "垫付的车费没到账", "垫付的车费没到账！", "比上回清楚多了"]
    found = by_theme(frame(texts), heard).set_index("content")["theme_words"]
    assert found["垫付的车费没到账"].split("、")[0] == found["垫付的车费没到账！"].split("、")[0] == "经费报销"
    assert found["比上回清楚多了"] == "其他"
    assert "食堂" in set(found[CANTEEN].str.split("、").str[0])


def test_the_order_of_the_rows_plays_no_part() -> None:
    rows = frame([*CANTEEN, *GATE, *HOMEWORK])
    wanted = by_theme(rows)
    for seed in range(3):
        pd.testing.assert_frame_equal(by_theme(rows.sample(frac=1, random_state=seed)), wanted)


def test_every_suggestion_is_there_once() -> None:
    texts = ["", "好", "好", "！！！", "x" * 3000, "😀", "\n", *CANTEEN]
    found = by_theme(frame(texts))
    assert sorted(found["content"]) == sorted(texts)
    assert found["theme_no"].min() == 1


@pytest.mark.parametrize("texts", [[], ["好"], ["好", "好"], ["", ""]])
def test_few_suggestions_are_one_theme(texts: list[str]) -> None:
    found = by_theme(frame(texts))
    assert len(found) == len(texts)
    assert set(found["theme_no"]) <= {1}


def test_width_case_blanks_and_punctuation_make_no_difference() -> None:
    assert plain("Ｗｉ－Ｆｉ 太慢！") == plain("wifi太慢") == "wifi太慢"


@pytest.mark.walk
def test_ten_thousand_are_sorted_in_seconds() -> None:
    chance = random.Random(3)  # noqa: S311 - suggestions made up for a test
    parts = [[text[:half] for text in (*CANTEEN, *GATE, *HOMEWORK) for half in (3, 4, 5, 9)] for _ in range(3)]
    texts = ["，".join(chance.choice(part) for part in parts) for _ in range(10_000)]
    started = perf_counter()
    assert len(by_theme(frame(texts))) == 10_000
    assert perf_counter() - started < 60  # a busy machine; some seconds on a quiet one


def test_the_examples_suggestions_have_themes(example: Example) -> None:
    found = themed(example.store, example.activity_id, "E2", example.today)
    assert len(found) == 21
    assert found["theme_words"].str.len().min() > 0
    assert found["opinion_id"].isna().all()


@pytest.fixture
def ids(store: Store, clerk: Actor) -> list[str]:
    add_activity(store)
    round_id = open_round(store, clerk)
    import_rows(store, clerk, round_id, [ballot("深", "清", "好", says=says) for says in CANTEEN])
    return themed(store, ACTIVITY, round_id).sort_values("suggestion_id")["suggestion_id"].tolist()


def heard(store: Store) -> pd.DataFrame:
    return opinions.opinions(store, ACTIVITY, AT.date()).set_index("opinion_id")


def test_suggestions_that_say_the_same_become_one_opinion(store: Store, clerk: Actor, ids: list[str]) -> None:
    opinion_id = suggestions_to_opinion(store, clerk, ACTIVITY, ids[:2], at=AT)
    one = heard(store).loc[opinion_id]
    assert (one["channel"], one["giver"], one["status"]) == ("评议表", "参评人员", "received")
    assert one["content"] in CANTEEN
    assert one["received_on"].date() == date(2025, 12, 10)
    linked = themed(store, ACTIVITY, "E1").set_index("suggestion_id")["opinion_id"]
    assert linked[ids[:2]].tolist() == [opinion_id, opinion_id]
    assert linked[ids[2:]].isna().all()


def test_the_words_of_the_opinion_may_be_changed(store: Store, clerk: Actor, ids: list[str]) -> None:
    fields = {"content": "食堂饭菜要热", "giver": "家长", "channel": "电话"}
    opinion_id = suggestions_to_opinion(store, clerk, ACTIVITY, ids[:1], fields, at=AT)
    one = heard(store).loc[opinion_id]
    assert (one["content"], one["giver"], one["channel"]) == ("食堂饭菜要热", "参评人员", "评议表")


def test_it_refuses_a_suggestion_twice(store: Store, clerk: Actor, ids: list[str]) -> None:
    first = suggestions_to_opinion(store, clerk, ACTIVITY, ids[:1], at=AT)
    with pytest.raises(BoardError, match=f"“.+”已转为 {first}") as refused:
        suggestions_to_opinion(store, clerk, ACTIVITY, ids[:2], at=AT)
    assert ids[0] not in str(refused.value)  # it reveals the position in its file
    assert len(heard(store)) == 1
    assert suggestions_to_opinion(store, clerk, ACTIVITY, [ids[1], ids[1]], at=AT) != first


def test_it_refuses_the_wrong_role(store: Store, leader: Actor, owner: Actor, ids: list[str]) -> None:
    for actor in (leader, owner):
        with pytest.raises(Refused):
            suggestions_to_opinion(store, actor, ACTIVITY, ids[:1], at=AT)
    assert heard(store).empty


@pytest.mark.parametrize("wrong", [[], ["I-009-S001"]])
def test_it_refuses_none_and_unknown_ones(store: Store, clerk: Actor, ids: list[str], wrong: list[str]) -> None:
    with pytest.raises(Invalid, match="没有转成意见"):
        suggestions_to_opinion(store, clerk, ACTIVITY, [*ids[:1], *wrong] if wrong else [], at=AT)
    assert heard(store).empty


def test_a_refused_field_leaves_nothing_behind(store: Store, clerk: Actor, ids: list[str]) -> None:
    with pytest.raises(Invalid):
        suggestions_to_opinion(store, clerk, ACTIVITY, ids[:1], {"aspect": "天气"}, at=AT)
    assert heard(store).empty
    assert themed(store, ACTIVITY, "E1")["opinion_id"].isna().all()
    kinds = activities.terms(store, ACTIVITY)["kind"]
    assert set(kinds) == {"group"}
    assert evaluation_suggestions.CHANNEL not in set(activities.terms(store, ACTIVITY)["label"])
