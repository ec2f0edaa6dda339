"""The numbers that each page tells, by what they count: what two pages call the same has to be the same."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

from playwright.sync_api import Page
from python_calamine import CalamineWorkbook

from tests.browser.steps import open_page, settle

Told = Iterator[tuple[str, str]]
# What the sentences of 程序检查 count, by what they say before, between and after their numbers.
_SENTENCES = {
    r"(\d+) 条意见，已梳理 (\d+) 条": ("意见", "梳理的意见"),
    r"(\d+) 条意见，反馈 (\d+) 条；反馈单 (\d+) 张": ("意见", "反馈的意见", "反馈单"),
    r"查出 (\d+) 个问题": ("问题",),
    r"(\d+) 个问题，落到整改事项的 (\d+) 个": ("问题", "转整改的问题"),
    r"听到 (\d+) 点意见，已答复 (\d+) 点": ("对报告的意见", "答复的对报告的意见"),
    r"(\d+) 格，已填 (\d+) 格": ("提纲的格", "填了的格"),
    r"发出 (\d+) 张，收回 (\d+) 张": ("发出的评议表", "收回的评议表"),
    r"收到意见和建议 (\d+) 条": ("建议",),
    r"逾期 (\d+) 项": ("逾期的事项",),
}


def told(page: Page, url: str, *subjects: str) -> dict[str, dict[str, str]]:
    """What the pages tell: what is counted → the page → the number."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for subject in subjects:
        open_page(page, f"{url}/{subject}")
        for name, number in PAGES[subject](page):
            found[name][f"{subject} {len(found[name])}"] = number
    return found


