"""The form as a phone gets it: what stands on it, what it weighs, and every way of sending it."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import pytest

from board import clock
from board.access import Actor
from board.ballots import actions as ballots
from board.evaluation import rounds as evaluation_rounds
from board.operating.settings import Settings
from board.store.store import Store
from board.web.ballots import form as ballot_form
from board.web.ballots import routes as ballot_routes
from board.web.door.guessing import Guesses
from tests.ballot_files import ACTIVITY
from tests.ballots.conftest import ROUND, add_round, close_round, opened
from tests.web.client import Answer, ask, send_form
from tests.web.conftest import served

BEST = {"a.C1": "1", "a.C2": "2", "a.C0": "1"}
CAST = {"step": "cast", "suggestion": "", **BEST}


@pytest.fixture
def port(store: Store, clerk: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A server on a round, for real: there is an account, and nobody here is signed in."""
    monkeypatch.setattr(ballot_routes, "_GUESSES", Guesses())
    add_round(store, clerk)
    yield from served(store, Settings(tmp_path, demo=False))


def path(store: Store, clerk: Actor, **fields: object) -> str:
    return f"/ballot/{opened(store, clerk, **fields).opening['opening_id']}"


def code(store: Store, clerk: Actor, group: str = "家长") -> str:
    return ballots.make_codes(store, clerk, ACTIVITY, ROUND, group, 1)[0]


def received(store: Store) -> int:
    return int(ballots.received(store, ACTIVITY, ROUND)["received_count"])


def cookies_of(answer: Answer) -> str:
    return answer.headers.get("set-cookie", "").split(";")[0]


def hidden(answer: Answer, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', answer.text)
    assert found
    return unescape(found.group(1))


def test_with_a_code_from_typing_it_to_thanks(port: int, store: Store, clerk: Actor) -> None:
    where, mine = path(store, clerk, entry="codes"), code(store, clerk)
    assert "填写码" in ask(port, where).text
    entered = send_form(port, where, {"step": "code", "code": f" {mine[:5].lower()}-{mine[5:]}"})
    assert (entered.status, entered.where) == (303, where)
    form = ask(port, where, cookie=cookies_of(entered))
    for text in (
        "示例小学",
        "分析检查报告评议表",
        "认识深不深",
        "较深",
        "不了解",
        "弃权",
        "总体评价",
        "群体（家长）",
        "不记名",
    ):
        assert text in form.text
    assert 'name="group"' not in form.text
    sent = send_form(port, where, {**CAST, "code": hidden(form, "code"), "suggestion": "食堂再好些"})
    assert (sent.status, sent.where) == (303, f"{where}/done")
    assert "交好了" in ask(port, sent.where, cookie=cookies_of(sent)).text
    assert received(store) == 1


def test_with_an_open_link_the_group_is_asked_and_a_device_gives_one(port: int, store: Store, clerk: Actor) -> None:
    where = path(store, clerk, entry="link")
    form = ask(port, where)
    device = cookies_of(form)
    attributes = form.headers["set-cookie"].lower()
    assert "httponly" in attributes
    assert "samesite=lax" in attributes
    assert form.text.count('name="group"') == 4
    fields = {**CAST, "turn": hidden(form, "turn"), "group": "党员"}
    assert send_form(port, where, fields, cookie=device).where == f"{where}/done"
    again = send_form(port, where, fields, cookie=device)
    assert (again.status, "这张评议表已经收到" in again.text) == (200, True)
    assert "这台手机已经交过了" in ask(port, where, cookie=device).text
    assert received(store) == 1
    assert ballots.intake(store, ACTIVITY, ROUND)["group_label"].tolist() == ["党员"]


def test_pressing_many_times_at_once_gives_one_ballot(port: int, store: Store, clerk: Actor) -> None:
    where = path(store, clerk, entry="codes")
    fields = {**CAST, "code": code(store, clerk)}
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: send_form(port, where, fields), range(8)))
    assert sorted(answer.status for answer in answers) == [303, *[409] * 7]
    assert all("不会重复计" in answer.text for answer in answers if answer.status == 409)
    assert received(store) == 1


