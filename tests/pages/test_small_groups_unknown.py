"""From all that anybody gets to read of a round, ever, no number can be had that stands for one to four answers.

A reader here opens the pages at every moment of a round's life, as of every day, takes every file, notes every number
and holds each against each: files come in, are added to, replaced and taken back, ballots come one by one online, the
round is ended and opened again.
"""

import re
import secrets
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from board.access import Actor, Role
from board.ballots import actions as ballots
from board.ballots import closing as evaluation_closing
from board.evaluation import smallest
from board.evaluation.rounds import add_round
from board.importing.ballots import check_ballots
from board.importing.choices import Choices
from board.imports import commit as imports
from board.imports import history as imports_history
from board.operating.settings import Settings
from board.store.store import open_store
from board.web import serving
from board.words import ROLE
from tests.ballot_files import file_of
from tests.example_school import Example
from tests.pages.conftest import _example, _plan
from tests.pages.hands import taken
from tests.pages.read_out import everything, numbers
from tests.pages.reader import CLERK, ROUND, Reader, reader_of, unfolded
from tests.pages.visitor import once_button, opened, sentences_on
from tests.telling_files import LEAST, MANY, is_of_ballots, telling_rows, tells_of_few
from tests.web.client import ask, send_form
from tests.web.conftest import served
from tests.web.test_live import heard, open_socket

pytestmark = pytest.mark.walk

OF_THE_MOMENT = re.compile(r"\d\d:\d\d(:\d\d)?(\.\d+)?|(hash|file_id|deferred_file_id): .*")


@pytest.fixture
def reader(planned: Example) -> Reader:
    """A reader of an activity with two rounds, the second of which nothing happens to."""
    return reader_of(planned)


def test_all_that_can_ever_be_read_tells_of_nobody(reader: Reader) -> None:
    first, second, third, small = reader.form.groups[:4]
    one = reader.form.criteria[0].criterion_id
    ids = (reader.school.store, CLERK, reader.school.activity_id)
    places = [*((group, "paper", 0) for group in (first, second, third)), (first, "online", 0)]
    many: dict[tuple[str, str, int], int] = dict.fromkeys(places, MANY)
    reader.bring("首批.csv", {**many, (small, "paper", 0): 3})
    reader.look()
    reader.bring("补收.csv", {(small, "paper", 0): 4, (second, "online", 1): 2, (third, "paper", 1): 1})
    reader.look()
    reader.bring("少答.csv", {(second, "paper", 1): MANY, (second, "paper", 2): 2}, few_answered={(second, one): 3})
    reader.look()
    more = {**many, (small, "paper", 0): 3, (second, "online", 1): 2, (third, "paper", 2): 1}
    replacing = reader.bring("再导出的首批.csv", more, "replace", like="首批.csv")
    reader.look(everywhere=True)
    imports_history.undo(*ids, replacing)
    reader.look()
    righted = reader.bring("更正的首批.csv", more, "replace", like="首批.csv", put_right={(second, one): 3})
    reader.look(everywhere=True)
    imports_history.undo(*ids, righted)
    imports_history.undo(*ids, "I-003")
    reader.look()
    imports_history.undo(*ids, "I-002")
    reader.bring("再导入的首批.csv", {**many, (small, "paper", 0): 4, (first, "paper", 2): 2}, like="首批.csv")
    reader.look_in_all_ways()
    evaluation_closing.close_round(*ids, reader.round_id, reader.school.today)
    reader.look(everywhere=True)
    assert [number for number in reader.seen if number >= LEAST and not is_of_ballots(number)]
    assert tells_of_few(reader.seen) == []


def test_a_reader_would_find_it_if_few_were_told(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smallest, "SMALLEST_GROUP", 1)
    first, second, *_ = reader.form.groups
    reader.bring("首批.csv", {(first, "paper", 0): MANY, (second, "paper", 0): 3})
    reader.look()
    assert tells_of_few(reader.seen)


def test_a_reader_would_find_it_if_answers_put_right_were_told(reader: Reader) -> None:
    many: dict[tuple[str, str, int], int] = {(group, "paper", 0): MANY for group in reader.form.groups[:2]}
    right = {(reader.form.groups[0], reader.form.criteria[0].criterion_id): 3}
    reader.bring("首批.csv", many)
    reader.look()
    reader.bring("更正的首批.csv", many, "replace", like="首批.csv", put_right=right, is_fresh=True)
    reader.look()
    assert tells_of_few(reader.seen)


@pytest.fixture
def port(reader: Reader, tmp_path: Path) -> Iterator[int]:
    """The port of a server on the same activity: the public form, the room's screen, what tells pages of news."""
    yield from served(reader.school.store, Settings(tmp_path, demo=True))


def test_ballots_that_come_in_online_one_by_one_tell_of_nobody(reader: Reader, port: int) -> None:
    first, second = reader.form.groups[:2]
    ids = (reader.school.store, CLERK, reader.school.activity_id, reader.round_id)
    reader.bring("首批.csv", {(first, "paper", 0): MANY, (second, "paper", 0): MANY})
    opening_id = ballots.open_online(*ids, {"entry": "link", "device_limit": 1})
    with open_socket(port) as socket:
        for number, group in enumerate([*[first] * 11, *[second] * 2]):
            told = [str(heard(socket)), *_cast(reader, port, opening_id, group)]
            assert not answers_in(numbers(text.replace(opening_id, "") for text in told))
            if number in {8, 9, 10}:
                reader.look()
    assert ballots.received(reader.school.store, *ids[2:])["received_count"] == 13
    reader.open({"ballots_dialog": reader.round_id}, "evaluation", evaluation_round=ROUND)
    evaluation_closing.close_round(*ids, reader.school.today)
    reader.look()
    assert tells_of_few(reader.seen) == []


