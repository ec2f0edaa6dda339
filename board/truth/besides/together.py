"""Compares how many suggestions or forms a sentence says that all rounds brought together with the records. Pure.

表上另写了意见和建议，两轮合起来近四十条; 两轮建议拢共三十九条.
"""

import re
from collections.abc import Iterator

from board.report.text import Number, counts_in
from board.truth.facts import Compared, Facts, agrees
from board.truth.ledgers import Fact
from board.truth.words import is_elsewhere, is_of_others, rounds_of

_OF_ROUNDS = re.compile("征评|评议|[表票]|参评|建议")
_IN_ALL = (
    "合计|合起来|合在一起|加起来|加在一起|加到一起|加在一块儿?|相加|一共|总共|共计|总计|拢共|统共|通共|归总|累计"
    "|前前后后|前后|先后|共"
)
_BOTH = re.compile(
    rf"(?<!第)[两二]轮(?:下来|征评|评议|测评|随表|表上|参评人员|[^，,。；\d比]{{0,6}}(?:写|留|提|收|发|作废|废|有效)[到来下出回了的]*)*(?:的|意见|建议|和|与|[表票]|评议表|征评表)*[，,]?"
    rf"(?:{_IN_ALL})[^，,。；\d第]{{0,8}}$"
)
# 两轮表上写的建议，近四十条: with no word for all.
_WRITTEN = re.compile(
    r"(?<!第)[两二]轮(?:征评|评议|测评)?(?:随表|表上)[^，,。；\d比第]{0,8}(?:建议|意见)(?:共|有|达|是)*[，,]?(?:近|将近|约)*$"
)
_FORMS = frozenset("张份票")
_STAGES = (
    ("收回", "收回|收上来|交回|回收"),
    ("有效", "有效"),
    ("废票", "废|作废|无效"),
    ("发出", "发出|发放|发下去|发了"),
)
_ANOTHER = re.compile(r"\s*[、和与及]\s*[\d一二三四五六七八九十百]")
_APART = re.compile("分别|依次|各|其中|答复|采纳|转")


def together(sentence: str, earlier: str, facts: Facts) -> Iterator[Compared]:
    """Yields how many suggestions, or forms, a sentence says that both rounds brought, where they brought otherwise.

    earlier: the sentences before it in its paragraph, which may say what is counted.
    """
    if is_of_others(sentence) or is_elsewhere(sentence):
        return
    for number in counts_in(sentence):
        before = sentence[: number.start]
        match = _BOTH.search(before) or (_WRITTEN.search(before) if number.measure == "条" else None)
        is_listed = _ANOTHER.match(sentence, number.end)  # 两轮先后发出 224 份、228 份
        if match is None or is_listed or _APART.search(match[0]) or not _OF_ROUNDS.search(f"{earlier[-80:]}{sentence}"):
            continue
        record = _of_both(match[0], number, facts)
        if record and not agrees(number, record.value):
            yield Compared("figure", sentence[number.start : number.end], [record], agrees=False)


def _of_both(text: str, number: Number, facts: Facts) -> Fact | None:
    """How many of what a text speaks of all rounds brought; None where it isn't clear what that is."""
    stages = [stage for stage, way in _STAGES if re.search(way, text)]
    if number.measure == "条":
        thing, stage, label = "opinion", frozenset[str](), "各轮评议写下的意见建议一共"
    elif number.measure in _FORMS and len(stages) == 1:
        thing, stage, label = "ballot", frozenset(stages), f"各轮{stages[0]}的评议表一共"
    else:
        return None
    of_rounds = [each for each in facts.counts if each.thing == thing and each.traits - rounds_of(each.traits) == stage]
    brought = {each.traits: each for each in of_rounds if len(rounds_of(each.traits)) == 1}
    if len(brought) < len("AB"):
        return None
    link = next(iter(brought.values())).link
    return Fact(thing, stage, sum(each.value for each in brought.values()), label, link)
