"""A form pressed twice is saved once; a page that was open while the server fell goes on at the first click."""

import re
import shutil
import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Error, Locator, Page, WebSocketRoute, expect

from board.store.store import open_store
from tests.browser.filling import fill
from tests.browser.pressing import FORMS, ITEM, RARE, Form
from tests.browser.readying import codes
from tests.browser.served import Served, start
from tests.browser.steps import choose, open_page, settle

Press = Callable[[Locator], None]
# Milliseconds: a busy machine takes its time, and nothing here is about time.
_PATIENCE = 120_000
REFUSED = re.compile("还不能|没有保存|不能办|已经")


def at_50_ms(button: Locator, times: int = 5) -> None:
    button.scroll_into_view_if_needed()
    button.page.wait_for_timeout(300)
    box = button.bounding_box()
    assert box
    for _ in range(times):
        button.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        button.page.wait_for_timeout(50)


def sent_without_a_script(button: Locator) -> None:
    """As a browser sends it that never heard of our script: no pointer tells that it is one press."""
    button.evaluate("(each) => { each.click(); each.click(); setTimeout(() => each.click(), 60); }")


def counts(data: Path, places: Mapping[str, str]) -> dict[str, int]:
    """How many rows a store that nobody has open holds in each place."""
    store = open_store(next(data.glob("*.duckdb")))
    try:
        with store._reading() as cursor:
            ask = "SELECT count(*) FROM {}".format
            return {name: int(cursor.execute(ask(place)).fetchall()[0][0]) for name, place in places.items()}
    finally:
        store.close()


def count(data: Path, table: str) -> int:
    """How many records a table of a store that nobody has open holds."""
    return counts(data, {table: table})[table]


def held_enter(button: Locator) -> None:
    """Enter, which a keyboard repeats for as long as it is held down."""
    button.focus()
    for _ in range(6):
        button.page.keyboard.down("Enter")
        button.page.wait_for_timeout(30)
    button.page.keyboard.up("Enter")


PRESSES: tuple[Press, ...] = (
    lambda button: button.dblclick(),
    lambda button: button.click(click_count=3),
    at_50_ms,
    sent_without_a_script,
    held_enter,
)


class Line:
    """A page's line to the server, which can be cut after a press was sent and before it is answered."""

    def __init__(self, page: Page) -> None:
        self._ends: tuple[WebSocketRoute, WebSocketRoute] | None = None
        self._is_answered = threading.Event()
        page.route_web_socket(re.compile("/stream$"), self._join)

    def _join(self, browser: WebSocketRoute) -> None:
        self._is_silent = False
        server = browser.connect_to_server()
        self._ends = (browser, server)

        def answer(message: str | bytes) -> None:
            if self._is_silent:
                self._is_answered.set()
            else:
                browser.send(message)

        server.on_message(answer)

    def cut_at(self, button: Locator) -> None:
        """Press, lose the line as soon as the server has begun to answer, and let the browser join again."""
        page, ends = button.page, self._ends
        assert ends
        self._is_answered.clear()
        self._is_silent = True
        button.click()
        while not self._is_answered.is_set():
            page.wait_for_timeout(20)
        for end in ends:
            end.close()
        while self._ends is ends:
            page.wait_for_timeout(20)


def pressed(page: Page, url: str, form: Form, number: int, press: Press) -> None:
    """Press a form's button in a way, and once more where a lost line left it standing; nothing is said to be wrong."""
    button = form.ready(page, url, number)
    expect(button).to_be_enabled()
    done = page.locator("[data-testid='stToast']").filter(has_text=re.compile("已(?!开放)|没有重复办理"))
    if form.shows:
        done = page.get_by_text(re.compile(form.shows))
    press(button)
    if isinstance(getattr(press, "__self__", None), Line):
        page.locator("[data-test-connection-state='CONNECTED']").wait_for()
        settle(page)
        if not done.count() and button.is_visible() and button.is_enabled():
            button.click()
            settle(page)
    else:
        expect(done.first).to_be_visible()
        settle(page)
    expect(page.get_by_text("这个页面出错了")).to_have_count(0)
    expect(page.get_by_role("alert").filter(has_text=REFUSED)).to_have_count(0)


def pressed_often(
    demo_folder: Path, folder: Path, page: Page, forms: Sequence[Form], rounds: int, presses: Sequence[Press]
) -> None:
    """Press forms in several ways in turn; each press is one deed in the trail and the rows that it is to add."""
    data, errors = Path(shutil.copytree(demo_folder, folder / "data")), list[str]()
    page.on("pageerror", lambda error: errors.append(str(error)))
    wanted: Counter[str] = Counter()
    before = counted(data, forms)
    process, url = start(data, demo=True)
    try:
        for number in range(rounds):
            for place, form in enumerate(forms):
                way = (number + place) % len(presses)
                try:
                    pressed(page, url, form, number, presses[way])
                except (AssertionError, Error) as error:
                    errors.append(f"{form.name} {number} {way}: {error}")
                wanted[form.deed] += 1
                wanted[form.deed_a_row] += form.rows
                wanted[form.table] += form.rows
    finally:
        process.terminate()
        process.join(60)
    after = counted(data, forms)
    print(f"{rounds * len(forms)} presses, {len(errors)} errors", *errors, sep="\n")
    made = {name: after[name] - before[name] for name in wanted if name}
    wrong = {name: f"{count}, not {wanted[name]}" for name, count in made.items() if count != wanted[name]}
    assert (errors, wrong) == ([], {})


