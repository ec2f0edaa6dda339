"""群众评议 and 总览 say of the figures what they rest on, compare only what can be, and what changed since a day."""

import re
from datetime import date, timedelta

import pandas as pd
import pytest

from board.access import Actor, Role
from board.evaluation import results as evaluation
from board.evaluation import rounds as evaluation_rounds
from board.importing.ballots import check_ballots
from board.importing.choices import Choices
from board.imports import commit as imports
from tests.example_school import Example
from tests.pages.visitor import answer, figure, figures, opened, sent, sentences_on, tables


def day_between(school: Example) -> date:
    """A day on which a part of the second round's ballots was counted."""
    opened_on: date = evaluation.round_row(school.store, school.activity_id, "E2")["opened_on"]
    days = [opened_on + timedelta(days=count) for count in range(4)]
    bases = {day: evaluation.headline(school.store, school.activity_id, "E2", day).base for day in days}
    return next(day for day, base in bases.items() if 0 < base < bases[days[-1]])


def test_the_page_says_whom_the_figures_speak_for_and_what_the_others_could_change(read_school: Example) -> None:
    at = opened("evaluation", Role.LEADER)
    words = sentences_on(at).replace("\\", "")
    assert "答了的是领到表的人里随机的一部分" in words
    assert "没有有效回答的 63 张：假如都答最差一档，优良率是 64.0%(146/228)；都答最好一档，是 91.7%(209/228)" in words
    assert "数的是回答，不是人" in words
    assert "总体评价优良率 88.5%(146/165)" in answer(at)


def test_rounds_on_different_things_are_said_to_be_so_on_both_pages(read_school: Example) -> None:
    at = opened("evaluation", Role.LEADER)
    assert "上一轮评的是学习调研阶段形成的调研报告" in sentences_on(at)
    assert "高低不说明改没改好" in answer(at)
    assert "按本轮各类人员的多少折算" in sentences_on(at)
    before = evaluation.round_row(read_school.store, read_school.activity_id, "E2")["opened_on"] - timedelta(days=1)
    overview = sent(opened("overview", Role.LEADER, compare_on=before))
    assert "与上一轮对象不同，不比" in overview
    assert "个百分点" not in overview


def test_rounds_on_the_same_thing_are_compared_as_standardised_on_the_overview(school: Example, clerk: Actor) -> None:
    rounds = [evaluation.round_row(school.store, school.activity_id, round_id) for round_id in ("E1", "E2")]
    fields = {"name": "第二轮", "evaluated": rounds[0]["evaluated"], "opened_on": rounds[1]["opened_on"]}
    evaluation_rounds.edit_round(school.store, clerk, school.activity_id, "E2", fields)
    before = rounds[1]["opened_on"] - timedelta(days=1)
    assert "+12.4 个百分点（折算），差异不是偶然的" in sent(opened("overview", Role.LEADER, compare_on=before))


@pytest.mark.walk
def test_what_came_since_the_compared_day_stands_under_the_figures(read_school: Example) -> None:
    day = day_between(read_school)
    at = opened("evaluation", Role.LEADER, compare_on=day)
    rounds = [evaluation.rounds(read_school.store, read_school.activity_id, on).iloc[-1] for on in (None, day)]
    came = rounds[0]["returned_count"] - rounds[1]["returned_count"]
    deltas = {each["label"]: each["change"] for each in figures(at)}
    assert deltas["收回"] == f"+{came} 张"
    assert re.fullmatch(r"[+-]\d+\.\d 个百分点，多计入 \d+ 个回答", deltas["总体评价优良率"])
    overview = opened("overview", Role.LEADER, compare_on=day)
    assert figure(overview, "群众评议优良率", "change") == deltas["总体评价优良率"]
    assert figure(at, "收回") == f"{rounds[0]['returned_count']}"
    (shown,) = (each.value for each in tables(at) if each.key == "evaluation_criteria")
    criteria = [evaluation.criteria_figures(read_school.store, read_school.activity_id, "E2", on) for on in (None, day)]
    points = (100 * (criteria[0]["good_rate"] - criteria[1]["good_rate"])).round(1)
    told = shown["changed"].str.extract(r"([+-]\d+\.\d)")[0].astype(float)
    assert told.fillna(0).to_numpy() == pytest.approx(points.to_numpy(), abs=0.11)
    assert not points.eq(0).all()


def test_of_a_round_that_shows_nothing_nothing_is_called_alike(school: Example, clerk: Actor) -> None:
    fields = {"name": "第三轮", "evaluated": "分析检查报告", "opened_on": school.today}
    round_id = evaluation_rounds.add_round(school.store, clerk, school.activity_id, fields)
    scale = evaluation.answers(school.store, school.activity_id, "E2")
    best = scale[scale["rank"] == 1].set_index("criterion_label")["answer_label"].to_dict()
    few = [{"参评人员类别": "家长", "参评方式": "纸质", "填表日期": f"{school.today}", **best}] * 3
    table = pd.DataFrame(few).to_csv(index=False).encode()
    form = imports.form(school.store, school.activity_id)
    ballots = check_ballots("少.csv", table, form, Choices())
    imports.commit(school.store, clerk, school.activity_id, round_id, ballots)
    words = sentences_on(opened("evaluation", Role.LEADER, evaluation_round="第三轮"))
    assert "结果没有单列，不能比较。" in words
    assert "抽样误差之内" not in words
