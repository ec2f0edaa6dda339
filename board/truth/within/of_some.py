"""Tells counts that are of some only, of somebody, or of a list that follows, though their words name all. Pure.

五位成员中有四位谈完了; 任务领了 3 项; 有 10 条还停在反馈之前; 任务三件：把…，把…，把…: not judged.
"""

import re

from board.report.text import counts_in, numeral
from board.truth.clause import Claim, Clause
from board.truth.facts import Facts, agrees
from board.truth.ledgers import Traits
from board.truth.vocabulary import Vocabulary
from board.truth.within.same_part import is_of_one_part

# 五位成员中有四位; 给校长提了两条批评的，有两位: of these people only.
_AMONG_PEOPLE = re.compile("[之当]?[中里]，?(?:就|也|都|只|仅|便|已|已经)?(?:有|占)了?$")
_OF_EACH_WHO = re.compile(
    r"^(?:批评|意见|建议|问题|事项)?[^，,。；\d]{0,4}的[，,]?(?:一共|总共|共|只|就|也|都)?有?[\d一二两三四五六七八九十]+[位人名]"
)
# 有 10 条还停在反馈之前; 还有 3 项卡在验收这一关.
_STUCK = re.compile(
    "^[^，,。；]{0,4}(?:停|卡|压|搁|留|堵|悬|滞|困|落)(?:留|滞|住|步)?在"
    "[^，,。；]{1,10}(?:之前|以前|前[面头]|[一这那]步|[一这那]关|环节|阶段|门外|半[路道]|途中|路上)"
)
# 任务领了 3 项; 五位主任一共担着 20 项: somebody's, whoever that is.
_TAKEN = re.compile("(?:领|(?<!承)担|扛|接|挑|揽)(?:领|起|下|到|回)?(?:了|着|过)?$")
_TAKEN_BY_SOME = re.compile(
    r"[\d两二三四五六七八九十][位名个][^，,。；\d]{1,8}(?:领|担|扛|接|挑|揽|管|负责|牵头|承担)[^，,。；\d]{0,4}\d+[项件]"
)
# 销号后重启 1 项: of what was done after it.
_AFTERWARDS = re.compile("(?:销号|办结|完成|答复|反馈|验收|公开)[之以]?后[^，,。；\\d]{1,5}$")
# 上述 8 个对应整改事项 11 项，其中已销号 2 项: of these.
_THESE = re.compile(r"(?:上述|前述|以上)(?P<several>\d+|[两二三四五六七八九十]+)[个项条件位人]")
# 26 日 3 条，27 日 2 条，共 5 条，家长占 4 条: of so many.
_OF_TOTAL = re.compile(r"(?:共|合计|总计)(?:有|计|为)?(?P<several>\d+)[条项件个][，,][^，,。；\d]{1,8}占$")
# 给校长提意见的，教学副校长 2 条，德育副校长 2 条: by whom, not about whom.
_TO_WHOM = re.compile("[给向冲][^，,。；\\d]{2,8}(?:提|说|写|讲)[^，,。；\\d]{0,4}的[，,：:].*$")
# 求稳怕乱那 1 个，只有两条提纲撑着.
_HOLDS_UP = re.compile(
    "^[^，,。；\\d]{0,4}(?:(?:撑|托|垫|印证|佐证|支撑)(?:着|起)?|加上?(?=[\\d一二两三四五六七八九十]))"
)
# 停在反馈之前的 10 条; 延期的另有两项; 5 条意见加 2 条提纲; 依次列着 32 条、5 条.
_OF_OTHERS = re.compile(
    "(?:停|卡|压|搁|留|堵|悬|滞)(?:留|滞|住|步)?在[^，,。；]{1,10}的(?:还|仍|共)?有?$|的另有[^，,。；\\d]{0,2}$|[条项件个][^，,。；]{0,4}加上?$"
    "|依次(?:列|写|记|载)[^，,。；]*$|(?:撇开|抛开|刨去)[^。；]*$"
)
# 4 项完成 1 项: of four, where there are more.
_OF_SO_MANY = re.compile(r"(?P<whole>\d+)[项条件个](?:完成|办结|销号|反馈|答复|启动)了?$")
_NOUN = re.compile("意见|事项|任务|批评|问题|整改|提纲|建议")
# Criticisms of each other, not of the people.
_AT_MEETING = re.compile("会上|生活会|自我|[相互]互|彼此")
_SENTENCE_END = re.compile("[。！？]")
_ALL: Traits = frozenset()
_LIST = re.compile("^[^，,。；：:\\d]{0,4}[：:](?P<list>[^。；]+)")
# 器械维修、门卫代收、教学考核，也都在逾期之列.
_NAMES = re.compile(r"(?:^|[，,：:。；])(?P<names>[^，,。；：:、\d]{2,}(?:、[^，,。；：:、\d]{2,})+)[，,]$")
_ALL_OF_THEM = re.compile("(?:也|还|同样|至今|目前|现在)*(?P<mark>都|均|皆|全都|全部?|无一)")
_BETWEEN = re.compile("[，,、]")


