"""Reads what a share is said to be a part of: 书面意见占两成; 在全部意见中占三成; (家长 20 条，) 占 32.3%. Pure."""

import re
from collections.abc import Mapping
from dataclasses import replace

from board.report.text import Bound, Number, counts_in
from board.truth.clause import Clause
from board.truth.ledgers import settled
from board.truth.vocabulary import Topic, Vocabulary, topic_of, traits_of
from board.truth.words import ABOUT_SO_MANY, THINGS, rounds_of, without_figures

MAKES = re.compile(
    r"(?:占(?:到|了|据|比|去)?|的?(?:比重|占比|份额)(?:为|是|达到?)|(?:达到?|超过|不到|不足|接近|将近|近|逾|相当于|(?<![经通超])过了|^是)(?=[^，]*的$)"
    r"|(?<=[中里])(?:已经?|就|都)?(?:超?过|达到?|接近|将?近|不到|不足)了?(?=$))(?P<base>[^占]*)$"
)
_BOUND = re.compile(r"(不到|不足|超过|逾|接近|将近|近)[^，]*的$")
_WHOLE = re.compile(r"^(?:的|其|全部|所有|总量|总|其中|数|超过?|将?近|约|达到?|高达|为|不到|不足|仅|只)*$")
_TOGETHER = re.compile(
    r"(?:这|上述)?(?:[两二2][者项类方个样家处路种批](?:人|群体|渠道|方面|科室|部门)?(?:的)?(?:意见|建议|事项)?)?(?:合计|合起来|加起来|相加|合在一起|一起|合)$"
    r"|(?:这|上述)?[两二2][者项类方个样](?:方面|人|群体|渠道|科室|部门)?(?:一?共|就)?$"
)
# 临期的 8 项，与逾期的合在一起，占近半.
_WITH_OTHERS = re.compile(r"(?:^|[，,])(?:[与和同跟]|连同|加上)[^，,]*(?:合计|合起来|加起来|合在一起|一起|合并)[，,]$")
# 家长意见在全部意见中占三成.
_OUT_OF = re.compile(r"在(?P<base>[^，,在]{2,12})[之当]?[中里]$")
_SHARED = re.compile("(?:占|不[足到]|超过|[将接]?近)[^，,]*[，,]$")
_BOTH = re.compile("(?:这|上述)?[两二2]|(?=[合加相一])")
# 离一半还差 1 项: see `within.lacking`.
_SHORT_OF = re.compile("(?:距离?|离)[^，,。；]{0,6}$")
# 三类分别占 41.9%、32.3%和 12.9%: see `within.quotients`.
_IN_ORDER, _AND_ANOTHER = re.compile("(?:分别|依次|各)(?:占|是|为)?[^，,。；]{0,6}$"), re.compile(r"[、和与及]\d")
_FURTHER = re.compile("(?:分别|依次|各)[^，,；。]*%[^，,；。]*、$")
# 进度最高的 85%，最低的 20%.
_EXTREME, _PROGRESS = re.compile("(?:而|其中)?最[高低快慢][^占]*$"), re.compile("进度|进展")
_CLAUSE = re.compile("[，,。；;：:]")
# A part, and what it is a part of.
Pair = tuple[Topic, Topic]
AFTERWARDS = "的左右以上还多略 ，。；;!！）)"


def bounded(share: Number, before: str) -> Number:
    """A share with the bound that stands before its base: 不到总数的十分之一."""
    match = _BOUND.search(before)
    bounds: Mapping[str, Bound] = {"不": "most", "超": "least", "逾": "least", "近": "near", "接": "near", "将": "near"}
    return replace(share, bound=bounds[match[1][0]]) if match else share


def made_part(clause: Clause, share: Number, words: Vocabulary) -> Pair | None:
    """The part that a share is, and the whole that it is of: (家长 20 条，) 占总数的 32.3%; 书面意见占两成."""
    if _WITH_OTHERS.search(clause.sentence[: clause.start]):
        return None
    match = MAKES.search(clause.text[: share.start])
    rest = without_figures(clause.text[share.end :]).strip(AFTERWARDS)
    after = words.understand(rest) if rest else []
    of = _OUT_OF.search(clause.text[: match.start()]) if match else None
    part = _part_before(clause, clause.text[: of.start() if of else match.start()], words) if match else None
    is_loose = match is not None and of is None and not match["base"] and "占" not in match[0]
    if match is None or is_loose or part is None or after is None or any(not each.is_filler for each in after):
        return None
    here, thing, whole = clause.framed(share.start), part.thing, clause.before.whole
    base_text = ABOUT_SO_MANY.sub("", of["base"] if of else match["base"])
    meant = words.understand(without_figures(base_text))
    named = topic_of(meant, Topic(thing, frozenset()))
    is_whole = meant is not None and all(each.is_filler for each in meant) and not (named and named.traits)
    if _WHOLE.fullmatch(base_text) or is_whole:
        is_of_whole = whole and whole.thing == thing and whole.traits[0] < part.traits and "总" not in base_text
        base = Topic(thing, whole.traits[0] if whole and is_of_whole else frozenset())
        scene = clause.before.topic  # 销号的事项里，立行立改占三分之二, but not 已梳理的占九成，已反馈的占八成
        if (
            scene
            and not _SHARED.search(clause.sentence[: clause.start])
            and scene.thing == thing
            and "总" not in base_text
            and not scene.traits <= part.traits
        ):
            return Topic(thing, part.traits | scene.traits), scene
        is_of_returned = thing != "ballot" or "收回" in base.traits
        return (_of_forms(part, clause) if thing == "ballot" else None) or ((part, base) if is_of_returned else None)
    if named is None or named.thing != thing:
        return None
    kept = part.traits - set(THINGS[thing].stages) if thing == "ballot" else frozenset()
    kept = rounds_of(kept) if "总" in base_text else kept
    return Topic(thing, part.traits | here), Topic(thing, named.traits | here | kept)