def test_a_whole_form_with_its_script_is_under_thirty_kilobytes(port: int, store: Store, clerk: Actor) -> None:
    where = path(store, clerk, entry="link")
    form, script = ask(port, where), ask(port, "/ballot/form.js")
    fetched = set(re.findall(r'<(?:script|link|img)[^>]* (?:src|href)="([^"]+)"', form.text))
    assert fetched == {"data:,", "/ballot/form.js"}
    assert len(form.body) + len(script.body) < 30_000
    assert "http" not in form.text.replace("http-equiv", "")


def test_the_page_allows_nothing_but_its_own_style_and_script(port: int, store: Store, clerk: Actor) -> None:
    form = ask(port, path(store, clerk, entry="link"))
    policies = [value for name, value in form.headers.items() if name == "content-security-policy"]
    assert policies
    assert "<script>" not in form.text
    assert not re.search(r'\son\w+="|\sstyle="', form.text)
    own = ballot_form._policy()
    assert "default-src 'none'" in own
    assert "unsafe" not in own
    assert form.headers["cache-control"] == "no-store"


def test_blanks_come_back_with_everything_typed_and_go_in_on_the_second_press(
    port: int, store: Store, clerk: Actor
) -> None:
    where = path(store, clerk, entry="codes")
    fields = {"step": "cast", "code": code(store, clerk), "a.C1": "2", "suggestion": '</textarea><script>"&'}
    back = send_form(port, where, fields)
    assert back.status == 422
    assert "还有 2 项没有选" in back.text
    assert 'name="a.C1" value="2" checked' in back.text
    assert "&lt;/textarea&gt;&lt;script&gt;&quot;&amp;</textarea>" in back.text
    assert 'name="skips" value="1"' in back.text
    assert received(store) == 0
    assert send_form(port, where, {**fields, "skips": "1"}).status == 303
    assert received(store) == 1


def test_nothing_typed_is_lost_where_the_group_is_missing(port: int, store: Store, clerk: Actor) -> None:
    where = path(store, clerk, entry="link")
    first = ask(port, where)
    back = send_form(port, where, {**CAST, "turn": "1", "suggestion": "留着"}, cookie=cookies_of(first))
    assert back.status == 422
    assert "请选您是哪一类" in back.text
    assert "留着</textarea>" in back.text


def test_a_phone_without_cookies_is_told_and_can_go_on(port: int, store: Store, clerk: Actor) -> None:
    where = path(store, clerk, entry="link", link_group="家长")
    back = send_form(port, where, {**CAST, "turn": "1"})
    assert back.status == 422
    assert "请允许它保存网站数据" in back.text
    assert send_form(port, where, {**CAST, "turn": "1"}, cookie=cookies_of(back)).status == 303


@pytest.mark.parametrize(
    ("typed", "said"), [("", "请填写填写码"), ("ABCDE-FGHJK", "填写码不对"), ("22222-22223", "填写码不对")]
)
def test_a_wrong_code_is_told_where_it_was_typed(port: int, store: Store, clerk: Actor, typed: str, said: str) -> None:
    answer = send_form(port, path(store, clerk, entry="codes"), {"step": "code", "code": typed})
    assert answer.status == 422
    assert said in answer.text
    assert f'value="{typed}"' in answer.text


def test_a_used_code_is_told_before_anything_is_filled_in(port: int, store: Store, clerk: Actor) -> None:
    where, mine = path(store, clerk, entry="codes"), code(store, clerk)
    send_form(port, where, {**CAST, "code": mine})
    answer = send_form(port, where, {"step": "code", "code": mine})
    assert "已经收到，不会重复计" in answer.text
    assert "换一个填写码" in answer.text
    assert "填写码" in ask(port, where, cookie=f"ballot_code={mine}").text


def test_guessing_is_slowed_down_and_no_code_works_meanwhile(port: int, store: Store, clerk: Actor) -> None:
    where, mine = path(store, clerk, entry="codes"), code(store, clerk)
    used = code(store, clerk)
    send_form(port, where, {**CAST, "code": used})
    for _ in range(20):
        assert send_form(port, where, {"step": "code", "code": used}).status == 422
    answer = send_form(port, where, {"step": "code", "code": mine})
    assert answer.status == 410
    assert "10 分钟" in answer.text
    assert send_form(port, where, {**CAST, "code": mine}).status == 410
    assert received(store) == 1


