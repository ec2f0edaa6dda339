"""A column's name → its role: a criterion, a fact of a ballot, or something that is never kept."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from board.importing.form import BallotForm, FormCriterion
from board.importing.text import clean, key

GROUP, WAY, DAY, VOID, SUGGESTION = "group", "way", "day", "void", "suggestion"
# What a blank under 是否有效 means, where the clerk chose it.
TICKED, UNTICKED = "ticked", "unticked"
# How many ballots a row stands for, where the clerk said so.
COPIES = "copies"
VALID, BALLOT, ITEM, ANSWER, COUNT, TOTAL = "valid", "ballot", "criterion", "answer", "count", "total"

# Templates and exports write the first word of each; the others occur in forms in use.
FACT_HEADERS: dict[str, tuple[str, ...]] = {
    GROUP: (
        *("参评人员类别", "参评群体", "群体", "身份", "您的身份", "组别", "人员类别", "参评人类别", "参评人员", "类别"),
        *("参评对象", "评议人类别", "评议人员类别", "您的身份是", "请选择您的身份", "您是"),
    ),
    WAY: ("参评方式", "方式", "评议方式", "填写方式", "填表方式"),
    DAY: (
        *("填表日期", "日期", "评议日期", "填写日期", "参评日期", "提交日期", "填表时间", "提交时间", "提交答卷时间"),
        *("结束答题时间", "填写时间", "评议时间", "答题时间"),
    ),
    VOID: ("是否废票", "废票", "是否作废", "作废", "废票数", "无效票", "无效票数", "废票张数"),
    VALID: ("是否有效", "有效", "票面是否有效", "是否有效票"),
    TICKED: ("有效，空着是废票",),
    UNTICKED: ("有效，空着也有效",),
    COPIES: ("一行算几张",),
    SUGGESTION: ("意见和建议", "意见与建议", "意见建议", "您的意见和建议", "意见", "建议"),
}
_OTHER_HEADERS: dict[str, tuple[str, ...]] = {
    BALLOT: (
        *("评议表编号", "票号", "表号", "答卷编号", "问卷编号", "评议表号", "答卷序号", "序号", "编号", "选票编号"),
        *("测评表编号", "问卷号", "答卷号"),
    ),
    ITEM: ("评议项目", "项目", "评议内容", "题目", "指标", "评议指标", "测评项目", "问题", "内容", "评议要点"),
    ANSWER: ("评价", "评议结果", "答案", "选项", "结果", "评议意见", "等次", "档次", "评价等次", "评议等次", "回答"),
    COUNT: ("票数", "张数", "人数", "数量", "次数", "计数", "份数", "得票", "得票数", "频数", "小计"),
    TOTAL: (
        *("合计", "总计", "共计", "总票数", "有效票", "有效票数", "票数合计", "有效张数", "有效份数", "总票", "总张数"),
        *(
            "总份数",
            "收回有效票",
            "收回有效票数",
            "有效票张数",
            "收回",
            "收回数",
            "收回票数",
            "收回张数",
            "收回份数",
            "回收",
            "回收数",
            "回收票数",
            "回收份数",
        ),
        *("全校合计", "全体合计", "全校", "全体"),
    ),
}
_OVERALL_HEADERS = ("总体评价", "总评", "总体", "综合评价", "整体评价")
_ROLE_LABELS = {role: headers[0] for role, headers in FACT_HEADERS.items()} | {
    **{BALLOT: "编号", ITEM: "评议项目", ANSWER: "评价", COUNT: "票数", TOTAL: "合计"},
}
_ROLE_BY_KEY = {key(header): role for role, headers in FACT_HEADERS.items() for header in headers}
_OTHER_BY_KEY = {role: {key(header) for header in headers} for role, headers in _OTHER_HEADERS.items()}
_OVERALL_KEYS = {key(header) for header in _OVERALL_HEADERS}

_WHO = "能认出填写的人"
_WHEN = "确切的时间能对出是谁填的"
_WHENCE = "填写的设备、地点能对出是谁填的"
# As the platforms name such columns themselves, and as forms ask for them.
_PLATFORMS_OWN = "openid|unionid|userid|^uid$|email|^qq"
_IN_CHINESE = (
    "姓名|名字|手机|电话|联系方式|昵称|用户id|用户标识|用户类型|用户名|账号|邮箱|身份证|学号|工号|微信|"
    "提交者|提交人|填[写表]人(?!员|身份|类)|填写者|住址|签名|班级|自定义字段"
)
_IDENTIFYING = (
    (
        re.compile("^(?:来自|您的)?ip|ip(?:地址)?$|来源|地理位置|地域|^(?:省份?|城市|国家)$|设备|浏览器|操作系统"),
        _WHENCE,
    ),
    (
        re.compile("所用时间|用时|时长|^(?:开始|结束)(?:答题|填写)?时间|时间戳|^提交时间|提交答卷"),
        _WHEN,
    ),
    (
        re.compile("|".join((_PLATFORMS_OWN, _IN_CHINESE))),
        _WHO,
    ),
)
_ABOUT_COUNTS = re.compile("[票张几同]|(?<![年月省身])份|重复|一样|合并|权重|^数$|(?<!分)数(?:量|目)?$|次$")
_PAIR = re.compile(r"(.{1,4})不\1$")
_OF_MARK = "(?:统计|结果|表|票|卷|与否|否|标记|标志)*$"
_OF_VOID = re.compile(f"^(?:是否|是不是)?(?:属于?|为|系)?(?:[此本该](?:票|表|卷))?(?:作废|废|无效|不计){_OF_MARK}")
_OF_VALID = re.compile(f"^(?:是否|是不是)?(?:票面)?(?:有效|计票|计入|采用|采纳){_OF_MARK}")
_AFTER_STEM = re.compile("^(?:的)?(?:情况|程度|如何|怎么样|怎样|评价|方面|得如何|得怎么样|是否)?$")
_TAILS = re.compile(r"[—–]{1,2}|[:：]|-(?=\d)")
_IN_ENGLISH = re.compile(r"(.*[\u4e00-\u9fff][）)]?)[\s/|]+[A-Za-z][A-Za-z .,'&/-]*", re.DOTALL)
_SUGGESTS = re.compile("意见|建议")
_ASKS_GROUP = re.compile("身份$|的身份|群体|参评人员|人员类别|哪一?类|类别$")
_SHORTEST = 2


@dataclass(frozen=True)
class Found:
    """A role; is_sure: the name says it, rather than only resembling it."""

    role: str
    is_sure: bool
    is_exact: bool = True


def fact_label(role: str) -> str:
    """The header of a fact as templates write it."""
    return _ROLE_LABELS[role]


def identifying(name: str) -> str | None:
    """The reason why a column could identify who filled the ballot in, or None."""
    plain = key(name)
    return next((why for pattern, why in _IDENTIFYING if pattern.search(plain)), None)


def is_called(name: str, role: str) -> bool:
    """Whether a header is one of the words for a role that only some layouts have (ballot, criterion, count …)."""
    return key(name) in _OTHER_BY_KEY[role]


def counts_copies(name: str) -> bool:
    """Whether a column of this name may say how many ballots a row stands for."""
    return is_called(name, COUNT) or _ABOUT_COUNTS.search(name) is not None


def found_role(name: str, form: BallotForm) -> Found | None:
    """The role of a header: by its own words, by the criterion's label in a longer question, or by a short form."""
    names = tuple(_names(name))
    exact = next((role for each in names if (role := _exact(key(each), form))), None)
    if exact:
        return Found(exact, is_sure=True)
    plain = key(name)
    inside = _single(c.criterion_id for c in form.criteria if key(c.label) in plain)
    if inside:
        return Found(inside, is_sure=True, is_exact=False)
    if identifying(name):
        return None
    like = next((role for each in names if (role := _like(key(each), form))), None)
    return Found(like, is_sure=False, is_exact=False) if like else None