def counted(data: Path, forms: Sequence[Form]) -> dict[str, int]:
    """How many deeds of each form's kind stand in the trail, and how many rows in its table."""
    kinds = {kind for form in forms for kind in (form.deed, form.deed_a_row) if kind}
    deeds = {kind: f"audit_entries WHERE kind = '{kind}'" for kind in kinds}
    return counts(data, deeds | {form.table: form.table for form in forms if form.table})


@pytest.mark.walk
def test_what_is_rarely_pressed_or_guards_itself_is_done_once(demo_folder: Path, tmp_path: Path, page: Page) -> None:
    pressed_often(demo_folder, tmp_path, page, RARE, 1, [*PRESSES, Line(page).cut_at])


@pytest.mark.walk
def test_enter_that_is_still_held_down_closes_no_dialog(served: Served, page: Page) -> None:
    make = codes(page, served.url, 0)
    make.focus()
    page.keyboard.down("Enter")
    made = page.get_by_text(re.compile("填写码已制好"))
    expect(made).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="关闭").focus()  # where it goes once the button is gone
    page.keyboard.down("Enter")
    page.keyboard.up("Enter")
    settle(page)
    expect(made).to_be_visible()


def test_a_button_that_is_reached_by_tab_takes_its_enter_at_once(read_served: Served, page: Page) -> None:
    open_page(page, f"{read_served.url}/tasks?role=工作人员")
    page.evaluate("() => { window.taken = []; addEventListener('keydown', (each) => taken.push(each.key)); }")
    page.get_by_role("button", name="添加任务").focus()
    for key in ("Enter", "Tab", "Enter"):
        page.keyboard.press(key)
    assert page.evaluate("() => taken") == ["Enter", "Tab", "Enter"]


@pytest.fixture(autouse=True)
def patient_page(page: Page) -> None:
    page.set_default_timeout(_PATIENCE)


@pytest.mark.walk
def test_300_presses_of_every_form_are_300_records(demo_folder: Path, tmp_path: Path, page: Page) -> None:
    pressed_often(demo_folder, tmp_path, page, FORMS, -(-300 // len(FORMS)), PRESSES)


@pytest.mark.walk
def test_a_press_whose_line_is_lost_is_one_record_for_every_form(demo_folder: Path, tmp_path: Path, page: Page) -> None:
    on_their_own = [form for form in FORMS if not form.name.startswith("撤销")]  # what the answer to a press offers
    pressed_often(demo_folder, tmp_path, page, on_their_own, 1, [Line(page).cut_at])


@pytest.mark.walk
def test_what_stands_open_while_the_server_falls_goes_on_at_the_first_click(
    demo_folder: Path, tmp_path: Path, page: Page
) -> None:
    data = Path(shutil.copytree(demo_folder, tmp_path / "data"))
    before = count(data, "rectification_items")
    process, url = start(data, demo=True, afresh=True)
    port = int(url.rsplit(":", 1)[1])

    def fallen() -> None:
        nonlocal process
        process.kill()
        process.join(60)
        process, _ = start(data, demo=True, port=port, afresh=True)

    is_silent = False

    def join(route: WebSocketRoute) -> None:
        if is_silent:
            route.close()
        else:
            route.connect_to_server()

    page.route_web_socket(re.compile("/live$"), join)
    try:
        open_page(page, f"{url}/rectification?role=工作人员")
        page.get_by_role("button", name="登记事项").click()
        settle(page)
        dialog = page.get_by_role("dialog")
        fill(page, dialog, ITEM)
        is_silent = True  # the page's own line is back before it hears that this is another life of the server
        fallen()
        dialog.get_by_role("button", name="保存", exact=True).click()
        page.locator("[data-test-connection-state='CONNECTED']").wait_for()
        page.wait_for_timeout(2_000)
        is_silent = False
        expect(page.locator("[data-testid='stToast']").filter(has_text="已登记整改事项")).to_be_visible()
        expect(page.get_by_role("dialog")).to_have_count(0)
        fallen()
        late = page.get_by_role("radio", name="逾期").first
        late.click()
        asked_again = page.get_by_text("请再点一次")  # where a busy machine took longer than a click is held
        expect(page.get_by_role("radio", name="逾期", checked=True).or_(asked_again).first).to_be_visible()
        if asked_again.is_visible():
            late.click()
        settle(page)
        expect(late).to_be_checked()
        expect(page).to_have_url(re.compile(quote("逾期")))
        fallen()
        page.get_by_role("link", name="谈心谈话", exact=True).click()
        expect(page.get_by_role("heading", name="谈心谈话")).to_be_visible()
    finally:
        process.terminate()
        process.join(60)
    assert count(data, "rectification_items") == before + 1


@pytest.mark.walk
def test_back_after_a_ballot_says_that_it_was_received(served: Served, page: Page) -> None:
    open_page(page, f"{served.url}/evaluation")
    page.get_by_role("button", name="网上填写").click()
    settle(page)
    page.get_by_role("combobox", name="填写方式").click()
    choose(page, page.get_by_role("option", name="公开链接"))
    page.get_by_role("button", name="开放填写").click()
    address = page.get_by_role("dialog").locator("code")
    expect(address).to_contain_text("/ballot/")
    page.goto(address.inner_text())
    groups = page.get_by_role("radiogroup")
    for place in range(groups.count()):
        groups.nth(place).get_by_role("radio").nth(0).check()
    page.get_by_role("button", name="交评议表").dblclick()
    expect(page.get_by_role("heading", name="交好了")).to_be_visible()
    page.go_back()
    expect(page.locator(".done")).to_contain_text("已经收到")
    expect(page.get_by_role("button", name="交评议表")).to_have_count(0)
