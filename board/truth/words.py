"""The words by which the truth check identifies what a number in a report counts, and what each means. Pure.

Any other word around a number, unless it is one of the activity's own, may narrow it down in an unknown way: then the
number is ignored.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache


@dataclass(frozen=True)
class Thing:
    """Something that reports count: its nouns, its measure words, and its traits, each with the words for it.

    The trait "" is none: its words narrow nothing down for this thing. `soft`: words that may mean a trait or nothing
    (梳理意见 46 条: sorted ones, or all received).
    """

    nouns: str
    measures: tuple[str, ...]
    traits: Mapping[str, str] = field(default_factory=dict)
    soft: Mapping[str, str] = field(default_factory=dict)
    needs_trait: bool = False


_ABOUT = {
    "领导班子": "对领导班子 领导班子的 关于领导班子 班子集体 对班子",
    "领导个人": "领导个人 对个人 班子成员个人 关于个人",
}
# 领导班子 may be whom they are about, or who collected them.
_GROUP = {"领导班子": "领导班子 班子"}

THINGS: Mapping[str, Thing] = {
    "opinion": Thing(
        "意见和建议 意见建议 意见 建议",
        ("条", "件"),
        {
            "已梳理": "已梳理 梳理完毕",
            "已反馈": "已反馈 反馈给 反馈到位 作了反馈 反馈完毕",
            "已答复": "已答复 答复 已回复 回复 已回应 有回音",
            "转整改": "转为整改事项 转整改 转成整改事项 列入整改 纳入整改",
            "采纳": "已采纳 采纳 吸收",
            "不采纳": "不采纳 未采纳 没有采纳",
            **_ABOUT,
        },
        {"已梳理": "梳理 归纳 整理", "已反馈": "反馈", **_GROUP},
    ),
    "criticism": Thing(
        "批评意见 自我批评意见 相互批评意见 自我批评 相互批评 批评",
        ("条",),
        {"自我批评": "自我批评", "相互批评": "相互批评 互相批评", "": "民主生活会 专题民主生活会"},
    ),
    "talk": Thing(
        "交心谈心 谈心谈话 谈心交流 谈心活动 谈心 谈话",
        ("次", "人次", "场"),
        {
            "成员之间": "班子成员之间 成员之间 领导之间 班子成员相互 班子内部",
            "年级": "与年级组 与各年级 同各年级 与各年级组 同年级组",
            "普通教师": "与普通教师 同普通教师",
        },
    ),
    "ballot": Thing(
        "评议表 征评表 测评表 评议票 有效票 废票",
        ("份", "张", "票"),
        {
            "发出": "发出 发放 下发 印发",
            "收回": "收回 回收 交回",
            "有效": "有效 有效票",
            "废票": "废票 无效 作废",
            "纸质": "纸质",
            "网上": "网上 线上 电子",
        },
        needs_trait=True,
    ),
    "meeting": Thing("", ("次", "场", "个"), needs_trait=True),
    "item": Thing(
        "整改事项 整改任务 整改问题 事项",
        ("项", "件", "个", "条"),
        {
            "销号": "已销号 销号 办结 已办结",
            "完成": "整改完成 完成整改 已完成 完成",
            "待验收": "待验收",
            "整改中": "整改中 正在整改 正在推进",
            "未启动": "未启动 没有启动",
            "逾期": "逾期",
            "立行立改": "立行立改",
            "限期整改": "限期整改",
            "创造条件整改": "创造条件整改",
        },
    ),
    "problem": Thing(
        "问题",
        ("个", "条", "项"),
        {**_ABOUT, "当前能解决": "当前能解决 当前能解决的 马上能解决 能立即解决"},
        _GROUP,
    ),
    "heard": Thing("听取", ("人", "名", "位"), {"": "意见 意见和建议 建议"}, needs_trait=True),
    "member": Thing("领导班子成员 班子成员 校级领导", ("人", "名", "位")),
    "outline": Thing("发言提纲 对照检查提纲", ("份", "篇"), {"": "班子成员 领导班子成员"}),
}
# Words for traits that only one thing has, so that its noun may be left out.
_IMPLIED = dict.fromkeys(("立行立改", "限期整改", "创造条件整改", "已销号", "销号", "待验收"), "item")

# A rate's word in reports → its name in the product, and the thing it is about.
RATES: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(("回收率", "收回率"), ("回收率", "ballot")),
    "有效率": ("有效率", "ballot"),
    "优良率": ("优良率", "ballot"),
    **dict.fromkeys(("销号率", "办结率"), ("销号率", "item")),
    **dict.fromkeys(("整改完成率", "完成率"), ("整改完成率", "item")),
    "梳理率": ("梳理率", "opinion"),
    "反馈率": ("反馈率", "opinion"),
    **dict.fromkeys(("答复率", "回复率"), ("答复率", "opinion")),
}

# Words that contain one of the nouns but mean something else.
_NOT_NOUNS = """
征求意见稿 征求意见表 意见征求表 意见反馈表 意见登记表 问题清单 问题导向 问题意识 自我批评精神
"""

# Words that narrow nothing down.
_FILLERS = """
活动开展以来 活动以来 开展以来 本阶段 这一阶段 分析检查阶段 阶段 目前 截至目前 到目前为止 到目前 截止目前
我校 学校 我们 全校 校内 班子 领导班子 支部 党支部 校党支部 活动 工作 领导小组 大家 师生 群众
师生员工 通过 采取 利用 运用 采用 围绕 结合 根据 按照 面向 来自 关于 有关 方面 各方面 各类 各种
各个 各 多种 形式 方式 渠道 广泛 认真 深入 先后 逐一 逐条 仔细 及时 全面 充分 扎实 积极 虚心 主动
反复 集中 共同 一并 累计 总共 一共 共计 合计 总计 共 征求 征集 收集 收到 收取 听取 梳理 归纳 整理
汇总 汇集 登记 建立 列出 列入 确定 查找 查摆 查出 找出 找到 形成 提出 提 召开 举行 举办 组织
组织召开 开展 进行 开 设置 分别 其中 全部 所有 总 总数 数量 台账 撰写 交 交齐 写 参加 评议 参评
共收到 征求到 收集到 书面 人员 代表 现场 纸质 表 票 率 达到 达 为 是 有 计 到 出 了 过 在 对
就 从 向 由 及 和 与 同 并 也 又 还 已 已经 均 都 的 得 等 其 之 中 个 次 内 上 里 后 前
以 给 把 将近 约 近 超过 多 余 以上 左右 即 分 各占 占 发 这 该 本 说 谈 来 意见箱 座谈 网上
一项 这项 一栏 项目 结果 最后 最终 被 得到 予以 专门 落实 各位 每位 同志 人次 份 张 条 项 共有
公开 印制 统一 截至 截止 看法 声音 整改台账 社会各界 各界 本人 或
只有 仅有 仅 只 才 高达
"""
# Words for the future, for what recurs, or for another time or place: this activity has no records of it.
_AHEAD = r"将(?!近|各|全|这)|拟|计划|争取|力争|确保|预[计期]|打算|准备[在于]|今后|以后|下一步|下一?阶段"
_RECURS = r"明年|下学期|下[月周]|目标|要(?!求|点|害|素)|每(?!条意见|一条)|平均|人均|不少于|不低于|至少|逐年|长期|定期"
_BEFORE = r"[去上往历近前]年|上学[期年]|[上第]一?阶段|学习调研|调研阶段|以往|过去"
_COMPARED = r"同期|比上|增加|减少|提高|下降|[多少]于|比.{0,8}[多少]"
_PLACES = r"全[区市县镇国省]|兄弟学校|其他学校|外校|先进学校|[例比譬]如|假如|如果"
_ELSEWHERE = re.compile("|".join((_AHEAD, _RECURS, _BEFORE, _COMPARED, _PLACES)))
# The words for a round (see `claims.framed`) and for the report, left out before a text is understood.
ROUND = re.compile(r"第([一二三四五六七八九])轮|首轮")
REPORT = re.compile(r"初稿|征求意见稿|分析检查报告|报告")

_CHINESE = re.compile(r"[\u4e00-\u9fff]")


@dataclass
class Meaning:
    """The meanings of a word. `nouns`: the things it names; `traits`, `soft`: thing → trait (see Thing)."""

    nouns: set[str] = field(default_factory=set)
    traits: dict[str, str] = field(default_factory=dict)
    soft: dict[str, str] = field(default_factory=dict)
    is_filler: bool = False


@dataclass(frozen=True)
class Vocabulary:
    """All known words, as a pattern that matches the longest first, and their meanings."""

    pattern: re.Pattern[str]
    meanings: Mapping[str, Meaning]
    noun_after: re.Pattern[str]

    def understand(self, text: str) -> list[Meaning] | None:
        """Returns the meanings of a text's words but those for a round or the report; None if one is unknown."""
        text = REPORT.sub(" ", ROUND.sub(" ", text))
        if _CHINESE.search(self.pattern.sub(" ", text)):
            return None
        return [self.meanings[match[0]] for match in self.pattern.finditer(text)]

    def noun_end(self, text: str) -> int:
        """The end of the noun that a text begins with (｜意见｜和 12 个问题); 0 if it doesn't begin with one."""
        match = self.noun_after.match(text)
        return match.end() if match else 0