def _names(name: str) -> Iterator[str]:
    """A header, the part after a heading that it repeats (5、引导语—1.题干), and the one before its English."""
    yield name
    if found := _IN_ENGLISH.fullmatch(name):
        yield found[1]
    parts = [part for part in _TAILS.split(name) if part.strip()]
    if len(parts) > 1:
        yield parts[-1]


def _exact(plain: str, form: BallotForm) -> str | None:
    by_key, overall = _labels(form)
    if plain in by_key:
        return by_key[plain]
    if overall and plain in _OVERALL_KEYS:
        return overall
    role = _ROLE_BY_KEY.get(plain)
    return role or (VOID if _OF_VOID.search(plain) else VALID if _OF_VALID.search(plain) else None)


def _like(plain: str, form: BallotForm) -> str | None:
    if len(plain) < _SHORTEST:
        return None
    stems = _stems(form)
    short = _single(role for role, stem in stems.items() if _is_short_form(plain, stem))
    if short:
        return short
    if _SUGGESTS.search(plain) and not any(plain in key(c.label) for c in form.criteria):
        return SUGGESTION
    if _ASKS_GROUP.search(plain):
        return GROUP
    part = _single(c.criterion_id for c in form.criteria if plain in key(c.label))
    return part or _single(role for role, stem in stems.items() if len(stem) >= _SHORTEST and stem in plain)


def _is_short_form(plain: str, stem: str) -> bool:
    return plain.startswith(stem) and _AFTER_STEM.match(plain.removeprefix(stem)) is not None


def _single(found: Iterator[str]) -> str | None:
    each = list(found)
    return each[0] if len(each) == 1 else None


@lru_cache(maxsize=8)
def _labels(form: BallotForm) -> tuple[dict[str, str], str | None]:
    overall = next((criterion.criterion_id for criterion in form.criteria if criterion.is_overall), None)
    return {key(criterion.label): criterion.criterion_id for criterion in form.criteria}, overall


@lru_cache(maxsize=8)
def _stems(form: BallotForm) -> dict[str, str]:
    """Criteria by the rest of their labels without the question: 认识深不深 → 认识."""
    return {c.criterion_id: stem for c in form.criteria if (stem := _PAIR.sub("", key(c.label)))}


def criterion_named(value: str, form: BallotForm) -> FormCriterion | None:
    """The criterion that a cell names, in full or in short."""
    found = found_role(value, form) if clean(value) else None
    return next((c for c in form.criteria if found and c.criterion_id == found.role), None)
