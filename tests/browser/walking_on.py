"""What the people of a small school do on the screen from the meeting to what they tell the public."""

import re
from collections.abc import Iterable, Mapping
from io import BytesIO

from docx import Document
from playwright.sync_api import Locator, Page, expect

from tests.browser.filling import Given, Value, pick, press, save
from tests.browser.small_school import ASPECTS, BRIEFING, GROUPS, MEMBERS, OWNER, SECTIONS, ballots, day, done_tasks
from tests.browser.steps import open_page, settle
from tests.browser.walking import People, act, answer, give, on_sheet


def _form(page: Page, with_text: str) -> Locator:
    return page.locator("[data-testid='stForm']").filter(has_text=with_text)


def _work(page: Page, name: str) -> None:
    page.get_by_role("button", name="办理").click()
    page.get_by_role("menuitem", name=re.compile(name)).click()
    settle(page)


# ── at the meeting, and what is mended ─────────────────────────────────────────────────────────────────────────────


def meet(people: People) -> None:
    """Who came, that the theme was stated, each member's criticism of self and of another."""
    page = people.office
    open_page(page, f"{people.url}/meeting?meeting_part=会议记录")
    page.get_by_text("登记出席", exact=True).click()
    save(page, _form(page, "其他到会的人"), dict.fromkeys(MEMBERS, pick("到会")), said="已登记出席")
    page.get_by_text("写会议记录", exact=True).click()
    save(
        page,
        _form(page, "会上说明了主题"),
        {"会上说明了主题": True, "会议记录": "按议程进行"},
        said="会议记录已保存",
    )
    pairs = [(critic, whom) for place, critic in enumerate(MEMBERS) for whom in (critic, MEMBERS[place - 1])]
    for number, (critic, whom) in enumerate(pairs):
        given: dict[str, Value] = {"提出的人": pick(critic), "对谁": pick(whom), "方面": pick(ASPECTS[number % 5])}
        save(
            page,
            _form(page, "批评内容"),
            given | {"批评内容": "抓落实要更紧"},
            "记下",
            said=f"已记下 P-{number + 1:03}",
        )


def find_problems(people: People) -> None:
    """A problem found at the meeting, traced to an opinion and made an item; two more items beside it."""
    page, at = people.office, f"{people.url}/meeting?meeting_part=问题清单"
    open_page(page, at)
    press(page, page, "登记问题")
    found: dict[str, Value] = {"具体问题": "会议多，深入课堂不够", "主观原因": "重安排、轻检查"}
    found |= {"谁的问题": pick("领导班子"), "方面": pick("工作作风"), "报告章节": pick("突出问题")}
    answer(page, found, said="已登记问题 W-001")
    on_sheet(
        page,
        f"{at}&meeting_problem=W-001",
        "连上来源",
        {"来自哪里": pick(f"意见 {people.heard[0]}")},
        "W-001 已连上来源",
    )
    who: dict[str, Value] = {"类别": pick("限期整改"), "责任人": pick(OWNER), "整改时限": day(60)}
    item = {"整改措施": "每周听课两节", "牵头领导": pick(MEMBERS[0]), "责任部门": pick("教导处"), **who}
    act(page, "转成整改事项", item, "W-001 已转成整改事项 R-001")
    open_page(page, f"{people.url}/rectification")
    press(page, page, "登记事项")
    why: dict[str, Value] = {"具体问题": "报修没有人管，作业看不到", "主观原因": "想得不细", "整改措施": "定下专人"}
    why |= {"问题来源": pick("征求意见"), "方面": pick("制度机制"), "牵头领导": pick(MEMBERS[1])}
    save(
        page,
        page.get_by_role("dialog"),
        why | who | {"来自哪些意见": pick(people.heard[1], "看不到孩子每天的作业")},
        said="已登记整改事项 R-002",
    )
    columns = "问题来源,方面,具体问题,主观原因,整改措施,类别,牵头领导,责任人,查出日期,整改时限"
    row = f"发言提纲,能力素质,教研不深,学得不够,每月一次教研,限期整改,{MEMBERS[2]},{OWNER},{day(14)},{day(60)}"
    give(page, people.url, "整改台账.csv", f"{columns}\n{row}", "确认导入 1 项")


# ── the report ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _report(texts: Iterable[tuple[str, str]]) -> bytes:
    """A report written in Word."""
    document, held = Document(), BytesIO()
    for section, text in texts:
        document.add_heading(section, 1)
        document.add_paragraph(text)
    document.save(held)
    return held.getvalue()


def _begin_version(page: Page, url: str, button: str, number: int, version_id: str) -> None:
    open_page(page, f"{url}/report")
    press(page, page, button)
    answer(page, {"成稿日期": day(number)}, "起草", said=f"已起草 {version_id}")


