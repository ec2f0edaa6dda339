"""填写评议表 on a phone, with and without JavaScript, while the room's screen counts."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.served import Served
from tests.browser.steps import choose, open_page, settle

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
# What is too small for a thumb.
TOO_SMALL = """() => [...document.querySelectorAll('input, button, a')].map((each) => each.getBoundingClientRect())
  .filter((box) => box.height > 0 && (box.height < 44 || box.width < 44))"""


@pytest.fixture
def link(served: Served, page: Page) -> str:
    """The open link to a round, as the clerk gets it; `page` shows 群众评议."""
    open_page(page, f"{served.url}/evaluation")
    page.get_by_role("button", name="网上填写").click()
    settle(page)
    page.get_by_role("combobox", name="填写方式").click()
    choose(page, page.get_by_role("option", name="公开链接"))
    page.get_by_role("button", name="开放填写").click()
    address = page.get_by_role("dialog").locator("code")
    expect(address).to_contain_text("/ballot/")
    return address.inner_text()


@pytest.mark.alone
def test_a_phone_gives_its_ballot_with_and_without_scripts_and_the_room_sees_it(
    served: Served, page: Page, browser: Browser, link: str
) -> None:
    page.goto(served.url + "/evaluation")
    settle(page)
    where = page.get_by_role("link", name="投到大屏").get_attribute("href") or ""
    page.goto(served.url + where)
    expect(page.locator("#received")).to_have_text("0")
    complaints: list[str] = []
    phone = browser.new_context(**PHONE, locale="zh-CN").new_page()
    phone.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    phone.goto(link)
    assert not phone.evaluate("() => document.documentElement.scrollWidth > window.innerWidth")
    assert phone.evaluate(TOO_SMALL) == []
    groups = phone.get_by_role("radiogroup")
    for place in range(groups.count() - 1):
        groups.nth(place).get_by_role("radio").nth(1).check()
    phone.get_by_label("还想说的").fill("食堂 <b>再好些</b>")
    phone.reload()  # the line dropped: what was filled in is still there
    expect(phone.get_by_label("还想说的")).to_have_value("食堂 <b>再好些</b>")
    groups.last.get_by_role("radio").first.check()
    expect(phone.locator(".progress")).to_have_text(f"已选 {groups.count()}/{groups.count()}")
    phone.get_by_role("button", name="交评议表").click()
    expect(phone.get_by_role("heading", name="交好了")).to_be_visible()
    expect(page.locator("#received")).to_have_text("1", timeout=2_000)
    assert phone.evaluate("() => Object.keys(localStorage).length") == 0
    phone.go_back()
    phone.goto(link)
    expect(phone.get_by_role("heading", name="这台手机已经交过了")).to_be_visible()
    assert complaints == []

    plain = browser.new_context(**PHONE, locale="zh-CN", java_script_enabled=False).new_page()
    plain.goto(link)
    plain.locator("input[name=group]").first.check(force=True)
    plain.get_by_role("button", name="交评议表").click()
    expect(plain.get_by_role("alert")).to_contain_text("项没有选")
    plain.get_by_role("button", name="空着的算弃权").click()
    expect(plain.get_by_role("heading", name="交好了")).to_be_visible()
    expect(page.locator("#received")).to_have_text("2", timeout=2_000)
