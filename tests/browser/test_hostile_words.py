"""Words that would be markup, script or a formula anywhere else: every page shows them as words and runs none."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import ConsoleMessage, Dialog, Page

from board.store.store import open_store
from board.typed import printable
from tests.browser.served import start
from tests.browser.steps import open_page
from tests.hostile.fields import FIELDS
from tests.hostile.naughty import BETWEEN, strings
from tests.procedure import sound_school

pytestmark = pytest.mark.walk

# Tables and titles show the beginning of a text, so what would run stands first.
FIRST = ("<img src=x onerror=hit=1>", "[a](javascript:hit=1)", "![a](//b.c/d)", "<script>hit=1</script>")
KEPT = tuple(dict.fromkeys(text for text in map(printable, strings()) if text))
PAGES = {
    "overview": "",
    "tasks": "tasks",
    "a task": "tasks?tasks_task=T01",
    "opinions": "opinions",
    "an opinion": "opinions?opinions_opinion={opinion_id}",
    "talks": "talks",
    "meeting": "meeting",
    "a problem": "meeting?meeting_part=问题清单&meeting_problem=W-001",
    "report": "report",
    "rectification": "rectification",
    "an item": "rectification?rectification_item=R-006",
    "evaluation": "evaluation",
    "papers": "papers",
    "a paper": "papers?papers_open=Q-001",
    "publication": "publication",
    "procedure": "procedure",
    "imports": "imports",
    "admin": "admin?role=管理员",
}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The address of each page of a school in every one of whose fields somebody typed what would run."""
    data = tmp_path_factory.mktemp("hostile") / "data"
    data.mkdir()
    store = open_store(data / "demo.duckdb")
    activity_id = sound_school.build(store)
    for place, field in enumerate(FIELDS.values()):
        field.type(store, activity_id, words_for(place, field.longest), 0)
    # Of the opinions, the one that was answered; its id was drawn by chance.
    answered = store.rows("opinions/present", activity_id=activity_id)
    opinion_id = next(row["opinion_id"] for row in answered if row["theme"] and row["response"] == "declined")
    store.close()
    process, url = start(data, demo=True)
    yield {name: f"{url}/{path.format(opinion_id=opinion_id)}" for name, path in PAGES.items()}
    process.terminate()
    process.join(20)


def words_for(place: int, longest: int | None) -> str:
    """What would run, and as much of everything else as there is room for."""
    first = next(each for each in (FIRST[place % len(FIRST)], *FIRST) if len(each) <= (longest or 10**6))
    return BETWEEN.join([first, *KEPT]) if longest is None or longest > 10_000 else first


def test_nothing_that_was_typed_runs_or_reaches_out_on_any_page(page: Page, hostile: dict[str, str]) -> None:
    heard = listen(page, hostile["overview"].rstrip("/"))
    for name, address in hostile.items():
        open_page(page, address)
        page.wait_for_timeout(300)
        assert (name, page.evaluate("window.hit"), heard) == (name, None, [])
        assert page.locator("[data-testid='stException']").count() == 0


@pytest.mark.parametrize("name", ["an opinion", "an item", "a problem", "report", "a task"])
def test_a_page_shows_every_word_as_it_was_typed(page: Page, hostile: dict[str, str], name: str) -> None:
    open_page(page, hostile[name])
    shown = plain(page.evaluate(EVERY_TEXT))
    assert [text for text in KEPT if plain(text) not in shown] == []


def listen(page: Page, url: str) -> list[str]:
    """A list that fills with what a page says aloud: dialogs, complaints, and addresses that are not its server's."""
    heard: list[str] = []
    ours = (url, url.replace("http", "ws", 1), "blob:", "data:")

    def dismiss(dialog: Dialog) -> None:
        heard.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", dismiss)
    page.on("console", lambda message: heard.extend([message.text] * is_complaint(message)))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("request", lambda request: heard.extend([request.url] * (not request.url.startswith(ours))))
    return heard


def is_complaint(message: ConsoleMessage) -> bool:
    """Whether the browser complains; Streamlit asks for addresses under each page that are not there."""
    return message.type == "error" and not message.text.startswith("Failed to load resource")


# What the page holds as text, in the order it stands, forms and shadow roots included.
EVERY_TEXT = """() => {
  const said = [];
  const walk = node => {
    if (node.nodeType === 3) said.push(node.data);
    if (node.nodeName === "TEXTAREA" || node.nodeName === "INPUT") said.push(node.value);
    if (node.shadowRoot) walk(node.shadowRoot);
    if (!["SCRIPT", "STYLE"].includes(node.nodeName)) node.childNodes.forEach(walk);
  };
  walk(document.body);
  return said.join("");
}"""


def plain(text: str) -> str:
    """A text without its white space, of which a page may show less."""
    return "".join(text.split())
