"""After a write only what it concerns is checked again, and the result is what a check of everything would say."""

from datetime import date

import pandas as pd
import pytest

from board import clock
from board.access import Actor
from board.overview import figures as overview
from board.papers.blocks import Letterhead
from board.papers.kinds import make
from board.procedure import verdicts as procedure
from board.rectification import actions as rectification
from board.store.frames import differing
from board.truth.singly.alike import ByPairs
from board.truth.singly.cases import OF_CASES, cases
from board.truth.singly.nearby import Nearby, nearby_cases, nearby_passages
from board.truth.singly.passages import OF_PASSAGES, misquoted, passages, telling_pairs
from tests.example_school import Example

SENTENCES = ("二楼厕所热水器已经修好，门前通行时间缩到五分钟", "教职工反映的停车位增加了十二个", "没有这样的事")


def edit(school: Example, actor: Actor, **fields: str) -> str:
    items = rectification.items(school.store, school.activity_id, clock.today())
    item_id = str(items[items["status"] == "in_progress"]["item_id"].iloc[0])
    rectification.act(school.store, actor, school.activity_id, item_id, "edit", fields)
    return item_id


def day(school: Example) -> tuple[str, date]:
    return school.activity_id, clock.today()


def test_a_remark_leaves_every_verdict_and_figure_as_it_was_made(school: Example, clerk: Actor) -> None:
    edit(school, clerk, remark="先写一句")
    verdicts, figures = procedure.verdicts(school.store, *day(school)), overview.figures(school.store, *day(school))
    edit(school, clerk, remark="再写一句")
    assert procedure.verdicts(school.store, *day(school)) is verdicts
    assert overview.figures(school.store, *day(school)) is figures


def test_an_item_handed_in_shows_in_the_figures_at_once(school: Example, clerk: Actor) -> None:
    before = overview.figures(school.store, *day(school))
    items = rectification.items(school.store, *day(school))
    item_id = str(items[items["status"] == "in_progress"]["item_id"].iloc[0])
    rectification.act(school.store, clerk, school.activity_id, item_id, "submit", {"proof": "照片两张"})
    assert overview.figures(school.store, *day(school)).items_done == before.items_done + 1


def test_a_record_that_comes_to_contradict_a_sentence_is_found_at_the_next_look(school: Example, clerk: Actor) -> None:
    known = Nearby(school.store, *day(school), nearby_passages)
    sentence = "食堂后门雨棚下排队领餐的时间缩到五分钟"
    edit(school, clerk, remark="食堂后门雨棚下排队领餐的时间缩到五分钟")
    assert known.asked(misquoted, sentence) == ()
    edit(school, clerk, remark="食堂后门雨棚下排队领餐的时间缩到九分钟")
    assert [mark for mark, _ in known.asked(misquoted, sentence)] == ["五分钟"]


@pytest.mark.parametrize(
    "fields", [{"remark": "热水器换过两次"}, {"progress": "厕所修好，等了十分钟"}, {"target": "五分钟"}]
)
def test_the_texts_of_an_edited_item_are_found_as_if_all_were_read_anew(
    school: Example, clerk: Actor, fields: dict[str, str]
) -> None:
    now = (school.store, school.activity_id, clock.today())
    nearby_passages(*now).shared(SENTENCES[0], 3)
    nearby_cases(*now).telling(SENTENCES[0], 2)
    edit(school, clerk, **fields)
    mended, of_items = nearby_passages(*now), rectification.items(*now)
    anew = ByPairs(mended.records, telling_pairs)
    assert list(passages("items", of_items)) == list(mended.records[: len(of_items)])
    assert list(cases(of_items)) == list(nearby_cases(*now).records)
    for sentence in SENTENCES:
        assert mended.shared(sentence, 3) == anew.shared(sentence, 3)
        assert nearby_cases(*now).telling(sentence, 2) == ByPairs(cases(of_items)).telling(sentence, 2)


def test_the_rows_that_differ_are_listed_and_none_that_are_equal() -> None:
    before = pd.DataFrame({"a": ["x", None, "z"], "b": [1.0, None, 3.0]})
    others = (before.copy(), before.assign(b=[1.0, 2.0, 3.0]), before.assign(a=["x", "y", "z"]), before[:2])
    assert [found if (found := differing(before, each)) is None else [*found] for each in others] == [
        [],
        [1],
        [1],
        None,
    ]


def test_what_is_asked_of_items_is_all_that_is_read_of_them(school: Example) -> None:
    columns = set(rectification.items(school.store, *day(school)).columns)
    assert {*OF_CASES, *OF_PASSAGES["items"]} <= columns
    head = Letterhead(unit="示例学校")
    for kind in ("rectified", "rectified_public"):
        assert make(school.store, *day(school), kind, head).blocks