def _of_forms(part: Topic, clause: Clause) -> Pair | None:
    """The valid, or the void, of the forms that were counted as returned: 收回 180 张，有效票占 97.8%."""
    last = clause.before.last
    if last is None or not last.is_so or "收回" not in last.traits[0] or not part.traits & {"有效", "废票"}:
        return None
    return Topic(part.thing, part.traits | rounds_of(last.traits[0])), Topic(part.thing, last.traits[0])


def _part_before(clause: Clause, text: str, words: Vocabulary) -> Topic | None:
    """The topic of a text before 占: named in it, or counted last."""
    meanings = words.understand(without_figures(text))
    if meanings is None:
        return None
    before = clause.before
    claims = [each for each in clause.claims if each.number.end <= clause.start + len(text)]
    if not claims and _is_of_unknown(clause, text, words):
        return None
    last = claims[-1] if claims else before.last
    together = _TOGETHER.search(text)
    if together:
        if not text[: together.start()].strip("，, "):
            spoken_of = before.topic if before.topic and before.topic.traits else None  # 网络和电话的意见，合起来占两成
            return spoken_of or (_added(clause) if _BOTH.match(together[0]) else None)
        named = topic_of(words.understand(without_figures(text[: together.start()])), before.base)
        return named if named and named.traits else None
    if claims or all(each.is_filler for each in meanings):
        counted = Topic(last.thing, last.traits[0]) if last else None
        return counted if claims else before.topic or counted
    return _named_part(clause, topic_of(meanings, before.base))


def _is_of_unknown(clause: Clause, text: str, words: Vocabulary) -> bool:
    """Whether a share with nothing before it is of what the clause right before names in words that aren't known.

    教职工 26 条、党员 4 条。教职工和家长这两拨加到一堆儿，占七成多: not of the members of the Party.
    """
    last = _CLAUSE.split(clause.sentence[: clause.start].rstrip("，,；;：:"))[-1]
    if text.strip("，, ") or clause.before.topic or any(each.measure for each in counts_in(last)):
        return False
    return words.understand(without_figures(last)) is None and any(each.traits for each in words.met(last))


def _named_part(clause: Clause, part: Topic | None) -> Topic | None:
    """The part that a clause names, of what the clause before it speaks of, or of those counted before."""
    before = clause.before
    spoken_of = traits_of(before.words, part.thing) if part and part.is_named and not part.traits else None
    if part and spoken_of and spoken_of[0]:  # 座谈会用得最多，听到的意见占了三成
        return Topic(part.thing, spoken_of[0])
    if part and not part.is_named and before.whole and before.whole.thing == part.thing:
        return Topic(part.thing, settled(part.traits | before.whole.traits[0]))
    return part


def _added(clause: Clause) -> Topic | None:
    """The topic of the last two counts of a sentence together: 教职工 26 条、家长 20 条，两项合计占 …."""
    before = [each for each in (clause.before.whole, clause.before.last) if each]
    last = before[-1] if before else None
    if last is None or not last.together:
        return None
    earlier = clause.sentence[: last.number.start]
    mine = last.traits[0] - last.together
    others = [each for each in before if each.thing == last.thing and each is not last and each.together]
    return Topic(last.thing, mine | last.together | others[0].together) if others and earlier else None


def is_of_several(clause: Clause, share: Number) -> bool:
    """Whether a share is what something falls short of, one of several in order, or the progress of one of several."""
    before = clause.text[: share.start]
    is_in_order = _IN_ORDER.search(before) and _AND_ANOTHER.match(clause.sentence, clause.start + share.end)
    is_further = not before and _FURTHER.search(clause.sentence[: clause.start]) is not None
    is_extreme = _EXTREME.match(clause.text) and _PROGRESS.search(clause.sentence[: clause.start])
    return bool(_SHORT_OF.search(before) or is_in_order or is_further or is_extreme)
