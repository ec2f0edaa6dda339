"""The slides of a meeting: their numbers are the pages', and no audience sees what isn't for it."""

from dataclasses import asdict, fields
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as draw

from board import clock
from board.access import Actor
from board.activity import activities
from board.activity.creating import create_activity
from board.activity.plan.reading import load_plan, shipped_plans
from board.ballots import actions as ballots
from board.deck.audiences import AUDIENCES, Audience
from board.deck.deck import Deck, make
from board.deck.ledger_slides import ledger_slides
from board.deck.slide import PAGES, ROWS, TEXT_LINES, Line, Slide, paged
from board.evaluation import results as evaluation
from board.evaluation import rounds
from board.operating.settings import Settings
from board.opinions import actions as opinions
from board.overview.figures import figures
from board.rectification import actions
from board.rectification.views import shown
from board.store.store import Store
from board.web import serving
from board.web.audience import making_for
from board.web.deck.making import deck_for
from board.words import AUDIENCE
from tests.example_school import Example

OPINION = {"content": "单杠松了", "channel": "座谈会", "giver": "家长", "received_on": clock.today(), "about": "group"}


def deck(school: Example, audience: Audience) -> Deck:
    school.store.is_for_readers = lambda: True
    return make(school.store, school.activity_id, audience)


def texts(made: Deck) -> list[str]:
    """Every text of every slide."""
    return [text for slide in made.slides for text in flat(asdict(slide))]


def flat(value: object) -> list[str]:
    if isinstance(value, dict):
        return flat(list(value.values()))
    if isinstance(value, list | tuple):
        return [text for each in value for text in flat(each)]
    return [str(value)] if isinstance(value, str) else []


def slides_on(made: Deck, name: str) -> list[Slide]:
    return [slide for slide in made.slides if slide.name == name]


def test_the_numbers_are_those_of_the_pages(school: Example) -> None:
    made = deck(school, Audience.LEADERS)
    now = figures(school.store, school.activity_id, school.today)
    items = shown(school.store, school.activity_id, school.today)
    (whole,) = slides_on(made, "总体进展")
    values = {each.label: each.value for each in whole.figures}
    assert values["工作任务"] == f"{now.tasks_done} / {now.task_count}"
    assert values["整改销号"] == f"{now.items_closed} / {now.item_count}"
    assert values["整改逾期"] == f"{now.items_late}"
    late = slides_on(made, "逾期")
    listed = [line.cells[0] for slide in late for line in slide.lines]
    assert sorted(listed) == sorted(items[items["is_late"]]["item_id"])
    assert late[0].title.startswith(f"{now.items_late} 项逾期")
    submitted = [line.cells[0] for slide in slides_on(made, "等待销号") for line in slide.lines]
    assert sorted(submitted) == sorted(items[items["status"] == "submitted"]["item_id"])


def test_the_worst_three_have_a_slide_each_the_longest_late_first(school: Example) -> None:
    items = shown(school.store, school.activity_id, school.today)
    late = items[items["is_late"]].sort_values(["days_late", "number"], ascending=[False, True])
    named = [slide.name for slide in deck(school, Audience.LEADERS).slides if slide.facts]
    assert named == [f"逾期 {item_id}" for item_id in late["item_id"].head(3)]


@pytest.mark.parametrize("audience", list(Audience))
def test_no_audience_sees_an_opinion_or_where_it_was_given(school: Example, audience: Audience) -> None:
    school.store.is_for_readers = lambda: False
    every = opinions.opinions(school.store, school.activity_id, school.today)
    terms = activities.terms(school.store, school.activity_id)
    whence = set(terms[terms["kind"].isin(["giver", "channel"])]["label"])
    assert whence & {*every["giver"], *every["channel"]}
    shown_texts = texts(deck(school, audience))
    assert [text for text in [*every["content"], *every["wording"]] if text and text in "\n".join(shown_texts)] == []
    assert whence & set(shown_texts) == set()


@pytest.mark.parametrize("audience", [Audience.PARENTS, Audience.PUBLIC])
def test_a_public_room_sees_no_one_below_the_leading_posts(school: Example, audience: Audience) -> None:
    people = activities.people(school.store, school.activity_id)
    others = set(people[~people["is_member"]]["name"])
    items = shown(school.store, school.activity_id, school.today)
    assert others & set(items["owner_name"])
    cells = {
        cell for slide in deck(school, audience).slides for line in slide.lines for cell in line.cells if cell in others
    }
    facts = {text for slide in deck(school, audience).slides for _, text in slide.facts if text in others}
    assert cells | facts == set()


def test_only_the_leading_group_sees_what_the_office_still_has_to_do(school: Example) -> None:
    for audience in Audience:
        subjects = {slide.name.split("　")[0] for slide in deck(school, audience).slides}
        assert ({"程序", "下一步"} <= subjects) == AUDIENCES[audience].workings
        assert ({"程序", "下一步"} & subjects == set()) == (not AUDIENCES[audience].workings)


def test_results_of_a_round_that_is_still_open_are_for_the_leading_group(school: Example) -> None:
    rounds = evaluation.rounds(school.store, school.activity_id, school.today)
    is_open = rounds["closed_on"].isna() & (rounds["valid_count"] > 0)
    assert is_open.any()
    running = str(rounds[is_open].iloc[-1]["name"])
    seen = {audience: any(running in text for text in texts(deck(school, audience))) for audience in Audience}
    assert seen == {audience: AUDIENCES[audience].open_rounds for audience in Audience}