def test_guesses_are_forgotten_after_a_while_and_known_by_no_address() -> None:
    guesses = Guesses()
    for moment in range(20):
        guesses.note("192.168.1.7", now=float(moment))
    assert guesses.are_too_many("192.168.1.7", now=30.0)
    assert not guesses.are_too_many("192.168.1.8", now=30.0)
    assert not guesses.are_too_many("192.168.1.7", now=700.0)
    for last in range(20):
        guesses.note(f"2001:db8:1:2::{last}", now=0.0)
    assert guesses.are_too_many("2001:db8:1:2:ffff::1", now=1.0)
    assert not guesses.are_too_many("2001:db8:1:3::1", now=1.0)
    assert "192.168" not in repr(vars(guesses))


def test_what_is_stopped_closed_or_nowhere_says_what_to_do(port: int, store: Store, clerk: Actor) -> None:
    where, mine = path(store, clerk, entry="codes"), code(store, clerk)
    ballots.set_open(store, clerk, ACTIVITY, ROUND, is_open=False)
    for answer in (
        ask(port, where),
        send_form(port, where, {"step": "code", "code": mine}),
        send_form(port, where, {**CAST, "code": mine}),
    ):
        assert (answer.status, "现在不收评议表" in answer.text) == (410, True)
    close_round(store, clerk)
    assert "这一轮评议已经结束" in ask(port, where).text
    assert "没有这份评议表" in ask(port, "/ballot/0000000000").text
    assert ask(port, "/ballot/0000000000").status == 404
    assert received(store) == 0


def test_what_is_no_form_or_too_large_puts_nothing_in(port: int, store: Store, clerk: Actor) -> None:
    where, mine = path(store, clerk, entry="codes"), code(store, clerk)
    for body in ("", "\x00" * 10, urlencode({**CAST, "code": mine, "suggestion": "好" * 5_000})):
        assert ask(port, where, "POST", body).status == 409
    longest = urlencode({**CAST, "code": mine, "suggestion": "好" * 1_000})
    assert ask(port, where, "POST", longest).status == 303
    assert received(store) == 1


def test_another_site_can_send_nothing(port: int, store: Store, clerk: Actor) -> None:
    where, mine = path(store, clerk, entry="codes"), code(store, clerk)
    answer = send_form(port, where, {**CAST, "code": mine}, origin="http://evil.example")
    assert answer.status == 403
    assert received(store) == 0


def test_strangers_reach_the_form_and_nothing_beside_it(port: int, store: Store, clerk: Actor) -> None:
    where = path(store, clerk, entry="link")
    assert ask(port, where).status == 200
    for other in ("/ballots", f"/ballot-count/{ACTIVITY}/{ROUND}/figures", "/evaluation", "/ballot", "/_stcore/health"):
        assert ask(port, other).status in {303, 403}
    assert ask(port, "/ballot/../evaluation").status in {303, 403, 404}
    assert ask(port, f"{where}/more").status == 404


def test_the_demonstration_stays_on_this_machine(store: Store, clerk: Actor, tmp_path: Path) -> None:
    add_round(store, clerk)
    where = path(store, clerk, entry="link")
    for demo_port in served(store, Settings(tmp_path, demo=True)):
        assert ask(demo_port, where).status == 200
        assert ask(demo_port, where, host="192.168.1.7:8501").status == 403


def test_thanks_are_only_for_who_gave_a_ballot(port: int, store: Store, clerk: Actor) -> None:
    where = path(store, clerk, entry="link", device_limit=2)
    assert ask(port, f"{where}/done").where == where
    device = cookies_of(ask(port, where))
    sent = send_form(port, where, {**CAST, "turn": "1", "group": "家长"}, cookie=device)
    thanks = ask(port, sent.where, cookie=f"{device}; ballot_given=1")
    assert "再填一张" in thanks.text
    assert 'data-done="' in thanks.text


def test_a_round_that_has_not_begun_says_when_it_will(port: int, store: Store, clerk: Actor) -> None:
    where = path(store, clerk, entry="link")
    day = clock.today().replace(year=clock.today().year + 1, day=1)
    evaluation_rounds.edit_round(store, clerk, ACTIVITY, ROUND, {"opened_on": day})
    assert f"{day:%Y-%m-%d} 开始" in ask(port, where).text
