"""A meeting from its start to its minutes by the keyboard alone, and what others see of it meanwhile."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from board import clock
from board.access import Actor, Role
from board.deck.audiences import Audience
from board.deck.deck import make
from board.operating.settings import Settings
from board.rectification import actions as rectification
from board.sittings import actions
from board.sittings.actions import Setting
from board.web.deck.sittings import shown
from tests.browser.served import Served
from tests.browser.steps import open_page, settle
from tests.browser.test_accessible import DESK, PHONE, wrong_on
from tests.example_school import Example
from tests.web.conftest import served as served_here

LATER = clock.today() + timedelta(days=20)
DAY = f"{LATER:%m%d%Y}"
# Milliseconds: how soon a screen follows another.
TOGETHER = 300


def by_tab(page: Page, label: str) -> None:
    """Goes on with Tab until a field or a button has the focus."""
    named = "(document.activeElement.closest('label') ?? document.activeElement).innerText"
    for _ in range(30):
        if page.evaluate(named).startswith(label):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{label} is not reached by Tab")


def decide(slides: Page, kind: int, typed: dict[str, str]) -> None:
    """Decides on the slide that is shown: the nth kind that it offers, with what is typed into fields, or chosen."""
    slides.keyboard.press("d")
    radio = slides.locator("[name=kind]:checked")
    while not radio.evaluate("(each) => each === document.activeElement"):
        slides.keyboard.press("Tab")
    for _ in range(kind):
        slides.keyboard.press("ArrowRight")
    for label, text in typed.items():
        by_tab(slides, label)
        if text:
            slides.keyboard.type(text)
        else:
            slides.keyboard.press("ArrowDown")
    by_tab(slides, "议定")
    slides.keyboard.press("Enter")
    expect(slides.locator("#decide")).to_be_hidden()


def begin(page: Page, url: str, topic: str) -> Page:
    """Begins a meeting as the clerk and returns its slides."""
    open_page(page, f"{url}/sittings?role=工作人员")
    page.get_by_role("button", name="准备开会").focus()
    page.keyboard.press("Enter")
    field = page.get_by_role("textbox", name="议题")
    field.focus()
    page.keyboard.type(topic)
    page.keyboard.press("Tab")
    page.get_by_role("button", name="开始", exact=True).focus()
    page.keyboard.press("Enter")
    link = page.get_by_role("link", name="打开幻灯片")
    expect(page.get_by_role("dialog").filter(has=link)).to_be_focused()  # a window takes the focus once it has opened
    settle(page)
    page.keyboard.press("Tab")  # as one gets to it: an Enter right after another on a button would count as the same
    link.focus()
    with page.context.expect_page() as opened:
        page.keyboard.press("Enter")
    expect(opened.value.locator("#place")).to_contain_text("1 / ")
    return opened.value


def turn_to(slides: Page, name: str) -> None:
    """Steps to the first slide of a name."""
    for _ in range(slides.locator(".slide").count()):
        if (slides.locator(".slide:not([hidden])").get_attribute("data-name") or "").startswith(name):
            return
        slides.keyboard.press("PageDown")
    raise AssertionError(f"no slide {name}")


@pytest.mark.walk
def test_a_meeting_is_held_by_keyboard_alone_and_the_next_one_begins_with_what_it_decided(
    served: Served, page: Page, browser: Browser
) -> None:
    other = browser.new_page()
    open_page(other, f"{served.url}/rectification?role=领导")
    slides = begin(page, served.url, "研究逾期事项")
    assert "上次议定" in (slides.locator(".slide").first.get_attribute("data-name") or "")

    turn_to(slides, "等待销号")
    accepted = (slides.locator(".slide:not([hidden])").get_attribute("data-items") or "").split()[0]
    decide(slides, 0, {"群众评价": ""})
    expect(slides.locator("#message")).to_contain_text(f"{accepted} 同意销号")
    expect(other.get_by_role("row").filter(has_text=accepted)).to_contain_text("已销号")

    slides.keyboard.press("Home")
    turn_to(slides, "逾期 R-")
    late = (slides.locator(".slide:not([hidden])").get_attribute("data-items") or "").split()[0]
    decide(slides, 0, {"延期的原因": "配件要从外地调", "到哪一天": DAY})
    expect(slides.locator("#message")).to_contain_text(f"{late} 延期到{LATER:%-m月%-d日}")

    words = {"要解决什么问题": "走廊灯不亮", "主观原因": "查得不勤", "整改措施": "每周查一遍"}
    chosen = dict.fromkeys(("问题来源", "所属方面", "牵头领导", "责任人"), "")
    decide(slides, 1, {**words, **chosen, "到哪一天": DAY})
    expect(slides.locator("#message")).to_contain_text("走廊灯不亮")
    expect(other.get_by_text("走廊灯不亮").first).to_be_visible()

    decide(slides, 3, {"记什么": "写错的一句"})
    expect(slides.locator("#message")).to_contain_text("写错的一句")
    slides.keyboard.press("z")
    expect(slides.locator("#message")).to_contain_text("已撤回")
    slides.keyboard.press("End")
    expect(slides.locator(".slide:not([hidden]) h1")).to_have_text("这次会议议定 3 件")
    slides.keyboard.press("Escape")

    expect(slides.get_by_role("heading", name="议定事项")).to_contain_text("3 件")
    settle(slides)
    slides.get_by_role("button", name="结束会议").focus()
    slides.keyboard.press("Enter")
    minutes = slides.get_by_role("textbox", name="会议纪要")
    expect(minutes).to_be_visible()
    text = minutes.input_value()
    assert all(word in text for word in (f"{accepted} 同意销号", f"{late} 延期到", "走廊灯不亮"))
    assert "写错的一句" not in text

    again = begin(page, served.url, "下一次")
    expect(again.locator(".slide").first).to_contain_text("议定 3 件")
    expect(again.locator(".slide").first).to_contain_text(f"{accepted} 同意销号")
    other.close()


@pytest.mark.alone
def test_two_screens_and_a_phone_stay_on_the_same_slide(served: Served, page: Page, browser: Browser) -> None:
    wall = begin(page, served.url, "两个屏幕")
    second, phone = browser.new_page(), browser.new_page(viewport={"width": 390, "height": 844})
    for _ in range(3):
        wall.keyboard.press("PageDown")
    second.goto(wall.url.split("#")[0])
    expect(second.locator("#place")).to_contain_text("4 / ")
    phone.goto(wall.url.split("#")[0] + "&remote=1")
    title = wall.locator(".slide:not([hidden]) h1").inner_text()
    expect(phone.locator("#remote-now")).to_have_text(title)
    phone.get_by_role("button", name="下一张 ›").click()
    for screen in (wall, second):
        expect(screen.locator("#place")).to_contain_text("5 / ", timeout=TOGETHER)
    phone.get_by_role("button", name="议定").click()
    expect(phone.locator("#decide")).to_be_visible()
    second.keyboard.press("PageUp")
    expect(wall.locator("#place")).to_contain_text("4 / ", timeout=TOGETHER)
    second.close()
    phone.close()


@pytest.mark.walk
def test_axe_finds_nothing_on_the_form_for_decisions_and_on_the_remote(served: Served, page: Page) -> None:
    wall = begin(page, served.url, "看得清")
    address = wall.url.split("#")[0]
    turn_to(wall, "逾期 R-")
    wall.keyboard.press("d")
    wrong = wrong_on(wall, "decide", (DESK, PHONE))
    wall.goto(f"{address}&remote=1")
    expect(wall.locator("#remote-now")).not_to_be_empty()
    assert wrong + wrong_on(wall, "remote", (DESK, PHONE)) == []


def test_a_newer_state_is_taken_over_on_all_screens_by_one_key(
    school: Example, page: Page, browser: Browser, tmp_path: Path
) -> None:
    clerk = Actor("demo-clerk", "工作人员", frozenset({Role.CLERK}))
    new = {"kind": "领导小组会议", "topic": "换上新的"}
    deck = make(school.store, school.activity_id, Audience.PARENTS)
    held = shown(deck.slides, deck.at)
    sitting_id = actions.start(school.store, clerk, school.activity_id, Setting(new, Audience.PARENTS), held)
    second = browser.new_page()
    for port in served_here(school.store, Settings(tmp_path, demo=True)):
        for screen in (page, second):
            screen.goto(f"http://127.0.0.1:{port}/deck/{school.activity_id}/{sitting_id}#2")
            expect(screen.locator("#offline")).to_be_hidden()
        settled = page.locator(".slide:not([hidden]) td.main").first
        item_id = (page.locator(".slide:not([hidden])").get_attribute("data-items") or "").split()[0]
        rectification.act(school.store, clerk, school.activity_id, item_id, "edit", {"problem": "改过的问题"})
        expect(page.locator("#news")).to_have_text("有更新，按 U 换上")
        expect(settled).not_to_have_text("改过的问题")
        page.keyboard.press("u")
        for screen in (page, second):
            expect(screen.locator(".slide:not([hidden])")).to_contain_text("改过的问题")
            expect(screen.locator("#news")).to_have_text("")
    second.close()
