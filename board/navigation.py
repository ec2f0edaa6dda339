"""The pages: section, title, and the question each answers."""

from typing import NamedTuple


class Entry(NamedTuple):
    """One page.

    subject: names its file, its URL and its permission `see.<subject>`. key: pressed after g, opens it. chapter: in the
    guide. side: listed only where submissions are made (unit) or collected (bureau); '' on both sides.
    """

    subject: str
    title: str
    icon: str
    question: str
    key: str
    chapter: str
    side: str = "unit"


NAVIGATION: dict[str, tuple[Entry, ...]] = {
    "总览": (
        Entry("overview", "总览", "dashboard", "走到哪一步了，眼下什么事要过问？", "z", "认识页面"),
        Entry("sittings", "会议", "slideshow", "会上定了什么，办了没有？", "h", "开会并议定", ""),
    ),
    "所属单位": (
        Entry("unit_tree", "单位", "account_tree", "下面有哪些单位，谁归谁管？", "u", "上级：单位和上报", "bureau"),
        Entry("submitted", "上报情况", "outbox", "谁报了，谁晚了，各单位走到哪一步？", "q", "上报情况", "bureau"),
        Entry("units", "各单位对比", "compare_arrows", "哪个单位和别的不一样？", "j", "各单位对比", "bureau"),
        Entry("widespread", "共性问题", "hub", "很多单位都有的是什么问题？", "o", "共性问题", "bureau"),
    ),
    "推进": (
        Entry("tasks", "工作任务", "checklist", "各项工作是不是按时？", "r", "工作任务"),
        Entry("opinions", "征求意见", "forum", "听了谁的意见，说了什么，有没有回音？", "y", "登记意见并梳理反馈"),
        Entry("talks", "谈心谈话", "diversity_3", "谁还没有和谁谈？", "t", "谈心谈话"),
        Entry("meeting", "民主生活会", "groups", "准备好了没有，会上查出了什么？", "m", "民主生活会"),
        Entry("report", "分析检查报告", "article", "报告站得住吗？", "b", "写分析检查报告"),
    ),
    "边查边改": (
        Entry(
            *("rectification", "整改台账", "assignment_turned_in", "什么晚了，谁的，为什么？", "g"),
            *("登记整改事项并办理", ""),
        ),
        Entry(
            "thread",
            "来龙去脉",
            "timeline",
            "一条意见后来怎么样了，一项整改是从哪里来的？",
            "l",
            "看一条意见、一项整改的来龙去脉",
        ),
        Entry("procedure", "程序检查", "fact_check", "有没有漏掉哪一步？", "c", "检查程序有没有漏"),
    ),
    "评议": (
        Entry("evaluation", "群众评议", "how_to_vote", "群众怎么看，哪里弱，比上次好了没有？", "p", "看评议结果"),
    ),
    "公开": (
        Entry("papers", "公文", "description", "写了什么，发了没有，现在还对不对？", "w", "起草、签发和公开公文", ""),
        Entry("publication", "通报与公开", "campaign", "向谁说了什么，什么时候说的？", "k", "登记通报与公开"),
        Entry("submissions", "上报", "send", "报上去了什么，上级收到没有？", "s", "向上级上报", ""),
    ),
    "管理": (
        Entry("imports", "数据导入", "upload_file", "我的文件进对了吗？", "d", "导入评议表"),
        Entry("admin", "系统管理", "admin_panel_settings", "账号和活动是否妥当？", "x", "账号与角色", ""),
    ),
}


def first(collects: bool) -> str:
    """The page at the root address; its own name works there, too."""
    return "submissions" if collects else "overview"


def is_listed(entry: Entry, collects: bool) -> bool:
    """Whether a page is listed on this side; it stays reachable by its URL on the other."""
    return entry.side in {"", "bureau" if collects else "unit"}


def file_of(subject: str) -> str:
    """Returns the page's file, relative to the project's root."""
    return f"pages/{subject}.py"
