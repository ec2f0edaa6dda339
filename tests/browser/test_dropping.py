"""A file dropped on any page's import button opens on 数据导入; dropped beside it the page stays."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.served import ROOT, Served
from tests.browser.steps import open_page

pytestmark = pytest.mark.walk

SAMPLE = ROOT / "data" / "samples" / "ballots-E2-late.csv"
_DROP = """([place, name, text]) => {
  const files = new DataTransfer();
  files.items.add(new File([text], name));
  const target = document.querySelector(place);
  for (const type of ["dragenter", "dragover"]) {
    target.dispatchEvent(new DragEvent(type, { dataTransfer: files, bubbles: true, cancelable: true }));
  }
  const marked = document.body.classList.contains("drags-file");
  const drop = new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true });
  target.dispatchEvent(drop);
  return [marked, drop.defaultPrevented];
}"""
LINK = ".pages a[href$='/imports']"


@pytest.mark.parametrize("place", [LINK, ".st-key-rectification_work button"])
def test_a_file_dropped_on_the_import_button_of_another_page_is_opened(
    read_served: Served, page: Page, place: str
) -> None:
    open_page(page, f"{read_served.url}/rectification")
    page.wait_for_selector(place)
    assert page.evaluate(_DROP, [place, "拖来的.csv", SAMPLE.read_text("utf-8-sig")]) == [True, True]
    expect(page.get_by_text("16 张 · 没有要改的")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("button", name="确认导入 16 张")).to_be_visible(timeout=60_000)


def test_a_file_dropped_beside_it_leaves_the_page_as_it_is(read_served: Served, page: Page) -> None:
    open_page(page, f"{read_served.url}/rectification")
    assert page.evaluate(_DROP, ["h1", "拖来的.csv", "x"]) == [True, True]
    page.wait_for_timeout(1_000)
    assert page.url.split("?")[0].endswith("/rectification")


def test_dropped_while_ballots_are_typed_in_it_is_opened_too(read_served: Served, page: Page) -> None:
    open_page(page, f"{read_served.url}/imports?imports_by=逐张录入")
    assert page.evaluate(_DROP, [LINK, "拖来的.csv", SAMPLE.read_text("utf-8-sig")]) == [True, True]
    expect(page.get_by_role("button", name="确认导入 16 张")).to_be_visible(timeout=60_000)
