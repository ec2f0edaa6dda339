"""会议模式 in a browser: stepped by keys and taps, whole at every size, and there while the server is away."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Page, expect

from board import clock
from board.access import Actor, Role
from board.activity.activities import Activity
from board.activity.creating import create_activity
from board.activity.plan.reading import load_plan, shipped_plans
from board.ballots import actions as ballots
from board.ballots import casting
from board.deck.agenda import added
from board.deck.audiences import AUDIENCES, Audience
from board.deck.decided_slides import decided_slides, last_meeting_slides
from board.deck.deck import make
from board.deck.ledger_slides import ledger_slides
from board.deck.slide import Slide
from board.evaluation import rounds
from board.operating.settings import Settings
from board.rectification import actions
from board.rectification.views import shown
from board.store.store import Store
from board.web.deck.drawing import Wall
from board.web.deck.drawing import page as draw
from tests.browser.served import Served
from tests.browser.steps import open_page, settle
from tests.browser.test_accessible import DESK, PHONE, wrong_on
from tests.depth import few
from tests.example_school import Example
from tests.web.conftest import served as served_here

SIZES = ((1920, 1080), (1440, 900), (1366, 768), (1280, 720), (1024, 768))
ON_A_PHONE = (390, 844)
# Pixels: the smallest type of a slide, that of its text at 1280×720, and of its figures.
SMALLEST, BODY, FIGURE = 20, 28, 60
# What doesn't fit or is too small on the slide that is shown.
_UNFIT = """([smallest, mayScroll]) => {
  const slide = document.querySelector(".slide:not([hidden])"), body = slide.querySelector(".body"), unfit = [];
  for (const each of [slide, body, document.querySelector("footer")]) {
    const name = each.className || each.tagName;
    if (!mayScroll && each.scrollHeight > each.clientHeight + 1) unfit.push(`${name} is too tall`);
    if (each.scrollWidth > each.clientWidth + 1) unfit.push(`${name} is too wide`);
  }
  for (const each of slide.querySelectorAll("dd, td span")) {
    const isCut = getComputedStyle(each).overflow === "hidden" && each.scrollHeight > each.clientHeight + 2;
    if (isCut) unfit.push(`cut: ${each.textContent}`);
  }
  for (const each of document.querySelectorAll("main *, footer *")) {
    const isText = [...each.childNodes].some((part) => part.nodeType === 3 && part.textContent.trim());
    const size = parseFloat(getComputedStyle(each).fontSize);
    if (isText && each.checkVisibility() && size < smallest - 0.01) unfit.push(`small: ${each.textContent}`);
  }
  return unfit;
}"""


_SHOW = "(at) => document.querySelectorAll('.slide').forEach((each, place) => { each.hidden = place !== at; })"


@pytest.fixture
def deck(school: Example, page: Page, tmp_path: Path) -> Iterator[str]:
    """The address of the slides of the example school, served by this process."""
    for port in served_here(school.store, Settings(tmp_path, demo=True)):
        yield f"http://127.0.0.1:{port}/deck/{school.activity_id}"


def place(page: Page) -> str:
    return page.locator("#place").inner_text().split(" / ")[0]


def test_it_is_begun_on_the_overview_and_stepped_by_keys_and_taps(read_served: Served, page: Page) -> None:
    open_page(page, f"{read_served.url}/?role=领导")
    page.get_by_role("button", name="会议模式").click()
    settle(page)
    start = page.get_by_role("link", name="开始")
    with page.context.expect_page() as opened:
        start.click()
    slides = opened.value
    heading = slides.get_by_role("heading", level=1)
    expect(heading).to_have_count(1)
    first = heading.inner_text()
    for key, at in (("ArrowRight", 2), ("Space", 3), ("PageDown", 4), ("ArrowLeft", 3), ("PageUp", 2), ("End", 0)):
        slides.keyboard.press(key)
        assert not at or place(slides) == str(at)
    slides.keyboard.type("5")
    slides.keyboard.press("Enter")
    assert place(slides) == "5"
    assert slides.url.endswith("#5")
    slides.reload()
    expect(slides.locator("#place")).to_contain_text("5 / ")
    slides.mouse.click(1300, 400)
    assert place(slides) == "6"
    slides.mouse.click(100, 400)
    assert place(slides) == "5"
    slides.keyboard.press("b")
    expect(slides.locator("#black")).to_be_visible()
    slides.keyboard.press("b")
    expect(slides.locator("#black")).to_be_hidden()
    slides.keyboard.press("?")
    expect(slides.get_by_role("dialog")).to_contain_text("下一张")
    slides.keyboard.press("Escape")
    expect(slides.get_by_role("dialog")).to_be_hidden()
    slides.keyboard.press("Home")
    assert heading.inner_text() == first
    slides.keyboard.press("Escape")
    expect(slides.get_by_role("heading", name="总览")).to_be_visible()


def test_by_keyboard_alone_it_is_begun_and_left(read_served: Served, page: Page) -> None:
    open_page(page, f"{read_served.url}/?role=领导")
    page.get_by_role("button", name="会议模式").focus()
    page.keyboard.press("Enter")
    start = page.get_by_role("link", name="开始")
    expect(page.get_by_role("radio", name="班子会")).to_be_focused()
    expect(start).to_be_visible()
    settle(page)
    page.keyboard.press("Tab")
    expect(start).to_be_focused()
    with page.context.expect_page() as opened:
        page.keyboard.press("Enter")
    slides = opened.value
    slides.wait_for_load_state()
    expect(slides.locator("#place")).to_contain_text("1 / ")
    slides.keyboard.press("PageDown")
    expect(slides.locator("#place")).to_contain_text("2 / ")
    slides.keyboard.press("Escape")
    expect(slides.get_by_role("heading", name="总览")).to_be_visible()


def test_whoever_may_not_hold_a_meeting_is_not_offered_one(read_served: Served, page: Page) -> None:
    open_page(page, f"{read_served.url}/?role=责任人")
    expect(page.get_by_role("button", name="会议模式")).to_have_count(0)


@pytest.mark.walk
@pytest.mark.parametrize("audience", list(Audience))
def test_every_slide_fits_and_can_be_read_at_every_size(deck: str, page: Page, audience: Audience) -> None:
    unfit = []
    for width, height in (*SIZES, ON_A_PHONE):
        page.set_viewport_size({"width": width, "height": height})
        page.goto(f"{deck}?audience={audience}")
        for at in range(1, page.locator(".slide").count() + 1):
            found = page.evaluate(_UNFIT, [SMALLEST, (width, height) == ON_A_PHONE])
            unfit += [f"{width}×{height}, slide {at}: {each}" for each in found]
            page.keyboard.press("ArrowRight")
    assert unfit == []


@pytest.mark.walk
def test_whatever_people_write_a_slide_stays_whole(deck: str, page: Page, school: Example) -> None:
    clerk = Actor("A-clerk", "工作人员", frozenset({Role.CLERK}))
    items = shown(school.store, school.activity_id, clock.today())
    for item_id in items[~items["is_closed"]]["item_id"]:
        typed = {"problem": "问题写得很长，" * 40, "measure": "措施也写得很长，" * 60}
        actions.act(school.store, clerk, school.activity_id, item_id, "edit", typed)
    unfit = []
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.goto(f"{deck}?audience=leaders")
        for at in range(1, page.locator(".slide").count() + 1):
            found = page.evaluate(_UNFIT, [SMALLEST, False])
            unfit += [f"{width}×{height}, slide {at}: {each}" for each in found if not each.startswith("cut")]
            page.keyboard.press("ArrowRight")
    assert unfit == []


def test_ballots_that_come_in_are_counted_on_the_wall(deck: str, page: Page, school: Example) -> None:
    here = (school.store, Actor("A-clerk", "工作人员", frozenset({Role.CLERK})), school.activity_id)
    fields = {"name": "第三轮", "evaluated": "整改情况", "opened_on": school.today, "closed_on": None}
    round_id = rounds.add_round(*here, fields)
    paper = casting.paper(school.store, ballots.open_online(*here, round_id, {"entry": "link"}))
    page.goto(f"{deck}?audience=leaders")
    slide = page.locator(".slide[data-counts]")
    place = page.locator(".slide").evaluate_all("(all) => all.findIndex((each) => each.dataset.counts)") + 1
    page.keyboard.type(str(place))
    page.keyboard.press("Enter")
    expect(slide.locator(".figure b")).to_have_text("0")
    answers = {question.criterion_id: "1" for question in paper.questions}
    casting.cast(school.store, paper, casting.Filled(answers, group="家长", device="a" * 32))
    expect(slide.locator(".figure b")).to_have_text("1", timeout=2000)


def drawn(slides: Sequence[Slide], is_deciding: bool = False) -> str:
    """The page of slides, without its script."""
    today = clock.today()
    activity = Activity("HD-01", "示例小学", "学习实践活动", "分析检查阶段", "", today, today, is_example=True)
    form = '<dialog id="decide"></dialog>' * is_deciding
    return draw(activity, Wall(slides, Audience.LEADERS, clock.now(), "0a1b2c3d", 1, deciding=form))


@pytest.mark.parametrize("size", few([(size,) for size in (ON_A_PHONE, *SIZES)], 1), ids=str)
def test_what_an_office_adds_decides_or_has_ten_thousand_of_stays_whole(
    page: Page, school: Example, store: Store, admin: Actor, size: tuple[int, int]
) -> None:
    nothing_yet = create_activity(store, admin, load_plan(shipped_plans()["analysis-stage"]), clock.today())
    items = shown(school.store, school.activity_id, clock.today())
    many = pd.concat([items.assign(item_id=items["item_id"] + f"-{time}") for time in range(334)], ignore_index=True)
    decided = pd.DataFrame(
        [(f"D-{at:03}", f"R-{at:03} 延期：{'原因写得很长，' * 20}", "已办", "整改中 60%", "R-001") for at in range(40)],
        columns=["decision_id", "words", "state_word", "since", "item_id"],
    )
    meeting = {"held_on": clock.today(), "kind": "领导小组会议"}
    slides = [
        added("题" * 50, ["一行六十个字" * 10] * 6),
        *ledger_slides(many, None, None, {}, AUDIENCES[Audience.LEADERS]),
        *last_meeting_slides(meeting, decided),
        *decided_slides(decided),
        *decided_slides(decided[:0]),
        *make(store, nothing_yet, Audience.LEADERS).slides,
    ]
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.set_content(drawn(slides, is_deciding=True))
    unfit = []
    for place in range(len(slides)):
        page.evaluate(_SHOW, place)
        found = page.evaluate(_UNFIT, [SMALLEST, size == ON_A_PHONE])
        unfit += [f"slide {place + 1}: {each}" for each in found if not each.startswith("cut")]
    assert unfit == []


def test_on_paper_each_slide_is_a_page(deck: str, page: Page) -> None:
    page.goto(f"{deck}?audience=leaders")
    paper = page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type /Page\b", paper)) == page.locator(".slide").count()


def test_type_is_for_the_back_row(deck: str, page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto(f"{deck}?audience=leaders")
    size = "(each) => parseFloat(getComputedStyle(each).fontSize)"
    assert page.locator(".figure b").first.evaluate(size) >= FIGURE
    page.keyboard.type("3")
    page.keyboard.press("Enter")
    assert page.locator(".slide:not([hidden]) dd, .slide:not([hidden]) td").first.evaluate(size) >= BODY


def test_what_somebody_saves_is_a_word_at_the_foot_until_it_is_taken_over(
    deck: str, page: Page, school: Example
) -> None:
    page.goto(f"{deck}?audience=leaders#2")
    expect(page.locator("#offline")).to_be_hidden()
    before = page.locator("main").inner_html()
    items = shown(school.store, school.activity_id, clock.today())
    late = items[items["is_late"] & (items["status"] == "in_progress")].iloc[0]
    clerk = Actor("A-clerk", "工作人员", frozenset({Role.CLERK}))
    typed = {"percent": 99, "progress": "只差验收"}
    actions.act(school.store, clerk, school.activity_id, late["item_id"], "report", typed)
    expect(page.locator("#news")).to_contain_text("有更新")
    assert page.locator("main").inner_html() == before
    page.keyboard.press("u")
    expect(page.locator("#news")).to_be_empty()
    expect(page.locator("#place")).to_contain_text("2 / ")
    assert "只差验收" in page.content()


def test_without_the_server_20_steps_are_stepped_and_nothing_leads_away(
    school: Example, page: Page, tmp_path: Path
) -> None:
    running = served_here(school.store, Settings(tmp_path, demo=True))
    page.goto(f"http://127.0.0.1:{next(running)}/deck/{school.activity_id}?audience=leaders")
    expect(page.locator("#offline")).to_be_hidden()
    assert next(running, None) is None  # it is stopped
    expect(page.locator("#offline")).to_be_visible()
    seen = set()
    for key in ["ArrowRight"] * 10 + ["ArrowLeft"] * 10:
        page.keyboard.press(key)
        seen.add(page.get_by_role("heading", level=1).inner_text() + place(page))
    assert len(seen) == 11
    assert place(page) == "1"
    for key in ("u", "Escape"):
        page.keyboard.press(key)
    expect(page.locator("#news")).to_contain_text("连不上服务器")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


@pytest.mark.walk
def test_axe_finds_nothing_on_any_slide(deck: str, page: Page) -> None:
    wrong = []
    for audience in Audience:
        page.goto(f"{deck}?audience={audience}")
        for _ in range(page.locator(".slide").count()):
            wrong += wrong_on(page, str(audience), (DESK, PHONE))
            page.keyboard.press("ArrowRight")
    assert wrong == []