def draft(people: People, said: Mapping[str, str]) -> None:
    """The draft out of Word, its problem linked; and the version that others are asked about."""
    page = people.office
    _begin_version(page, people.url, "起草初稿", 17, "B1")
    press(page, page, "导入 Word")
    texts = [(section, said.get(section, "实事求是，说到做到。")) for section in SECTIONS]
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    file = {"name": "报告.docx", "mimeType": word, "buffer": _report(texts)}
    page.get_by_role("dialog").locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_text("要写进").wait_for()
    settle(page)
    press(page, page.get_by_role("dialog"), "写进这一版", said=f"已从文件写进 B1 的 {len(SECTIONS)} 部分")
    open_page(page, f"{people.url}/report?report_part=问题")
    press(page, page, "连到各部分")
    answer(page, {"突出问题": pick("W-001")}, said="已连好")
    _begin_version(page, people.url, "起草下一版", 19, "B2")


def consult(people: People) -> None:
    """Party members, staff and parents are heard; one makes a point."""
    page = people.office
    open_page(page, f"{people.url}/report?report_part=听取意见")
    for number, group in enumerate(GROUPS, start=1):
        press(page, page, "登记听取")
        heard: Given = {"听取谁": pick(group), "方式": "座谈会", "日期": day(21), "人数": 9}
        answer(page, heard, said=f"已登记 H-{number:03}")
    press(page, page, "登记意见")
    save(
        page, page.get_by_role("dialog"), {"意见": "任务要写明时间", "哪一部分": pick("重点任务")}, said="已登记 D-001"
    )


def finish_report(people: People) -> None:
    """The point is answered by a change in the next version, which the principal makes the final one."""
    page = people.office
    _begin_version(page, people.url, "起草下一版", 38, "B3")
    open_page(page, f"{people.url}/report")
    place = SECTIONS.index("重点任务")
    page.get_by_role("button", name="写这一部分", exact=True).nth(place).click()
    settle(page)
    save(
        page,
        page.get_by_role("dialog"),
        {"正文": "年底以前，每项任务都办好。", "这一版为什么改": "写明时间"},
        said="B3 的“重点任务”已保存",
    )
    url = f"{people.url}/report?report_part=听取意见&report_point=D-001"
    said: Given = {"怎样答复": pick("已修改"), "改在哪一版": pick("B3"), "怎么改的，或为什么不采纳": "写明了时间"}
    open_page(page, url)
    act(page, "答复", said, "D-001 已答复", "保存")
    open_page(people.head, f"{people.url}/report")
    press(people.head, people.head, "定稿")
    press(people.head, people.head.get_by_role("dialog"), "定稿", said="B3 已定稿")


# ── the people's judgment, mending done, and telling of it ─────────────────────────────────────────────────────────


def evaluate(people: People) -> None:
    """A round is opened, forms are given out, the ballots come in as a file, the round is closed."""
    page = people.office
    open_page(page, f"{people.url}/evaluation")
    press(page, page, "开一轮评议")
    save(
        page,
        page.get_by_role("dialog"),
        {"轮次名称": "群众评议", "评议对象": "分析检查报告"},
        "开始",
        said="已开始“群众评议”",
    )
    press(page, page, "登记发放")
    answer(page, {f"{group}　纸质": 10 for group in GROUPS}, said="发放数已登记")
    give(page, people.url, "评议表.csv", ballots(), "确认导入 24 张")
    open_page(page, f"{people.url}/evaluation")
    press(page, page, "结束评议")
    press(page, page.get_by_role("dialog"), "结束评议", said="“群众评议”已结束")


def _batch(page: Page, action: str, given: Given) -> None:
    _work(page, "批量办理")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("radio", name=action, exact=True).click()
    settle(page)
    save(page, dialog, given, "预览")
    press(page, dialog, f"确认{action} 3 项", said=f"已{action} 3 项")


def mend(people: People) -> None:
    """The owner begins and finishes the items; the principal closes them with what people think of the result."""
    open_page(people.owner, f"{people.url}/rectification")
    _batch(people.owner, "启动", {})
    _batch(people.owner, "提交验收", {"佐证材料": "听课记录、报修登记"})
    open_page(people.head, f"{people.url}/rectification")
    _batch(people.head, "销号", {"群众评价": pick("满意")})


def tell(people: People) -> None:
    """The briefing meeting, the report and the result in public; and every task of the plan is done."""
    page = people.office
    open_page(page, f"{people.url}/rectification")
    _work(page, "会议")
    answer(page, {"会议类型": pick(BRIEFING), "议题": "通报评议结果"}, said="已标记会议")
    open_page(page, f"{people.url}/publication")
    for number, what in enumerate(("分析检查报告", "评议结果"), start=1):
        press(page, page, "登记公开")
        told_to: dict[str, Value] = {"公开什么": pick(what), "标题": what, "公开日期": day(40)}
        told_to |= {"在哪里公开": "公开栏", "向谁公开": "全体教职工和家长代表"}
        answer(page, told_to, said=f"已登记 N-{number:03}")
    give(page, people.url, "工作任务.csv", done_tasks(), "确认导入 18 项")


def call_done(people: People) -> None:
    """The principal calls every phase done: nothing stands in the way, so no reason is asked for."""
    page = people.head
    open_page(page, f"{people.url}/procedure")
    for left in (3, 2, 1):
        expect(page.get_by_role("button", name="标记完成")).to_have_count(left)
        page.get_by_role("button", name="标记完成").first.click()
        press(page, page.get_by_role("dialog"), "确定", said="已标记完成")
