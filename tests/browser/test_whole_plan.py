"""The whole plan walked on the screen, from 工作方案 to 通报: the pages agree all the way, and every rule is kept."""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import small_school, walking, walking_on
from tests.browser.served import start
from tests.browser.steps import open_page
from tests.browser.telling import disagreeing, told
from tests.browser.walking import People

pytestmark = pytest.mark.walk

_SAID = {"突出问题": "征求到意见 4 条，谈心 9 次，会上查出问题 1 个。"}
PAIRS = 9
# Stage by stage: what is done, the pages that tell of it beside 总览 and 程序检查, and what all of them have to say.
STAGES: tuple[tuple[Callable[[People], None], tuple[str, ...], Mapping[str, str]], ...] = (
    (walking.set_the_meeting, (), {"意见": "0", "要谈的对": "9", "提纲的格": "12", "事项": "0", "程序": "41"}),
    (walking.hear_opinions, ("opinions",), {"意见": "4", "梳理的意见": "0", "反馈的意见": "0"}),
    (walking.sort_opinions, ("opinions",), {"梳理的意见": "4", "反馈的意见": "0"}),
    (walking.feed_back, ("opinions",), {"反馈的意见": "4", "反馈单": "2"}),
    (lambda people: walking.talk(people, PAIRS), ("talks",), {"谈了的对": "9"}),
    (walking.write_outlines, ("meeting",), {"填了的格": "12", "谈了的对": "9", "反馈的意见": "4"}),
    (walking_on.meet, ("meeting",), {"问题": "0"}),
    (walking_on.find_problems, ("meeting", "rectification"), {"问题": "1", "转整改的问题": "1", "事项": "3"}),
    (lambda people: walking_on.draft(people, _SAID), (), {"对报告的意见": "0"}),
    (walking_on.consult, ("report",), {"对报告的意见": "1", "答复的对报告的意见": "0"}),
    (walking_on.finish_report, ("report",), {"答复的对报告的意见": "1", "未通过的程序": "0"}),
    (
        walking_on.evaluate,
        ("evaluation",),
        {"发出的评议表": "30", "收回的评议表": "24", "优良率": "100.0%", "建议": "3"},
    ),
    (walking_on.mend, ("rectification",), {"销号的事项": "3", "完成整改的事项": "3", "逾期的事项": "0"}),
    (walking_on.tell, ("tasks", "publication"), {"完成的任务": "18", "公开的材料": "2"}),
)


@pytest.fixture
def people(tmp_path: Path, browser: Browser, browser_context_args: dict[str, object]) -> Iterator[People]:
    """A school that begins: its plan made an activity, three people signed in."""
    data = tmp_path / "data"
    small_school.keep_plan(data)
    process, url = start(data, demo=False)
    pages = [browser.new_context(**browser_context_args).new_page() for _ in range(3)]  # type: ignore[arg-type]
    try:
        for page in pages:
            page.set_default_timeout(60_000)
        code = re.search(r"口令：(\S+)", (tmp_path / "server.log").read_text("utf-8"))
        assert code
        walking.set_up(pages[0], url, code[1])
        walking.sign_in(pages[1], url, "head")
        walking.sign_in(pages[2], url, "owner")
        office, head, owner = pages
        yield People(url, office, head, owner)
    finally:
        for page in pages:
            page.context.close()
        process.terminate()
        process.join(20)


def test_the_plan_is_walked_from_the_first_task_to_the_public_and_every_page_agrees(people: People) -> None:
    for work, subjects, expected in STAGES:
        work(people)
        found = told(people.head, people.url, "overview", "procedure", *subjects)
        name = getattr(work, "__name__", "")
        assert disagreeing(found) == {}, name
        assert {what: set(found[what].values()) for what in expected} == {
            what: {number} for what, number in expected.items()
        }, name
    found = told(people.head, people.url, "overview", "procedure")
    assert set(found["通过的程序"].values()) == set(found["程序"].values()) == {"41"}
    walking_on.call_done(people)
    open_page(people.head, people.url)
    assert people.head.locator(".ribbon").inner_text().count("已完成") == 3
