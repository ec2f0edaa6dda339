"""Links in a browser: each goes at once and once; nobody else moves the page; Back undoes a step, Forward does it."""

import re
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.served import Served
from tests.browser.steps import open_page, settle
from tests.depth import walked

# One record of each kind whose sheet leads elsewhere.
SHEETS = (
    "rectification?rectification_item=R-006",
    "thread?thread_record=W-004",
    *walked(
        "opinions?opinions_opinion=O-020",
        "meeting?meeting_part=问题清单&meeting_problem=W-004",
        "thread?thread_record=R-006",
        "procedure?procedure_rule=2.3",
    ),
)


def links_of(sheet: Locator) -> Locator:
    """Everything in a sheet that leads elsewhere: its quiet buttons, but for those that do something.

    Streamlit draws one that explains itself a second time, unseen.
    """
    return sheet.locator("button[data-testid='stBaseButton-tertiary']:visible").filter(
        has_not_text=re.compile("撤回|移出|恢复|改|填写|下载|预览")
    )


def one_of_each_kind(links: Locator) -> list[str]:
    """The words of the links, two of those that differ only by the record."""
    kinds: dict[str, list[str]] = {}
    for words in links.all_inner_texts():
        said = words.strip().split("\n")[-1]
        kinds.setdefault(re.sub(r"-?\d+.*", "", said)[:6], []).append(said)
    return [words for mine in kinds.values() for words in mine[:2]]


def asked_of(url: str) -> tuple[str, dict[str, list[str]]]:
    parts = urlsplit(url)
    return parts.path.strip("/"), parse_qs(parts.query)


@pytest.mark.walk
@pytest.mark.parametrize("address", SHEETS)
def test_every_link_of_every_sheet_goes_at_once(read_served: Served, page: Page, address: str) -> None:
    open_page(page, f"{read_served.url}/{address}")
    sheet = page.get_by_role("dialog")
    expect(sheet).to_be_visible()
    settle(page)
    before = page.url
    for words in one_of_each_kind(links_of(sheet)):
        link = links_of(sheet).filter(has_text=words).first
        link.click()
        expect(page).not_to_have_url(before)
        settle(page)
        record = re.match(r"(?:.*　)?([A-Z]-\d+)", words)
        subject, asked = asked_of(page.url)
        if record:
            assert [record.group(1)] in asked.values(), f"{address}: {words} → {unquote(page.url)}"
            expect(page.get_by_role("dialog")).to_contain_text(record.group(1))
        else:
            assert (subject, asked) != asked_of(before)
        page.go_back()
        expect(page).to_have_url(before)
        settle(page)
        expect(sheet).to_be_visible()


def test_back_undoes_one_step_a_press_and_forward_does_it_again(read_served: Served, page: Page) -> None:
    open_page(page, f"{read_served.url}/?role=领导")
    page.get_by_role("link", name="看逾期的事项").click()
    page.wait_for_url("**/rectification?**")
    settle(page)
    steps = [page.url]
    for tab in ("整改中", "待验收"):
        page.get_by_role("radio", name=re.compile(f"^{tab}")).first.click()
        expect(page).not_to_have_url(steps[-1])
        settle(page)
        steps.append(page.url)
    assert [asked_of(step)[1]["rectification_view"] for step in steps] == [["逾期"], ["整改中"], ["待验收"]]
    for step in reversed(steps[:-1]):
        page.go_back()
        expect(page).to_have_url(step)
        settle(page)
        (view,) = asked_of(step)[1]["rectification_view"]
        expect(page.get_by_role("radio", name=re.compile(f"^{view}")).first).to_be_checked()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("总览")
    page.go_forward()
    expect(page).to_have_url(steps[0])
    expect(page.get_by_role("heading", level=1)).to_have_text("整改台账")


def save_progress(page: Page, url: str, note: str) -> None:
    """Somebody else reports how far an item is."""
    open_page(page, f"{url}/rectification?rectification_item=R-026")
    sheet = page.get_by_role("dialog")
    sheet.get_by_role("button", name="报进展", exact=True).click()
    settle(page)
    sheet.get_by_label("进展情况").fill(note)
    sheet.get_by_role("button", name="报进展", exact=True).click()
    expect(page.get_by_text("R-026 已报进展").first).to_be_visible()


def drawn_again(page: Page) -> str:
    return page.locator(".band .fresh").inner_text()


@pytest.mark.walk
def test_what_others_save_moves_no_page(served: Served, page: Page, second: Page) -> None:
    open_page(page, f"{served.url}/rectification?rectification_item=R-006")
    links_of(page.get_by_role("dialog")).filter(has_text="来龙去脉").click()
    page.wait_for_url("**/thread?**")
    page.go_back()
    page.wait_for_url("**/rectification?**")
    settle(page)
    expect(page.get_by_role("dialog")).to_be_visible()
    for is_open in (True, False):
        where, fresh = page.url, drawn_again(page)
        save_progress(second, served.url, f"第 {is_open + 1} 次记下")
        expect(page.locator(".band .fresh")).not_to_have_text(fresh)
        settle(page)
        assert page.url == where
        expect(page.get_by_role("dialog")).to_have_count(int(is_open))
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
        settle(page)