def lies_elsewhere(text: str) -> bool:
    """Whether a text is about the future, about every term, or about another time or place."""
    return bool(_ELSEWHERE.search(text))


def vocabulary(words: Mapping[str, Mapping[str, str]]) -> Vocabulary:
    """The vocabulary of an activity: `words` maps a thing to the activity's words for its traits."""
    return _vocabulary(tuple((thing, tuple(named.items())) for thing, named in words.items()))


@cache
def _vocabulary(words: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]) -> Vocabulary:
    meanings = _meanings()
    for name, traits in words:
        for word, trait in traits:
            meanings[word].traits[name] = trait
            if name == "meeting":
                meanings[word].nouns.add(name)
    nouns = [word for word, meaning in meanings.items() if meaning.nouns and not meaning.is_filler]
    return Vocabulary(_pattern(meanings), meanings, re.compile(f"的?(?:{_pattern(nouns).pattern})"))


def _meanings() -> dict[str, Meaning]:
    """The meanings of the words that mean the same in every activity."""
    meanings: dict[str, Meaning] = defaultdict(Meaning)
    for filler in (_FILLERS + _NOT_NOUNS).split():
        meanings[filler].is_filler = True
    for name, thing in THINGS.items():
        for noun in thing.nouns.split():
            meanings[noun].nouns.add(name)
        for word, trait in _by_word(thing.traits):
            meanings[word].traits[name] = trait
        for word, trait in _by_word(thing.soft):
            meanings[word].soft[name] = trait
    for word, name in _IMPLIED.items():
        meanings[word].nouns.add(name)
    return meanings


def _by_word(traits: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    return ((word, trait) for trait, words in traits.items() for word in words.split())


def _pattern(words: Collection[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
