"""Compares how many cells of the outlines (a member's words on one of the mirrors) a sentence says are filled. Pure.

五个人合起来该是二十格，填了十九格，空着一格; 20 格均已填写完整.
"""

import re
from collections.abc import Iterator, Mapping

from board.report.text import numeral, shares_in
from board.truth.facts import Compared, Facts, Rate, share_agrees
from board.truth.ledgers import Fact, Link
from board.truth.vocabulary import named_in
from board.truth.words import is_elsewhere, is_of_others

_OF_OUTLINES = re.compile("提纲|四个对照|四对照|对照")
_N = r"(?P<number>\d+|[一二两三四五六七八九十]+)\s*(?:个?格|个(?=空|没|[，,。；、]|$))"
_PATTERNS = (
    ("filled", rf"(?<![应该需当])(?:填|写)(?:上|了|好|满|出|有|完|成|进|齐)*(?:其中)?(?:的|有|共)*{_N}"),
    ("filled", rf"(?<!\d){_N}(?:已经?|都|均)*(?:填|写)(?:上|了|好|满|有)(?!完整|齐全)(?=[，,。；、的]|$)"),
    ("empty", rf"(?:空|缺|漏|欠|差|剩)(?:着|了|缺|白|下|出|填)*(?:的|有|共|是)*{_N}"),
    ("empty", rf"(?<!\d){_N}(?:还|尚|仍|却|是)*(?:空着|空缺|空白|没填|没有填|未填|没写|没有写|未写|缺着)"),
    ("all", rf"(?:应填|应写|合起来|合计|总共|一共|共计|应有|该有|该是|共)(?:写|填|该|应)?(?:是|有|为)*{_N}"),
)
_WHOLLY = re.compile(
    r"格子?(?:里|中)?(?:填|写)得(?:满|齐|完)|格[^，,。；\d]{0,3}(?:均|都|全部?|全都|悉数|一律)(?:已经?)?[^，,。；\d]{0,2}(?:填|写|完整|齐|满|有)"
    r"|格(?:里|中)?(?:无一|没有一格|一格[也都]?(?:没|不|未))[^，,。；\d]{0,2}(?:空|缺|漏|落|少|留白)|(?:样样|项项|个个)(?:都|均)?(?:已经?)?(?:填|写)(?:全|满|齐)|一[格个][也都]?(?:没有?|不|未)(?:空|缺|漏|落)|(?:无一|没有一|无)格(?:子)?[^，,。；\d]{0,2}(?:空|缺|漏|落|留白)|填写完整|(?:全数|全部?|悉数|统统|一律)(?:都)?(?:已经?)?(?:填|写)(?:满|齐|全|完)|(?:格格|每一?格)(?:都|均)?(?:已经?)?(?:填|写|有|齐|满)"
)
# 空着的一格是后勤副校长对照先进学校经验的; 有位同志…那一格还空着.
_EMPTY_ONE = (
    r"(?:空|缺|漏|欠|差)[着了缺白下出]*的?(?:那|这)?(?:唯一)?(?:的)?[一1]?个?格(?:子)?[，,]?(?:正|就|便|恰|也)*(?:是|为|在|属于?|出在|落在)"
    r"+(?P<whose>[^，,。；]{2,30})",
    r"(?:空|缺|漏|欠|差|少)[着了白]*的(?:正|就|便|恰|只)*是(?P<whose>[^，,。；]{2,30}?)的?[那这]?一?个?格",
    r"(?:^|[，,。；：])(?P<whose>[^，,。；]{2,24}?)(?:的)?[那这]?一?格(?:子)?(?:是|还|却|至今|一直|仍|依旧|都)*"
    r"(?:空着|空缺|空白|没有?填|没有?写|未填|未写|缺着)",
    # 后勤副校长没有对照先进学校的经验来写.
    r"(?:^|[，,。；：])(?P<whose>[^，,。；]{2,12}?(?<!有)(?:没有?|未|缺了?|漏了?|少了?|落了?)(?:能|写|填)?(?=对照)[^，,。；]{2,20})",
)
_RATE = re.compile("(?:填写|填报|完成)(?:率|比例)(?:已|为|是|达到?|有)*$")
_OF_ONE = re.compile("每人|人均|[他她]")
# 空的是学先进学校经验那一格: a cell's name.
_OF_A_MIRROR = re.compile("(?:先进|优秀)学校的?(?:经验|做法)")
_NEAR = 80
_LABELS = {"filled": "发言提纲填写的格数是", "empty": "发言提纲空着的格数是", "all": "发言提纲应填的格数是"}
_LINK: Link = ("meeting", {})