def test_every_presenter_shows_the_same(school: Example, clerk: Actor, leader: Actor, tmp_path: Path) -> None:
    """An opinion that came in just now is known to the clerk alone, and to no slide."""
    serving.serve(school.store, Settings(tmp_path, demo=False))
    known, digests = list[set[str]](), set[str]()
    latest = opinions.add(school.store, clerk, school.activity_id, OPINION)
    if latest in _known_to(leader, school):  # the fifth of a lot, which is complete with it
        latest = opinions.add(school.store, clerk, school.activity_id, OPINION)
    for actor in (clerk, leader):
        known.append(_known_to(actor, school))
        with making_for(actor):
            digests |= {deck_for(school.activity_id, Audience.LEADERS).digest}
    assert latest in known[0] - known[1]
    assert len(digests) == 1


def _known_to(actor: Actor, school: Example) -> set[str]:
    with making_for(actor):
        return {*opinions.opinions(school.store, school.activity_id, school.today)["opinion_id"]}


def test_an_empty_activity_has_one_slide_and_names_what_it_leaves_out(store: Store, admin: Actor) -> None:
    activity_id = create_activity(store, admin, load_plan(shipped_plans()["analysis-stage"]), clock.today())
    made = make(store, activity_id, Audience.LEADERS)
    assert made.slides[0].title == "还没有整改事项"
    assert {"逾期", "意见", "评议"} <= set(made.left_out)


def test_of_10_000_items_the_worst_are_shown_and_the_rest_counted(school: Example) -> None:
    items = shown(school.store, school.activity_id, school.today)
    many = pd.concat([items.assign(item_id=items["item_id"] + f"-{time}") for time in range(334)], ignore_index=True)
    made = ledger_slides(many, None, None, {}, AUDIENCES[Audience.LEADERS])
    assert len(made) < 30
    last = [slide for slide in made if slide.name == "逾期"][-1]
    listed = sum(len(slide.lines) for slide in made if slide.name == "逾期")
    assert f"其余 {int(many['is_late'].sum()) - listed} 项见“整改台账”" in last.note


@given(draw.lists(draw.text("问题", min_size=1, max_size=60), max_size=60))
def test_every_line_is_on_one_slide_and_no_slide_is_too_full(problems: list[str]) -> None:
    lines = [Line((f"R-{place:03}", problem)) for place, problem in enumerate(problems)]
    made = paged(Slide("逾期", "", columns=("编号", "具体问题"), main=1), lines, "见“整改台账”", most=100)
    assert [line for slide in made for line in slide.lines] == lines
    for slide in made:
        assert 0 < len(slide.lines) <= ROWS
        assert sum(1 if len(line.cells[1]) <= 22 else 2 for line in slide.lines) <= TEXT_LINES
    assert len(paged(Slide("逾期", "", main=1), lines, "")) <= PAGES


def test_a_save_changes_the_version_and_what_it_changes_the_digest(school: Example, clerk: Actor) -> None:
    before = deck(school, Audience.LEADERS)
    items = shown(school.store, school.activity_id, school.today)
    started = items[items["is_late"] & (items["status"] == "in_progress")].iloc[0]
    typed = {"percent": 99, "progress": "只差验收"}
    actions.act(school.store, clerk, school.activity_id, started["item_id"], "report", typed)
    after = deck(school, Audience.LEADERS)
    assert after.version > before.version
    assert after.digest != before.digest
    assert before.at <= after.at <= clock.now()


def test_a_few_opinions_behind_an_item_are_not_counted(school: Example) -> None:
    items = shown(school.store, school.activity_id, school.today)
    for count, words in ((0, None), (1, "征求意见时提出的"), (4, "征求意见时提出的"), (5, "5 条意见引出")):
        heard = dict.fromkeys(items["item_id"], count)
        made = ledger_slides(items, None, None, heard, AUDIENCES[Audience.LEADERS])
        assert {dict(slide.facts).get("从哪来") for slide in made if slide.facts} == {words}


def test_each_audience_has_a_word() -> None:
    assert list(AUDIENCE) == list(Audience)
    assert {each.name for each in fields(AUDIENCES[Audience.PUBLIC])} == {"owners", "items", "workings", "open_rounds"}


def test_ballots_that_come_in_are_counted_for_the_leading_group_alone(school: Example, clerk: Actor) -> None:
    here = (school.store, clerk, school.activity_id)
    fields = {"name": "第三轮", "evaluated": "整改情况", "opened_on": school.today, "closed_on": None}
    round_id = rounds.add_round(*here, fields)
    ballots.open_online(*here, round_id, {"entry": "link"})
    slides = {audience: slides_on(deck(school, audience), "网上填写　第三轮") for audience in Audience}
    assert [each.figures[0].value for each in slides[Audience.LEADERS]] == ["0"]
    assert slides[Audience.LEADERS][0].counts == round_id
    assert not any(slides[audience] for audience in Audience if audience != Audience.LEADERS)
    ballots.set_open(*here, round_id, is_open=False)
    assert not slides_on(deck(school, Audience.LEADERS), "网上填写　第三轮")