def _cast(reader: Reader, port: int, opening_id: str, group: str) -> Iterator[str]:
    """A ballot cast on a phone of its own; what the phone and the room's screen say of it."""
    best = {f"a.{each.criterion_id}": "1" for each in reader.form.criteria}
    form, room = f"/ballot/{opening_id}", f"/ballot-count/{reader.school.activity_id}/{reader.round_id}"
    phone = f"ballot_device={secrets.token_hex(16)}"
    yield ask(port, form, cookie=phone).text
    answer = send_form(port, form, {"step": "cast", "turn": "1", "group": group, **best}, cookie=phone)
    assert answer.status == 303
    yield from (ask(port, where, cookie=phone).text for where in (answer.where, room, f"{room}/figures"))


# --- Whoever brings a file holds it: they see what stands in it, and nobody else does. ---


def test_who_brings_a_file_sees_of_it_what_stands_in_it_and_nobody_else_does(reader: Reader) -> None:
    first, second, third, small = reader.form.groups[:4]
    reader.bring("首批.csv", {(group, "paper", 0): MANY for group in (first, second, third)})
    reader.look()
    rows = telling_rows(reader.form, {first: MANY, second: MANY, small: 3})
    own, before = {int(row[-1]) for row in rows}, set(reader.seen)
    wrong = [[*rows[0][:3], f"{rows[0][3]}?"], *rows[1:]]
    for each in (wrong, rows):
        at = _with_file(reader, each)
        assert _answers_on(at) <= own | before
        assert (int(rows[0][3]) in _answers_on(at)) == (each is wrong)
        assert each is rows or rows[0][3] in taken(at, "imports_problems").data.decode()
        if each is wrong:
            _assert_others_see_nothing(at, own)
    at.checkbox(key="imports_is_other").check().run()
    once_button(at, "imports_confirm").click().run()
    assert "回执" in sentences_on(at)
    assert not _answers_on(at) & own
    assert _answers_on(at) <= before
    reader.look()
    assert tells_of_few({number for number in reader.seen if number % LEAST > 9}) == []


def _with_file(reader: Reader, rows: list[list[str]]) -> AppTest:
    """数据导入 with a file dropped on it and all said that is asked."""
    at = opened("imports", Role.CLERK)
    at.session_state["imports_round"] = ROUND
    at.file_uploader[0].upload("补收.csv", file_of(rows, ["群体", "评议项目", "评价", "票数"])).run()
    at.session_state["imports_way"], at.session_state["imports_day"] = "paper", reader.day(1)
    return at.run()


def _assert_others_see_nothing(at: AppTest, own: set[int]) -> None:
    """Whoever has no part in imports, at the same browser or another, gets none of the file's numbers."""
    for role in (Role.LEADER, Role.OWNER, Role.ADMIN):
        at.session_state["role"] = ROLE[role]
        at.run()
        assert not own & _answers_on(at)
        assert not own & _answers_on(opened("imports", role))
    at.session_state["role"] = ROLE[Role.CLERK]
    at.run()


def _answers_on(at: AppTest) -> set[int]:
    """The numbers of answers on the screen and in its files; those of ballots are whole millions and a few."""
    return {number for number in answers_in(numbers(everything(at))) if number % LEAST > 9}


def answers_in(found: set[int]) -> set[int]:
    """The numbers of answers among numbers."""
    return {number for number in found if number >= LEAST and not is_of_ballots(number)}


def test_who_of_those_counted_together_answered_how_changes_nothing_that_is_read(tmp_path: Path, clerk: Actor) -> None:
    """Three of one group and three of another, who count within the whole alone, answer the other way round."""
    read = []
    for theirs, others in (("不深", "深"), ("深", "不深")):
        opened_store = open_store(None)
        _plan(opened_store)
        school = _example(opened_store)
        serving.serve(opened_store, Settings(tmp_path, demo=True))
        _bring_swapped(school, clerk, theirs, others)
        read.append(list(_all_read(school)))
        opened_store.close()
    for one, other in zip(*read, strict=True):
        assert one == other
    assert "92.7%(38/41)" in "".join(read[0])


def _bring_swapped(school: Example, clerk: Actor, theirs: str, others: str) -> None:
    opened_on = school.today - timedelta(days=9)
    ids = (school.store, clerk, school.activity_id)
    round_id = add_round(*ids, {"name": "第一轮", "evaluated": "分析检查报告", "opened_on": opened_on})
    form = imports.form(*ids[:1], school.activity_id)
    big, near, small = form.groups[0], form.groups[2], form.groups[3]
    header = ["参评人员类别", "参评方式", "填表日期", *(criterion.label for criterion in form.criteria)]
    answered = [(big, "深", 30), (near, "深", 5), (near, others, 3), (small, theirs, 3)]
    place = ["纸质", f"{school.today - timedelta(days=3)}"]
    rows = [
        [group, *place, word, *(criterion.answers[0].label for criterion in form.criteria[1:])]
        for group, word, count in answered
        for _ in range(count)
    ]
    given = check_ballots("评议.csv", file_of(rows, header), form, Choices())
    imports.commit(*ids, round_id, replace(given, sha256="同"))


def _all_read(school: Example) -> Iterator[str]:
    asked: list[tuple[str, Role, dict[str, str]]] = [("evaluation", role, {}) for role in Role]
    asked += [("evaluation", Role.LEADER, {"as_of": str(school.today - timedelta(days=3)), "compare": "一周前"})]
    asked += [(subject, Role.LEADER, {}) for subject in ("overview", "procedure", "report", "publication")]
    for subject, role, query in [*asked, ("imports", Role.CLERK, {})]:
        at = unfolded(subject, role, **query)
        yield from (OF_THE_MOMENT.sub("", text) for text in everything(at))