def cells(sentence: str, earlier: str, facts: Facts) -> Iterator[Compared]:
    """Yields how many cells a sentence says there are, are filled, or are empty.

    earlier: the sentences before it in its paragraph, which may say that it is of the outlines.
    """
    spoken = f"{earlier[-_NEAR:]}{sentence}"
    if not re.search("格|提纲", spoken) or not _OF_OUTLINES.search(spoken):
        return
    yield from _whose(sentence, facts)
    if "格" not in sentence or is_of_others(_OF_A_MIRROR.sub("", sentence)):
        return
    members, mirrors = (facts.groups.get(kind, ()) for kind in ("member", "mirror"))
    named = [each for each in members if each in sentence]
    counts = [facts.counted("finding", [frozenset({one, each})])[:1] for one in members for each in mirrors]
    values = [each[0].value for each in counts if each]
    if not values or len(values) != len(members) * len(mirrors):
        return
    filled = sum(each > 0 for each in values)
    sizes = {"filled": filled, "empty": len(values) - filled, "all": len(values)}
    yield from _counted(sentence, sizes, is_of_all=not named)
    wholly = _WHOLLY.search(sentence)
    if wholly and not named and not re.search("除|[没未]|不是", sentence[: wholly.start()]):
        record = Fact("outline", frozenset(), sizes["empty"], _LABELS["empty"], _LINK)
        yield Compared("figure", wholly[0], [record], filled == len(values))


def _whose(sentence: str, facts: Facts) -> Iterator[Compared]:
    """Yields whose cell, and on which of the mirrors, a sentence says is empty, where something is written in it."""
    for pattern in _EMPTY_ONE:
        match = re.search(pattern, sentence)
        members, mirrors = (
            list(dict.fromkeys(named_in(match["whose"] if match else "", facts.groups.get(kind, ()), called)))
            for kind, called in (("member", {}), ("mirror", facts.words.get("finding", {})))
        )
        is_clear = len(members) == 1 or (not members and len(mirrors) == 1)  # 空着的是对照上级部署的一格: anybody's
        if match is None or not is_clear or len(mirrors) > 1 or is_elsewhere(match[0]):
            continue
        every = members or facts.groups.get("member", ())
        asked = [frozenset({one, each}) for one in every for each in mirrors or facts.groups.get("mirror", ())]
        written = [fact for traits in asked for fact in facts.counted("finding", [traits])[:1]]
        yield Compared("figure", match["whose"], written[:1], any(each.value == 0 for each in written))


def _counted(sentence: str, sizes: Mapping[str, int], *, is_of_all: bool) -> Iterator[Compared]:
    """Yields the numbers of cells that a sentence gives, and the share of those that are filled."""
    for what, pattern in _PATTERNS if is_of_all else ():
        for match in re.finditer(pattern, sentence):
            before = f"{sentence[: match.start()].rpartition('，')[2]}{match[0]}"
            if not is_elsewhere(before) and not _OF_ONE.search(before):
                record = Fact("outline", frozenset(), sizes[what], _LABELS[what], _LINK)
                yield Compared("figure", match[0], [record], numeral(match["number"]) == sizes[what])
    for share in shares_in(sentence) if is_of_all else ():
        if _RATE.search(sentence[: share.start]):
            rate = Rate("", frozenset(), sizes["filled"], sizes["all"], "发言提纲填写的格数占", _LINK)
            yield Compared("rate", sentence[share.start : share.end], [rate], share_agrees(share, rate.share))
