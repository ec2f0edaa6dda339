"""公开网页 over HTTP: shut until it is opened, the same bytes as the exported folder, and nothing for another site."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from board.access import Actor
from board.accounts import actions as accounts
from board.operating.settings import Settings
from board.public.site import write
from board.web import public
from tests.example_school import Example
from tests.paper_lives import TODAY, act
from tests.public.site_lives import opened, published_notice, shut
from tests.web.client import FIRST, ask
from tests.web.conftest import served


@pytest.fixture
def school_door(school: Example, tmp_path: Path) -> Iterator[int]:
    """The port of a server with the gate and the plain routes, on the example school."""
    accounts.create_first_administrator(school.store, FIRST)
    public._PACE.forget_all()
    yield from served(school.store, Settings(tmp_path, demo=False))


def test_a_stranger_finds_nothing_until_it_is_opened_and_nothing_once_it_is_shut(
    school: Example, school_door: int, clerk: Actor, leader: Actor, admin: Actor
) -> None:
    shut(school, admin)
    paper_id = published_notice(school, clerk, leader)
    paths = [public.address_of(school.activity_id) + each for each in ("", f"files/{paper_id}.pdf", "data/papers.csv")]
    assert [ask(school_door, path).status for path in paths] == [404] * 3
    opened(school, admin)
    assert [ask(school_door, path).status for path in paths] == [200] * 3
    shut(school, admin)
    assert [ask(school_door, path).status for path in paths] == [404] * 3


def test_the_folder_that_is_written_equals_what_is_served(
    school: Example, school_door: int, clerk: Actor, leader: Actor, admin: Actor, tmp_path: Path
) -> None:
    published_notice(school, clerk, leader)
    opened(school, admin)
    folder = tmp_path / "site"
    write(school.store, school.activity_id, TODAY, folder)
    written = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    address = public.address_of(school.activity_id)
    assert {path: ask(school_door, address + path).body for path in written} == written
    assert ask(school_door, address).body == written["index.html"]
    assert ask(school_door, address.rstrip("/")).where == address


def test_it_comes_with_strict_headers_and_is_asked_for_again_each_time(
    school: Example, school_door: int, clerk: Actor, leader: Actor, admin: Actor
) -> None:
    paper_id = published_notice(school, clerk, leader)
    opened(school, admin)
    address = public.address_of(school.activity_id)
    page = ask(school_door, address)
    assert "default-src 'none'" in page.text
    assert "unsafe" not in page.text
    assert page.headers["content-security-policy"]
    assert page.headers["x-content-type-options"] == "nosniff"
    assert page.headers["cache-control"] == "no-cache"
    again = ask(school_door, address, if_none_match=page.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    word = ask(school_door, f"{address}files/{paper_id}.docx")
    assert word.headers["content-disposition"] == f'attachment; filename="{paper_id}.docx"'
    act(school, leader, paper_id, "void", "发错了")
    assert ask(school_door, address, if_none_match=page.headers["etag"]).status == 200
    assert ask(school_door, f"{address}files/{paper_id}.docx").status == 404


@pytest.mark.walk
def test_no_path_leads_out_of_the_page(school: Example, school_door: int, admin: Actor) -> None:
    opened(school, admin)
    address = public.address_of(school.activity_id)
    for path in ("../healthz", "files/../../x", "files/Q-001.pdf", "%2e%2e/%2e%2e/etc/passwd", "data/", "page.css"):
        assert ask(school_door, address + path).status == 404


@pytest.mark.walk
def test_one_address_that_asks_without_end_must_wait(school: Example, school_door: int, admin: Actor) -> None:
    opened(school, admin)
    address = public.address_of(school.activity_id)
    assert ask(school_door, address).status == 200
    for _ in range(600):
        public._PACE.note("127.0.0.1")
    assert ask(school_door, address).status == 429
    public._PACE.forget_all()
