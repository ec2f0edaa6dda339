"""Compares what a sentence says of all meetings, papers or rules of procedure together with the records. Pure.

两场座谈会来了近五十人; 登记的公开材料 3 件，已悉数公开; 程序 50 条，过了关的不足四成.
"""

import re
from collections.abc import Iterator
from fractions import Fraction

from board.report.text import counts_in, numeral, shares_in
from board.truth.facts import Compared, Facts, agrees, share_agrees
from board.truth.parts import bounded
from board.truth.vocabulary import named_in
from board.truth.words import is_elsewhere, is_of_others

_NEAR = 80
_FORUM = "座谈"
_BOTH_MEETINGS = re.compile(
    r"(?P<meetings>[两二三四])(?:场|次|回)(?:座谈会?|会)?[，,]?(?:前前后后|前后|先后|合计|合起来|加起来|加在一起|相加|总共|一共|总计|共计|拢共|共)?[，,]?"
    r"(?:来|到|请|到会|参加|与会|出席)?(?:了|的)?人?数?(?:共|就|有|是|达|竟|已)*(?:近|将近|接近|不到|不足|超过|大约|约)?$"
)
# Of hearings on the report, of which some are held in the same way; or of each meeting.
_OF_REPORT = re.compile("报告|稿|听取|民主生活会|领导小组")
_APART = re.compile("各(?!位)|每|平均|分别|依次|比|发言")
_PEOPLE = frozenset({"人", "名", "位"})
_PAPERS = re.compile(
    r"(?:登记|公开|公示|通报)[^，,。；\d]{0,4}(?:材料|文件|事项)[^，,。；\d]{0,6}(?P<number>\d+|[一二三四五六七八九十]+)[件份][，,]"
    r"(?:到今天|到目前|目前|现在|现|如今|至今)?(?P<mark>(?:均|都|已经?|全部|悉数|全数|件件|份份|一律|无一例外地?|全)+)"
    r"(?:对外|向社会|向群众|向师生|作了|得到)*(?:公开|公布|公示)(?:了|完毕|到位|出去)?(?=[，,。；]|$)"
)
_RULES = re.compile("程序")
_PASSED = re.compile(
    r"(?<![未没不])(?<!没有)(?:过了?关|通过)了?的(?:条数|程序|条目|部分)?(?:已经?|业已|就|才|只|也|还|都|占了?|达|有|是|刚|到)*(?:不到|不足|超过|将近|近|接近|约)?$"
)
_THAT_PASSED = re.compile("的(?:程序|条目|要求)(?:已经?|都)?(?:过了?关|通过|合格)")


def in_all(sentence: str, earlier: str, facts: Facts) -> Iterator[Compared]:
    """Yields what a sentence says of all of them together, where the records have it otherwise.

    earlier: the sentences before it in its paragraph, which may say what is counted.
    """
    if is_of_others(sentence) or is_elsewhere(sentence):
        return
    yield from _came(sentence, earlier[-_NEAR:], facts)
    yield from _published(sentence, facts)
    yield from _passed(sentence, earlier[-_NEAR:], facts)


def _came(sentence: str, earlier: str, facts: Facts) -> Iterator[Compared]:
    """How many came to all meetings of a kind together, where the sentence says that it is of as many meetings."""
    of_all = [each for each in facts.counts if each.thing == "came" and each.label.startswith("各次")]
    of_all = [each for each in of_all if any(_FORUM in kind for kind in each.traits)]
    spoken = f"{earlier}{sentence}"
    if not of_all or _FORUM not in spoken or _OF_REPORT.search(spoken) or _APART.search(sentence):
        return
    meetings = {each.value for each in facts.counts if each.thing == "meeting" and each.traits == of_all[0].traits}
    is_of_some = any(named_in(sentence, facts.groups.get("group", ())))  # 党员和家长两次座谈
    for number in counts_in(sentence):
        match = _BOTH_MEETINGS.search(sentence[: number.start])
        is_of_all = match is not None and numeral(match["meetings"].replace("两", "二")) == min(meetings, default=0)
        of_one = any(agrees(number, each.value) for each in facts.counts if each.thing == "came")  # 到会 22 人和 27 人
        if is_of_all and not is_of_some and number.measure in _PEOPLE and not of_one:
            yield Compared("figure", sentence[number.start : number.end], of_all, agrees=False)


def _published(sentence: str, facts: Facts) -> Iterator[Compared]:
    """That all papers on record to be published were."""
    match = _PAPERS.search(sentence)
    registered = [each for each in facts.counts if each.thing == "published" and "登记" in each.traits]
    done = facts.counted("published", [frozenset()])
    if match and done and any(each.value == numeral(match["number"]) for each in registered):
        is_so = any(each.value == of.value for each in done for of in registered)
        yield Compared("figure", match["mark"], done[:1], is_so)


def _passed(sentence: str, earlier: str, facts: Facts) -> Iterator[Compared]:
    """Which share of all rules of procedure, counted right before, is said to have passed."""
    parts = [*facts.parts("rule", frozenset({"通过"}), frozenset())]
    for share in shares_in(sentence) if parts and _RULES.search(f"{earlier}{sentence}") else ():
        before = f"{earlier}{sentence[: share.start]}"
        counts = [each for each in counts_in(before) if each.measure in {"条", "项"} and each.value > 1]
        clause = re.split("[，,。；]", sentence[: share.start])[-1]
        stated = bounded(share, sentence[: share.start])
        is_of_all = bool(counts) and any(counts[-1].value == whole.value for _, whole in parts)
        first = _THAT_PASSED.match(sentence, share.end) and not counts_in(clause)
        if is_of_all and (first or _PASSED.search(clause)):
            is_so = any(share_agrees(stated, Fraction(part.value, whole.value)) for part, whole in parts)
            yield Compared("rate", sentence[share.start : share.end], [parts[0][0]], is_so)