def disagreeing(found: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """What is told in more than one way."""
    return {name: pages for name, pages in found.items() if len(set(pages.values())) > 1}


def tabs(page: Page) -> dict[str, str]:
    """The views a page offers, each with how many rows it holds."""
    names = [each.get_attribute("aria-label") or each.inner_text() for each in page.get_by_role("radio").all()]
    found = [re.match(r"(\S+)\s+(\d+)", name) for name in names]
    return {each[1]: each[2] for each in found if each}


def cards(page: Page) -> dict[str, tuple[str, str]]:
    """The figures at the top: what each is called, its value, and the whole of what stands on its card."""
    found = {}
    for card in page.locator(".figure-card").all():
        label, value = (card.locator(part).inner_text().strip() for part in (".name", ".value"))
        found[label] = (value, card.inner_text())
    return found


def _numbers(pattern: str, text: str) -> tuple[str, ...]:
    found = re.search(pattern, text)
    assert found, (pattern, text)
    return found.groups()


def _of(value: str) -> tuple[str, ...]:
    return _numbers(r"(\d+) / (\d+)", value)


def _rows(page: Page, position: int = 0) -> list[list[str]]:
    """The rows of what a page hands out as Excel."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name="导出 Excel").nth(position).click()
    book = CalamineWorkbook.from_filelike(BytesIO(Path(waiting.value.path()).read_bytes()))
    settle(page)
    return [[str(cell) for cell in row] for row in book.get_sheet_by_index(0).to_python()]


def _overview(page: Page) -> Told:
    shown = cards(page)
    yield from zip(("完成的任务", "任务"), _of(shown["工作任务"][0]), strict=True)
    fed_back, opinions = _of(shown["征求意见"][0])
    (waiting,) = _numbers(r"(\d+) 条待梳理", shown["征求意见"][1])
    yield from {"反馈的意见": fed_back, "意见": opinions, "梳理的意见": str(int(opinions) - int(waiting))}.items()
    yield from zip(("销号的事项", "事项"), _of(shown["整改销号"][0]), strict=True)
    yield "完成整改的事项", _numbers(r"整改完成 (\d+) 项", shown["整改销号"][1])[0]
    yield "逾期的事项", shown["整改逾期"][0]
    yield "优良率", shown["群众评议优良率"][0]
    yield from zip(("通过的程序", "程序"), _of(shown["程序检查"][0]), strict=True)
    note = shown["程序检查"][1]
    yield "未通过的程序", "0" if "没有未通过" in note else _numbers(r"(\d+) 条未通过", note)[0]
    for phase, failed in re.findall(r"(\S+)\n[^\n]*?(\d+) 条程序未通过", page.locator(".ribbon").inner_text()):
        yield f"{phase}未通过的程序", failed


def _procedure(page: Page) -> Told:
    shown = tabs(page)
    yield from {"程序": shown["全部"], "通过的程序": shown["通过"], "未通过的程序": shown["未通过"]}.items()
    by_failure = [_of(each) for each in page.get_by_role("button", name=re.compile("条通过")).all_inner_texts()]
    yield "通过的程序", str(sum(int(passed) for passed, _ in by_failure))
    yield "程序", str(sum(int(count) for _, count in by_failure))
    for phase, failed in re.findall(r"([^\s✕]+)\s+(\d+) 条未通过", "\n".join(page.locator("p").all_inner_texts())):
        yield f"{phase}未通过的程序", failed
    pairs = [0, 0]
    for said in (cell for row in _rows(page) for cell in row):
        for pattern, names in _SENTENCES.items():
            found = re.search(pattern, said)
            yield from zip(names, found.groups(), strict=True) if found else ()
        talked = re.search(r"要谈 (\d+) 对，已谈 (\d+) 对", said)
        pairs = [pairs[at] + int(talked[at + 1]) for at in (0, 1)] if talked else pairs
    yield from zip(("要谈的对", "谈了的对"), map(str, pairs), strict=True)


def _tasks(page: Page) -> Told:
    shown = tabs(page)
    yield from {"任务": shown["全部"], "完成的任务": shown["已完成"]}.items()
    phases = [_of(each) for each in page.locator("[data-testid='stProgress']").all_inner_texts()]
    yield "任务", str(sum(int(count) for _, count in phases))
    yield "完成的任务", str(sum(int(done) for done, _ in phases))


def _opinions(page: Page) -> Told:
    shown = tabs(page)
    yield from zip(("意见", "梳理的意见", "反馈的意见"), map(shown.get, ("全部", "已梳理", "已反馈")), strict=True)


def _talks(page: Page) -> Told:
    yield from zip(
        ("要谈的对", "谈了的对"),
        _numbers(r"应谈 (\d+) 对，谈了 (\d+) 对", page.locator(".answer").inner_text()),
        strict=True,
    )


def _meeting(page: Page) -> Told:
    found = re.search(r"查出问题 (\d+) 个", page.locator(".answer").inner_text())
    yield "问题", found[1] if found else "0"
    for row in _rows(page):
        yield from _ready(row)
    page.get_by_role("radio", name="发言提纲").click()
    settle(page)
    totals = [_of(each) for each in page.locator("tbody .total").all_inner_texts()]
    yield "填了的格", str(sum(int(done) for done, _ in totals))
    yield "提纲的格", str(sum(int(wanted) for _, wanted in totals))


def _ready(row: list[str]) -> Told:
    names = {
        "意见梳理完": ("梳理的意见", "意见"),
        "意见反馈到班子和个人": ("反馈的意见", "意见"),
        "谈心都谈到": ("谈了的对", "要谈的对"),
        "发言提纲写齐": ("填了的格", "提纲的格"),
    }
    if row[0] in names:
        yield from zip(names[row[0]], _of(row[2]), strict=True)


def _report(page: Page) -> Told:
    value, whole = cards(page)["未答复的意见"]
    (points,) = _numbers(r"共 (\d+) 条", whole)
    yield from {"对报告的意见": points, "答复的对报告的意见": str(int(points) - int(value))}.items()


def _rectification(page: Page) -> Told:
    shown = tabs(page)
    names = {"事项": "全部", "销号的事项": "已销号", "逾期的事项": "逾期"}
    yield from ((name, shown[view]) for name, view in names.items())
    yield "完成整改的事项", str(int(shown["已销号"]) + int(shown["待验收"]))


def _evaluation(page: Page) -> Told:
    shown = cards(page)
    yield from {"发出的评议表": shown["发出"][0], "收回的评议表": shown["收回"][0]}.items()
    yield "优良率", shown["总体评价优良率"][0]


def _publication(page: Page) -> Told:
    yield "公开的材料", tabs(page)["已公开"]


PAGES: dict[str, Callable[[Page], Told]] = {
    "overview": _overview,
    "procedure": _procedure,
    "tasks": _tasks,
    "opinions": _opinions,
    "talks": _talks,
    "meeting": _meeting,
    "report": _report,
    "rectification": _rectification,
    "evaluation": _evaluation,
    "publication": _publication,
}
