"""What the people of a small school do on the screen, from its plan to the papers for the meeting."""

import re
from dataclasses import dataclass, field

from playwright.sync_api import Page, expect

from tests.browser.filling import Given, Value, fill, pick, press, save
from tests.browser.small_school import (
    MEMBERS,
    MIRRORS,
    NAME,
    OWNER,
    day,
)
from tests.browser.steps import click_row, open_page, settle, table_on

PASSWORD = "四对照四查找要说到做到"


@dataclass(frozen=True)
class People:
    """The browsers of those who work on the stage, each signed in: the office, the principal, the owner of items.

    heard: the ids under which the first opinions were registered, which are drawn by chance.
    """

    url: str
    office: Page
    head: Page
    owner: Page
    heard: list[str] = field(default_factory=list)


def on_sheet(page: Page, url: str, action: str, given: Given, said: str) -> None:
    """Open a record by its address, choose an action and carry it out."""
    open_page(page, url)
    act(page, action, given, said)


def act(page: Page, action: str, given: Given, said: str, button: str = "") -> None:
    """Choose an action on the sheet that is open and carry it out."""
    sheet = page.get_by_role("dialog")
    choice = sheet.get_by_role("radio", name=action, exact=True)
    choice.or_(sheet.get_by_role("button", name=action, exact=True)).first.click()
    settle(page)
    save(page, sheet, given, button or action, said=said)


def answer(page: Page, given: Given, button: str = "保存", said: str = "") -> None:
    """Fill in the form that stands before the page and send it off."""
    save(page, page.get_by_role("dialog"), given, button, said)


def give(page: Page, url: str, name: str, content: str, confirm: str) -> None:
    """Bring a file in."""
    open_page(page, f"{url}/imports")
    file = {"name": name, "mimeType": "text/csv", "buffer": content.encode("gb18030")}
    page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("heading", name="导入后会怎样").wait_for()
    settle(page)
    press(page, page, confirm)
    expect(page.get_by_text("已导入", exact=True)).to_be_visible(timeout=30_000)


# ── the keeper: accounts and the activity ──────────────────────────────────────────────────────────────────────────


def set_up(page: Page, url: str, code: str) -> None:
    """The first account, the activity made of the school's own plan, and accounts for two others."""
    page.goto(url)
    typed = {"一次性口令": code, "登录名": "office", "显示的名字": "办公室", "密码": PASSWORD, "再输一次密码": PASSWORD}
    for label, value in typed.items():
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_role("button", name="建立账号并登录").click()
    page.get_by_text("从哪里开始？").wait_for()
    settle(page)
    save(page, page.locator("body"), {"方案": pick(NAME), "开始日期": day(0)}, "建立活动")
    page.wait_for_selector(".band")
    open_page(page, f"{url}/admin")
    for name, who, role in (("head", MEMBERS[0], "领导"), ("owner", OWNER, "责任人")):
        press(page, page, "新建账号")
        given: Given = {
            "登录名": name,
            "显示的名字": who,
            "角色": pick(role),
            "对应的人员": pick(who),
            "密码": PASSWORD,
        }
        answer(page, given, "建立", said=f"已建立账号 {name}")


def sign_in(page: Page, url: str, name: str) -> None:
    """Sign in with an account."""
    page.goto(url)
    page.get_by_label("登录名", exact=True).fill(name)
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_selector(".band")
    settle(page)


# ── up to the meeting ──────────────────────────────────────────────────────────────────────────────────────────────


def set_the_meeting(people: People) -> None:
    """The office sets the day of the meeting."""
    page = people.office
    open_page(page, f"{people.url}/meeting")
    press(page, page, "定下开会日期")
    answer(page, {"开会日期": day(40)}, said="已定下开会日期")


def hear_opinions(people: People) -> None:
    """Two opinions by the list, two out of a file: three ways, three kinds of people, one about a member."""
    page = people.office
    open_page(page, f"{people.url}/opinions")
    press(page, page, "成批登记")
    lines: dict[str, Value] = {"收到日期": day(3), "渠道": pick("座谈会"), "来自": pick("教职工")}
    fill(page, page.get_by_role("dialog"), lines | {"意见，一行一条": "会议太多，占了备课时间\n报修没有人管"})
    press(page, page.get_by_role("dialog"), "预览")
    press(page, page.get_by_role("dialog"), "确认登记 2 条", said="已登记 2 条")
    people.heard.extend(re.findall(r"O-\d+", page.get_by_text("已登记 2 条：").first.inner_text()))
    rows = (
        "收到日期,渠道,来自,意见内容,关于谁,哪位领导,方面",
        f"{day(4)},意见箱,家长,看不到孩子每天的作业,领导班子,,方法举措",
        f"{day(4)},书面,普通群众,来访登记等得太久,领导个人,{MEMBERS[1]},工作作风",
    )
    give(page, people.url, "意见箱.csv", "\n".join(rows), "确认导入 2 条")


def sort_opinions(people: People) -> None:
    """Those that were typed are sorted one by one, those out of the file together."""
    page = people.office
    for opinion_id, aspect in zip(people.heard, ("工作作风", "制度机制"), strict=True):
        url = f"{people.url}/opinions?opinions_opinion={opinion_id}"
        on_sheet(page, url, "梳理", {"方面": pick(aspect), "主题": "会议和报修"}, f"{opinion_id} 已梳理")
    open_page(page, f"{people.url}/opinions?opinions_part=梳理")
    press(page, page, "保存 2 条的梳理", said="已梳理 2 条")


def feed_back(people: People) -> None:
    """A sheet for the group and one for the member, both signed for; and an answer to one who gave an opinion."""
    page = people.office
    open_page(page, f"{people.url}/opinions?opinions_part=反馈单")
    for to, count, sheet_id in (("领导班子", 3, "F-001"), (MEMBERS[1], 1, "F-002")):
        press(page, page, f"给{to}出反馈单（{count} 条）", said=f"已出反馈单 {sheet_id}")
        save(page, page.locator("body"), {"由谁签收": "本人"}, "交付", said=f"{sheet_id} 已交付")
    given: Given = {"怎样答复": pick("采纳"), "答复内容": "登记改成网上预约"}
    open_page(page, f"{people.url}/opinions?opinions_text=来访登记等得太久")
    click_row(page, 0)
    act(page, "答复", given, r"O-\d+ 已答复")


def talk(people: People, pairs: int) -> None:
    """Everybody who has not talked yet is registered from the list of those missing."""
    page = people.office
    open_page(page, f"{people.url}/talks")
    for left in range(pairs, 0, -1):
        page.get_by_role("radio", name=f"还没有谈 {left}").wait_for()
        table_on(page).locator(".open").first.click()
        answer(page, {"谈心日期": day(6)}, said=f"已登记谈心 K-{pairs - left + 1:03}")


def write_outlines(people: People) -> None:
    """Each member's paper, a finding under each mirror."""
    page = people.office
    open_page(page, f"{people.url}/meeting?meeting_part=发言提纲")
    press(page, page, "登记查找到的问题")
    cells = [(member, mirror) for member in MEMBERS for mirror in MIRRORS]
    for number, (member, mirror) in enumerate(cells, start=1):
        given: dict[str, Value] = {"班子成员": pick(member), "对照": pick(mirror), "方面": pick("工作作风")}
        save(
            page,
            page.get_by_role("dialog"),
            given | {"写成日期": day(7), "查找到的问题": f"{mirror}：抓得不紧"},
            said=f"已登记 G-{number:03}",
        )
