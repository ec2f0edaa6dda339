"""使用说明 within the product: the same file as a page, a chapter for every page, and only for who is let in."""

import re
from urllib.parse import unquote

from board.navigation import NAVIGATION
from board.web.guide import chapter_address
from tests.web.client import ask, signed_in

ENTRIES = [entry for entries in NAVIGATION.values() for entry in entries]


def test_every_page_leads_to_its_chapter(door: int) -> None:
    text = ask(door, "/guide", cookie=signed_in(door)).text
    for entry in ENTRIES:
        _, _, chapter = unquote(chapter_address(entry.subject)).partition("#")
        assert f'id="{chapter}"' in text, entry.title


def test_every_link_within_the_guide_leads_somewhere(door: int) -> None:
    cookie = signed_in(door)
    text = ask(door, "/guide", cookie=cookie).text
    anchors = set(re.findall(r' id="([^"]+)"', text))
    links = [unquote(link) for link in re.findall(r'href="([^"]+)"', text)]
    assert [link for link in links if link.startswith("#") and link[1:] not in anchors] == []
    assert {link.partition("#")[0] for link in links if not link.startswith("#")} == {
        "/favicon.png",
        "/",
        "/guide/安全设置.md",
    }
    security = ask(door, "/guide/%E5%AE%89%E5%85%A8%E8%AE%BE%E7%BD%AE.md", cookie=cookie)
    assert "统一账号登录" in security.text


def test_a_picture_is_served_and_nothing_else_of_the_disk(door: int) -> None:
    cookie = signed_in(door)
    assert ask(door, "/guide/overview.png", cookie=cookie).body.startswith(b"\x89PNG")
    for path in ("/guide/nothing.png", "/guide/..%2Fapp.py", "/guide/%2e%2e%2fREADME.md", "/guide/.gitignore"):
        assert ask(door, path, cookie=cookie).status == 404


def test_a_stranger_is_shown_the_door(door: int) -> None:
    answer = ask(door, "/guide")
    assert (answer.status, answer.where) == (303, "/sign-in?next=%2Fguide")
    assert ask(door, "/guide/overview.png").status == 403


def test_every_page_has_a_key_of_its_own() -> None:
    keys = [entry.key for entry in ENTRIES]
    assert len(set(keys)) == len(keys)
    assert all(re.fullmatch("[a-z]", key) for key in keys)
