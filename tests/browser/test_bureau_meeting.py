"""会议模式 of a bureau in a browser: stepped by keys and whole at every size, light and dark."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Page, expect

from board import clock
from board.example.district import load_district
from board.operating.settings import Settings
from board.web.deck.routes import units_address
from tests.browser.test_deck import _SHOW, _UNFIT, SIZES, SMALLEST
from tests.stores import blank_store
from tests.web.conftest import served as served_here


class Wall(NamedTuple):
    """The example district, served by this process."""

    url: str
    activity_id: str


@pytest.fixture
def wall(tmp_path: Path) -> Iterator[Wall]:
    store = blank_store()
    activity_id = load_district(store, clock.today())
    for port in served_here(store, Settings(tmp_path, demo=True, collects=True)):
        yield Wall(f"http://127.0.0.1:{port}", activity_id)
    store.close()


@pytest.mark.walk
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_on_the_wall_nothing_is_cut_off_and_keys_step(wall: Wall, page: Page, theme: Any) -> None:
    page.emulate_media(color_scheme=theme)
    page.goto(f"{wall.url}{units_address(wall.activity_id, None, 'D002')}")
    count = page.locator(".slide").count()
    assert count >= 10
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        for at in range(count):
            page.evaluate(_SHOW, at)
            assert page.evaluate(_UNFIT, [SMALLEST, False]) == [], (width, at)
            assert page.evaluate("(at) => { const h = document.querySelectorAll('.slide h1')[at];"
                                 " return h.scrollHeight <= h.clientHeight + 2 }", at), (width, at)  # fmt: skip
    page.reload()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#place")).to_have_text(f"2 / {count}")
    page.keyboard.press("End")
    expect(page.locator("#place")).to_have_text(f"{count} / {count}")
    expect(page.locator("body")).to_have_attribute("data-leads-to", "/submitted")