def is_of_some(claim: Claim, clause: Clause, earlier: str, facts: Facts) -> bool:
    """Whether a count that isn't that of all may be of those only of whom its sentence speaks.

    earlier: the sentences before it in its paragraph.
    """
    before, after = clause.sentence[: claim.number.start], clause.sentence[claim.number.end :]
    if claim.thing == "member" and _AMONG_PEOPLE.search(before):
        return True
    if _OF_EACH_WHO.match(after) or _STUCK.match(after) or _HOLDS_UP.match(after):
        return True
    if _TAKEN.search(before) or _AFTERWARDS.search(before) or (claim.thing == "item" and _TAKEN_BY_SOME.search(before)):
        return True
    if _TO_WHOM.search(before) or _OF_OTHERS.search(before) or _is_of_these(claim, before, facts):
        return True
    if _is_of_list(claim, after) or _is_of_fewer(claim, before, facts) or _goes_on(claim, clause, earlier, facts):
        return True
    return is_of_one_part(claim, clause, earlier, facts) or _is_of_critics(claim, clause, earlier, facts)


def _is_of_critics(claim: Claim, clause: Clause, earlier: str, facts: Facts) -> bool:
    """Whether the criticisms of a count are the opinions of the people: 哪一面挨的批评最重？工作作风，19 条."""
    if claim.thing != "criticism" or _NOUN.search(clause.sentence) or _AT_MEETING.search(f"{earlier}{clause.sentence}"):
        return False
    return any(agrees(claim.number, each.value) for each in facts.counted("opinion", claim.traits, claim.together))


def _goes_on(claim: Claim, clause: Clause, earlier: str, facts: Facts) -> bool:
    """Whether a sentence goes on about the part of so many that the one before it took up, up to a ；.

    整改事项 11 项，其中已销号 2 项；未启动 1 项.
    """
    before, among, _ = _SENTENCE_END.split(earlier)[-1].rpartition("其中")
    if not among or _NOUN.search(clause.sentence):
        return False
    of = [each.value for each in counts_in(before) if each.measure == claim.number.measure]  # one, and no list
    return len(of) == 1 and not {*of} & {each.value for each in facts.counted(claim.thing, [_ALL])}


def _is_of_these(claim: Claim, before: str, facts: Facts) -> bool:
    """Whether before a count there are some that were spoken of, or a total in the same sentence, and not all."""
    matches = [*_THESE.finditer(before), *_OF_TOTAL.finditer(before)]
    several = {numeral(each["several"]) for each in matches}
    return bool(several) and not several & {each.value for each in facts.counted(claim.thing, [_ALL])}


def _is_of_fewer(claim: Claim, before: str, facts: Facts) -> bool:
    """Whether right before a count there is one of which it is, and that is not of all."""
    match = _OF_SO_MANY.search(before)
    return match is not None and all(each.value != int(match["whole"]) for each in facts.counted(claim.thing, [_ALL]))


def _is_of_list(claim: Claim, after: str) -> bool:
    """Whether as many as are counted are listed right after, without counts of their own."""
    match = _LIST.match(after)
    if match is None or counts_in(match["list"]):
        return False
    return len(_BETWEEN.split(match["list"])) == claim.number.value


def is_of_names(mark: str, clause: Clause, words: Vocabulary) -> bool:
    """Whether a word for all at the head of a clause is of a list right before it, whose names aren't all known."""
    names, head = _NAMES.search(clause.sentence[: clause.start]), _ALL_OF_THEM.match(clause.text)
    if head is None or not mark.startswith(head["mark"]):
        return False
    if clause.start and clause.before.earlier.endswith("；") and head[0].startswith("也"):
        return True  # 器械维修，5 天；门卫代收，2 天，也都在逾期之列
    if names is None:
        return False
    return any(words.understand(each) is None for each in names["names"].split("、"))
