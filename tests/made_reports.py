"""Made reports with the truth beside each figure: clean as written, untrue where one figure or name is changed.

A sentence is written with its figures in braces, each with the name under which `UNTRUE` gives what to put instead:
{46:all}. Clean, the braces go; planted, one of them is exchanged.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from board.truth.check import Records
from board.truth.facts import Facts, Rate
from board.truth.ledgers import Fact
from board.truth.units import Names

DAY = date(2026, 12, 14)
_GIVERS = {"教职工": 15, "家长": 20, "普通群众": 5, "党员": 4, "学生": 2}
_CHANNELS = {"座谈会": 21, "意见箱": 9, "书面": 6, "谈心": 4, "网络": 5, "电话": 1}
_ASPECTS = {"思想观念": 6, "能力素质": 8, "工作作风": 10, "方法举措": 12, "制度机制": 10}
_GROUPS = {"党员": (20, 18), "教职工": (50, 46), "家长": (152, 126), "普通群众": (6, 4)}
_FACTS = {
    "opinion": {
        "": 46,
        **_GIVERS,
        **_CHANNELS,
        **_ASPECTS,
        "领导班子": 38,
        "领导个人": 8,
        "已梳理": 40,
        "已反馈": 36,
        "已答复": 30,
        "转整改": 26,
        "家长 座谈会": 9,
        "家长 已反馈": 15,
    },
    "criticism": {"": 31, "自我批评": 11, "相互批评": 20},
    "talk": {"": 38, "成员之间": 10, "年级": 20, "普通教师": 8},
    "ballot": {
        "第一轮 发出": 224,
        "第一轮 收回": 181,
        "第一轮 有效": 178,
        "第一轮 废票": 3,
        "第二轮 发出": 228,
        "第二轮 收回": 194,
        "第二轮 有效": 190,
        "第二轮 废票": 4,
        **{f"第二轮 发出 {group}": given for group, (given, _) in _GROUPS.items()},
        **{f"第二轮 收回 {group}": returned for group, (_, returned) in _GROUPS.items()},
    },
    "meeting": {"座谈会": 2, "领导小组会议": 3, "专题民主生活会": 1},
    "item": {
        "": 24,
        "立行立改": 9,
        "限期整改": 11,
        "创造条件整改": 4,
        "销号": 8,
        "完成": 10,
        "待验收": 2,
        "整改中": 12,
        "未启动": 2,
        "逾期": 3,
        "立行立改 销号": 7,
    },
    "problem": {"": 12, "领导班子": 9, "领导个人": 3, "当前能解决": 5, "制度机制": 4},
    "heard": {"报告 党员": 18, "报告 教职工": 41, "报告 家长": 30},
    "member": {"": 5},
    "outline": {"": 5},
}
_RATES = (
    ("回收率", "第一轮", 181, 224),
    ("回收率", "第二轮", 194, 228),
    ("回收率", "第二轮 党员", 18, 20),
    ("有效率", "第二轮", 190, 194),
    ("优良率", "第二轮", 1_301, 1_490),
    ("优良率", "第二轮 原因分析", 118, 183),
    ("优良率", "第一轮 原因分析", 101, 172),
    ("销号率", "", 8, 24),
    ("整改完成率", "", 10, 24),
    ("反馈率", "", 36, 46),
)
_OF_OPINIONS = {word: word for word in (*_GIVERS, *_CHANNELS, *_ASPECTS)}
FACTS = Facts(
    DAY,
    tuple(
        Fact(thing, frozenset(traits.split()), value, f"{thing} {traits}")
        for thing, counts in _FACTS.items()
        for traits, value in counts.items()
    ),
    tuple(Rate(name, frozenset(traits.split()), part, base, f"{name} {traits}") for name, traits, part, base in _RATES),
    {
        "opinion": _OF_OPINIONS,
        "problem": {word: word for word in _ASPECTS},
        "ballot": {word: word for word in _GROUPS} | {"原因分析透不透": "原因分析", "原因分析": "原因分析"},
        "meeting": {word: word for word in ("座谈会", "领导小组会议", "专题民主生活会")},
        "heard": {word: word for word in _GROUPS},
    },
)
RECORDS = Records(
    names=Names("嘉泽中心小学（示例）", "优化管理上水平，建设和谐新嘉小 区教育局 嘉泽镇党委"),
    known=(FACTS,),
    on=lambda day: FACTS if day == DAY else None,
    partitions=(list(_GIVERS), ("立行立改", "限期整改", "创造条件整改"), ("领导班子", "领导个人")),
)

WRITTEN: dict[str, dict[str, tuple[str, ...]]] = {
    "甲": {
        "突出问题": (
            "嘉泽中心小学坐落在嘉泽镇，现有 36 个班、1,520 名学生、98 名教师。",
            "活动开展以来，我校通过召开座谈会、设置意见箱等形式广泛听取各方面声音，共征求到意见和建议{46:all}条，"
            "其中教职工{15:staff}条、家长{20:parents}条、普通群众{5:public}条、党员{4:party}条、学生{2:pupils}条。",
            "收到的意见里，关于领导班子的{38:group}条，关于领导个人的{8:member}条。",
            "目前已梳理意见{40:sorted}条，已反馈{36:fed_back}条。",
            "班子成员之间开展谈心谈话{10:talk_members}次，与各年级组谈心{20:talk_grades}次。",
            "查摆出{12:problems}个问题。",
        ),
        "原因分析": (
            "有三成教师住在城里，放学以后和家长见面的时间少。",
            "民主生活会上，自我批评{11:self}条，相互批评{20:others}条。",
            "从 3 月到 6 月，5 个年级的作业抽查出 17 处错漏，没有一处写进教研记录。",
        ),
        "主要思路": ("今后每学期召开家长座谈会 4 次，争取征求意见 100 条以上。", "用两到三年补齐 8 间专用教室。"),
    },
    "乙": {
        "突出问题": (
            "先后召开座谈会{两:forums}次，领导小组会议{三:meetings}次。",
            "座谈会上，收到意见{21:forum}条。",
            "意见箱收到意见{９:box}条，网络收到意见{五:net}条。",
            "共梳理问题{十二:problems}个，其中领导班子{9:about_group}个、领导个人{3:about_member}个。",
            "当前能解决的问题{5:now}个。",
            "问卷问到的 200 名家长里，有 50%的人每天陪写作业超过一小时。",
        ),
        "重点任务": (
            "整改台账共列出整改事项{24:items}项，其中立行立改{9:immediate}项、限期整改{11:dated}项、创造条件整改{4:deferred}项。",
            "已销号{8:closed}项，待验收{2:submitted}项，逾期{3:late}项。",
            "截至12月14日，整改事项已销号{8:closed_on}项。",
            "计划明年新建塑胶操场 1 片，整改事项销号 20 项以上。",
            "书架添到 12 个，图书由 3 万册增加到 4 万册。",
        ),
        "保障措施": ("领导班子成员{5:members}名，由校长带头，分头联系各年级。", "第三季度前完成第 4 号楼的电路检修。"),
    },
    "丙": {
        "突出问题": (
            "第一轮发出评议表{224:given1}份，收回{181:returned1}份，回收率{80.8%:rate1}。",
            "第二轮发放评议表２２８份，收回评议表{１９４:returned2}份，有效评议表{190:valid2}份，废票{4:void2}份。",
            "第二轮回收率{85.1%:rate2}，有效率为{97.9%:valid_rate}。",
            "第二轮“原因分析透不透”优良率只有{64.5%:causes}。",
            "回收率{90.0%(18/20):party_rate}的是党员，大家很认真。",
        ),
        "原因分析": (
            "{九成以上:most}的家长意见没有直接说到班子，这说明我们听得还不够细。",
            "{25 人中有 17 人认为培训机会少，占 68%:trained}。",
            "参加评议的家长代表 32 人，满意率{81.3%:possible}。",
            "党员 8 人、教师 22 人、家长 15 人，合计{45:sum}人参加了座谈。",
        ),
        "目标原则": (
            "对照先进学校的经验，我们到城关小学参观了两次，收获 30 条做法。",
            "三年内骨干教师达到百分之四十。",
        ),
    },
    "丁": {
        "突出问题": (
            "就征求意见稿听取党员{18:heard_party}人、教职工{41:heard_staff}人的看法。",
            "意见反馈率达到{78.3%:fed_rate}，整改事项销号率{三分之一:closing}左右。",
            "{七成多:fed_share}的意见已反馈。",
            "立行立改事项已销号{七:now_closed}项。",
            "班子成员撰写发言提纲{5:outlines}份。",
            "家长提出的意见共{20:parents_words}条。",
            "全体意见{一:nothing}一梳理，{大部分:all_fed}意见已反馈。",
        ),
        "主要思路": (
            "按照区教育局和嘉泽镇党委的部署，{我校:unit}从六个方面推进 12 项任务。",
            "围绕影响{学校:unit2}和谐稳定的问题，三个年级先试，一年见效。",
        ),
        "保障措施": (
            "{嘉泽中心小学:unit3}党支部每月听取一次汇报，全年不少于 12 次。",
            "学习{兄弟学校:unit4}的做法，拿出 20%的公用经费用在图书上。",
        ),
    },
}
# What is put in a brace's place, and the kind of finding that it must raise.
UNTRUE: dict[str, tuple[tuple[str, str], ...]] = {
    "all": (("64", "figure"), ("三百二十一", "figure"), ("100多", "figure")),
    "staff": (("25", "figure"),),
    "parents": (("２４", "figure"),),
    "public": (("50", "figure"),),
    "group": (("28", "figure"),),
    "member": (("18", "figure"),),
    "sorted": (("46", "figure"),),
    "fed_back": (("63", "figure"),),
    "talk_members": (("20", "figure"),),
    "talk_grades": (("四十", "figure"),),
    "problems": (("21", "figure"), ("十五", "figure")),
    "self": (("15", "figure"),),
    "others": (("30", "figure"),),
    "forums": (("五", "figure"),),
    "meetings": (("4", "figure"),),
    "forum": (("12", "figure"),),
    "box": (("１９", "figure"),),
    "net": (("十五", "figure"),),
    "about_group": (("7", "figure"),),
    "about_member": (("6", "figure"),),
    "now": (("8", "figure"),),
    "items": (("26", "figure"), ("42", "figure")),
    "immediate": (("6", "figure"),),
    "closed": (("18", "figure"), ("二十", "figure")),
    "submitted": (("5", "figure"),),
    "late": (("两", "figure"),),
    "closed_on": (("12", "figure"),),
    "members": (("7", "figure"),),
    "given1": (("240", "figure"),),
    "returned1": (("211", "figure"),),
    "rate1": (("90.8%", "sum"),),
    "returned2": (("２１４", "figure"),),
    "valid2": (("194", "figure"),),
    "void2": (("9", "figure"),),
    "rate2": (("95.1%", "rate"), ("百分之九十五点一", "rate")),
    "valid_rate": (("99.9%", "rate"),),
    "causes": (("84.5%", "rate"),),
    "party_rate": (("95.0%(18/20)", "rate"), ("90.0%(27/30)", "rate")),
    "trained": (("25 人中有 17 人认为培训机会少，占 78%", "sum"),),
    "possible": (("81.5%", "impossible"),),
    "sum": (("54", "sum"),),
    "heard_party": (("38", "figure"),),
    "heard_staff": (("50", "figure"),),
    "fed_rate": (("98.3%", "rate"),),
    "closing": (("90%", "rate"),),
    "fed_share": (("九成以上", "rate"), ("全部", "rate")),
    "now_closed": (("九", "figure"),),
    "outlines": (("6", "figure"),),
    "parents_words": (("31", "figure"),),
    "unit": (("城关小学", "unit"), ("阳光小学", "unit")),
    "unit2": (("城关小学", "unit"), ("湟里镇中心小学", "unit")),
    "unit3": (("城东街道", "unit"), ("红星幼儿园", "unit")),
}
_BRACE = re.compile(r"\{([^{}:]+):(\w+)\}")


@dataclass(frozen=True)
class Planted:
    """A report with one untruth in it. `truth`: what stood there before; `kind`: of the finding it must raise."""

    report: str
    name: str
    sections: dict[str, str]
    section: str
    untruth: str
    truth: str
    kind: str


def clean(report: str) -> dict[str, str]:
    """A report as it is true: section → text."""
    return {section: _BRACE.sub(r"\1", "".join(said)) for section, said in WRITTEN[report].items()}


def planted() -> Iterator[Planted]:
    """Every report with each of its untruths, one at a time."""
    for report, sections in WRITTEN.items():
        for section, said in sections.items():
            for match in _BRACE.finditer("".join(said)):
                for untruth, kind in UNTRUE.get(match[2], ()):
                    text = "".join(said)
                    text = text[: match.start()] + untruth + text[match.end() :]
                    changed = {**clean(report), section: _BRACE.sub(r"\1", text)}
                    yield Planted(report, match[2], changed, section, untruth, match[1], kind)
