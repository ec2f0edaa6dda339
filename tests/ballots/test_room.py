"""The room's screen, the address that phones open, and the slips."""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest

from board.access import Actor
from board.accounts import actions as accounts
from board.ballots import actions as ballots
from board.ballots import casting as ballots_casting
from board.ballots.address import is_for_this_machine, link, qr_png, qr_svg, reach, with_code
from board.ballots.codes import new_code, printed
from board.documents.ballots import code_slips
from board.operating.settings import Settings
from board.store.store import Store
from tests.ballot_files import ACTIVITY
from tests.ballots.conftest import ROUND, add_round, close_round, coded_form, opened
from tests.contrast import contrast
from tests.web.client import FIRST, ask, signed_in
from tests.web.conftest import served

LAN = "192.168.1.20"
WHERE = f"/ballot-count/{ACTIVITY}/{ROUND}"


@pytest.fixture
def port(store: Store, clerk: Actor, tmp_path: Path) -> Iterator[int]:
    accounts.create_first_administrator(store, FIRST)
    add_round(store, clerk)
    yield from served(store, Settings(tmp_path, demo=False))


def figures(port: int, cookie: str) -> dict[str, object]:
    told: dict[str, object] = json.loads(ask(port, f"{WHERE}/figures", cookie=cookie).body)
    return told


def test_it_counts_ballots_as_they_come(port: int, store: Store, clerk: Actor) -> None:
    cookie = signed_in(port)
    asked = opened(store, clerk, entry="codes")
    codes = ballots.make_codes(store, clerk, ACTIVITY, ROUND, "家长", 8)
    page = ask(port, WHERE, cookie=cookie)
    assert page.status == 200
    assert "<svg" in page.text
    assert f"http://127.0.0.1:{port}/ballot/{asked.opening['opening_id']}" in page.text
    assert "分析检查报告评议" in page.text
    assert figures(port, cookie) == {"received": 0, "of": "发出 8 张", "share": 0.0, "state": "正在填写"}
    ballots_casting.cast(store, asked, coded_form(codes[0]))
    assert figures(port, cookie)["received"] == 1
    close_round(store, clerk)
    assert figures(port, cookie)["state"] == "这一轮评议已经结束"


def test_with_an_open_link_it_says_only_what_is_known(port: int, store: Store, clerk: Actor) -> None:
    opened(store, clerk, entry="link", address="https://pingyi.example")
    cookie = signed_in(port)
    assert figures(port, cookie) == {"received": 0, "of": "张", "share": None, "state": "正在填写"}
    assert "https://pingyi.example/ballot/" in ask(port, WHERE, cookie=cookie).text


def test_it_is_for_those_who_are_signed_in(port: int, store: Store, clerk: Actor) -> None:
    opened(store, clerk, entry="link")
    assert ask(port, WHERE).status == 403
    assert ask(port, f"{WHERE}/figures").status == 403


def test_a_round_that_was_not_opened_says_where_to_open_it(port: int) -> None:
    cookie = signed_in(port)
    answer = ask(port, WHERE, cookie=cookie)
    assert (answer.status, "还没有开放网上填写" in answer.text) == (404, True)
    assert ask(port, f"{WHERE}/figures", cookie=cookie).status == 404
    assert ask(port, f"/ballot-count/nowhere/{ROUND}", cookie=cookie).status == 404


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("http://127.0.0.1:8501", "手机打不开"),
        ("http://localhost:8501", "手机打不开"),
        (f"http://{LAN}:8501", "同一个网络"),
        ("http://bangongshi:8501", "同一个网络"),
        ("https://pingyi.example", "用流量也打得开"),
    ],
)
def test_which_phones_reach_an_address_is_said(address: str, said: str) -> None:
    assert said in reach(address)
    assert is_for_this_machine(address) is ("打不开。请" in reach(address) or "手机打不开" in reach(address))


def test_a_link_is_where_the_clerk_sees_the_board_unless_set_and_the_code_stands_behind_the_hash() -> None:
    seen = {"opening_id": "abc", "address": ""}
    assert link(seen, f"http://{LAN}:8501/evaluation?x=1#y") == f"http://{LAN}:8501/ballot/abc"
    assert link({**seen, "address": "https://a.example"}, f"http://{LAN}:8501/") == "https://a.example/ballot/abc"
    assert with_code(f"http://{LAN}/ballot/abc", "ABCDEFGHJK") == f"http://{LAN}/ballot/abc#ABCDE-FGHJK"


def test_qr_codes_are_pictures_that_fit_their_place() -> None:
    svg = qr_svg(f"http://{LAN}:8501/ballot/abc")
    assert 'class="qr"' in svg
    assert "viewBox" in svg
    assert " width=" not in svg.split(">")[0]
    assert qr_png(f"http://{LAN}:8501/ballot/abc").startswith(b"\x89PNG")


def test_slips_stand_ten_on_a_page_each_with_its_code_and_picture() -> None:
    codes = tuple(new_code() for _ in range(13))
    pictured: list[str] = []

    def picture(code: str) -> bytes:
        pictured.append(code)
        return qr_png(f"http://{LAN}/ballot/abc#{code}")

    address = f"http://{LAN}/ballot/abc"
    data = code_slips("示例小学", "分析检查报告", "家长", codes, address, picture)
    document = docx.Document(io.BytesIO(data))
    [table] = document.tables
    assert (len(table.rows), len(table.columns)) == (7, 2)
    section = document.sections[0]
    usable = section.page_height - section.top_margin - section.bottom_margin  # type: ignore[operator]
    height = table.rows[0].height
    assert height is not None
    assert 5 * height <= usable < 6 * height
    body = " ".join(each.text or "" for each in document.element.iter() if each.tag.endswith("}t"))
    assert [code for code in codes if printed(code) not in body] == []
    assert body.count(address) == 13
    assert "不记名" in body
    assert pictured == list(codes)
    names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    assert sum(name.startswith("word/media/") for name in names) == 13


@pytest.mark.parametrize("sheet", ["count.css", "form.css"])
@pytest.mark.parametrize("place", [0, 1], ids=["light", "dark"])
def test_the_room_and_the_form_follow_light_and_dark_and_can_be_read_in_both(sheet: str, place: int) -> None:
    style = (Path(__file__).parent.parent.parent / "board" / "web" / "ballots" / sheet).read_text("utf-8")
    theme = re.findall(r":root\{([^}]*)\}", style)[place]
    colors = dict(re.findall(r"--([\w-]+):(#[0-9a-f]{6})", theme))
    for name in ("text", "quiet", "accent"):
        # The accent is for numbers and marks as big as a hand.
        assert contrast(colors[name], colors["ground"]) >= (3 if name == "accent" else 4.5), name
