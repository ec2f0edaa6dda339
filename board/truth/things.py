"""The things that a number in a clause may count: named with it, implied by a trait, or spoken of before. Pure."""

import re
from collections.abc import Sequence

from board.report.text import Number
from board.truth.clause import Clause, Context
from board.truth.ledgers import Traits
from board.truth.vocabulary import Meaning, traits_of
from board.truth.words import THINGS

# 从来源看，教职工 26 条、家长 20 条: opinions are distinguished so.
BY_SOURCE = re.compile(
    r"[从按分就以](?:意见|征集|征求|收集|所提|反映)?(?:的)?(?:来源|渠道|途径|提出者|提出人|对象|来路|方面|内容|类别)"
    r"(?:来)?(?:[看分讲说划]|归类|统计|梳理)"
)
# Things that traits alone may tell: 反馈了 52 条, 销号两项.
_UNNAMED = ("opinion", "item", "criticism")
_PAIR = "对"
_EVALUATED = re.compile(r"评议|征评|测评|参评|轮")
_OTHER_FORMS = re.compile(r"意见表|问卷|调查|试卷|作业|材料|通知|承诺|提纲|报告|反馈单|[卡信书册》]")
_FORMS = frozenset({"份", "张", "票"})
# 列入台账的 30 项.
_ENTRIES = frozenset({"项", "件"})
_ENTERED = re.compile(r"台账(?:上|里|中|内|所)?(?:列|登记|记载|在册|立项|现|共|一共|总共|有|的)*$")
_NEAR = 60
PEOPLE = frozenset({"人", "名", "位", "人次"})
_HEARD = re.compile("听取了?[^，,。]*意见")
_TALKED_OF = re.compile("反映|提到|说到|点到")
_NONE: Traits = frozenset()
TASKS, FINDINGS = {"item", "task"}, {"problem", "finding"}


def things_of(
    number: Number, meanings: Sequence[Meaning], own: set[str], clause: Clause, context: Context
) -> Sequence[str]:
    """The things that a number may count: named with it, implied by a trait, or spoken of before."""
    fitting = [name for name in THINGS if name in own and (len(own) == 1 or traits_of(meanings, name) is not None)]
    if own == {"problem"} and number.measure == "条" and "提纲" in clause.sentence[: clause.start]:
        return sorted(FINDINGS)  # 班子成员写了提纲，列出问题 22 条
    if own:
        return ["task"] if own >= TASKS and re.search("环节|阶段", clause.text) else fitting
    return _unnamed(number, meanings, clause, context)


def _unnamed(number: Number, meanings: Sequence[Meaning], clause: Clause, context: Context) -> Sequence[str]:
    """The things that a number may count whose own words name none."""
    implied = {name for meaning in meanings for name in meaning.implied if number.measure in THINGS[name].measures}
    carried = [each.thing for each in (context.whole, context.last) if each and each.number.measure == number.measure]
    scene = {name for meaning in context.scene for name in meaning.nouns if number.measure in THINGS[name].measures}
    topic = [context.topic.thing] if context.topic and number.measure in THINGS[context.topic.thing].measures else []
    entries = ["item"] if is_entry(number, clause) else []
    if topic == ["problem"] and number.measure == "条" and _TALKED_OF.search(clause.sentence):
        return ["opinion", "problem"]  # 反映工作作风问题的最多，计 19 条
    if implied or entries or topic or carried:
        return [*implied, *entries, *topic, *carried][:1]
    if len(scene) == 1:
        return list(scene)
    by_measure = _by_measure(number, clause)
    return [by_measure] if by_measure else _by_traits(number, meanings, clause, context)


def _by_measure(number: Number, clause: Clause) -> str:
    """The thing that a number counts by its measure and what the sentence is about; "" if these don't tell it."""
    if number.measure == _PAIR:
        return "pair"
    if BY_SOURCE.search(clause.sentence) and number.measure == "条":
        return "opinion"
    # 听取了党员、教职工和家长的意见，共 85 人次
    return "heard" if number.measure in PEOPLE and _HEARD.search(clause.sentence[: clause.start]) else ""


def _by_traits(number: Number, meanings: Sequence[Meaning], clause: Clause, context: Context) -> Sequence[str]:
    """The things that a number may count by the traits that its words, or those of the clause before, name."""
    before = f"{context.earlier[-_NEAR:]}{clause.sentence[: clause.start + number.start]}"
    # 工作作风 3 个 counts problems, if anything: items are counted by 项 and 件.
    counted = [name for name in _UNNAMED if number.measure in THINGS[name].measures and number.measure != "个"]
    counted += ["problem"] if number.measure == "个" and "问题" in before else []
    is_ballot = number.measure in _FORMS and not _OTHER_FORMS.search(clause.sentence)
    of_group = (traits_of(meanings, "ballot") or (_NONE,))[0] - set(THINGS["ballot"].stages)
    is_ballot = is_ballot and (bool(of_group) or bool(_EVALUATED.search(f"{context.earlier}{clause.sentence}")))
    counted += ["ballot"] if is_ballot else []
    staged = [name for name in counted if _is_narrowed(meanings, name, named_only=not context.is_clear)]
    if not staged and not any(traits_of(meanings, name) is None for name in counted):
        staged = [name for name in counted if _is_narrowed(context.words, name, named_only=True)]
    if staged == ["item"] and "任务" in before and "整改" not in before:
        return sorted(TASKS)  # 任务落实到人，由校长牵头的 7 项
    is_form = number.measure in THINGS["ballot"].measures and bool(clause.framed(number.start))
    return staged or (["ballot"] if is_form else [])


def is_entry(number: Number, clause: Clause) -> bool:
    """Whether a number is of the entries of the ledger of items: 列入台账的 30 项."""
    return number.measure in _ENTRIES and _ENTERED.search(clause.text[: number.start]) is not None


def _is_narrowed(meanings: Sequence[Meaning], thing: str, *, named_only: bool) -> bool:
    """Whether words name traits of a thing, and nothing that isn't of it: 反馈了 52 条, 网络和电话合计来了 11 条."""
    traits = traits_of(meanings, thing)
    if traits is None:
        return False
    return bool(traits[0] - set(THINGS[thing].stages) if named_only else traits[0] | traits[1])
