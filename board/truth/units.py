"""Names of other units in a report, mostly left over from copied texts. Pure.

A name that looks like a school's or an office's belongs to another unit unless it is the unit's own, in full or short,
a superior's named in the plan, or part of the activity's own words. A clause about learning from another unit may
name it.
"""

import re
from dataclasses import dataclass

from board.truth.words import GENERAL, is_of_others

_SCHOOL = ("小学", "中学", "学校", "幼儿园", "学院", "大学")
_OFFICE = ("街道", "镇", "乡", "街道办", "镇党委", "镇政府", "乡党委", "乡政府")
_BUREAU = ("教育局", "公安局", "财政局", "卫生局", "文体局")
_KINDS = sorted((*_SCHOOL, *_OFFICE, *_BUREAU), key=len, reverse=True)
_NAME = re.compile("|".join(_KINDS))
# Words before or after a name in a clause about learning from somebody.
_LEARNS = re.compile(
    r"外单位|外地|兄弟|他山|互[学鉴促]|切磋|[听观]课|支教|轮岗|联合|共建|一[道起同]|学习(?!实践|调研|科学|贯彻|活动|阶段)|借鉴|参观|考察|取经|对照(?!检查)|交流|结对|联谊|先进|例?如|像|据介绍|据悉|据说|据报|听说|了解到|同期|外校|同行|来电说|来函|写成|混[入进]|[误错][写作抄]|[写抄]错"
)
_ELSEWHERE = re.compile("县城|城[区里]|省城|市[区里]|[外邻][县省市]")
_LEARNT = re.compile(
    r"^[^，,；。]{0,8}(互[学鉴促]|[办做搞抓]得(?:好|实|扎实|出色|早)|走在前|领先"
    r"|经验(?!教训)|做法|结对|交流|取经|参观|考察|联谊|同期|学习(?!实践|调研|科学)|结[为成]|同行|[派来]?的?(?:老师|教师|客人)[^，,]{0,3}来|来了|[借调请转]来)"
)
# 与城南小学结为联片教研单位; 城东小学的同行常来走动: what two units do with each other.
_TOGETHER = re.compile(
    r"结[为成]|结对|联[片办合手盟]|合作|协作|共同体|共享|共用|互[派访换通]|[走往来][动往]|携手|牵手|轮流|商[定量妥]|约[定好]|说[定好]|两校|隔[着一]|相邻|毗邻|为邻|相距|对口|手拉手"
)
# Words that point to another unit as such: 邻近的城西小学…，他们的经验.
_NEIGHBOUR = re.compile(
    r"(?:邻近|附近|相邻|毗邻|隔壁|邻镇|邻校|周边|兄弟学校|兄弟单位|同[镇区市乡县]|片区|对口|结对|外校|同行)的?[（(]?(?:同行)?[（(]?[^，,。]{0,6}$"
)
_THEIRS = re.compile(
    r"(?:他们|该校|人家|那里|对方)[^，,。]{0,14}的?(?:经验|做法|办法|路子|长处)|(?:经验|做法)值得|可供参[照考]|供.{0,3}借鉴|可以学|值得学|学过来|学回来|好做法|办法可以|走在前|(?:他们|该校|人家|那里|对方)的|[同跟与和]我们(?:差不多|相近|一样)|向[他它]们(?:学|看齐)"
)
# A sentence that speaks of us besides speaks of somebody else; and who goes there does.
_OURS = re.compile("我校|本校|(?<!告诉)我们(?!要)|[跟对给同和与]我(?!们)|咱")
_GOES = re.compile("据$|[派赴到去往请]|前往|跟岗|[挂跟]职|推门课")
_BRACKETS = re.compile(r"[（(][^）)]*[）)]")
_KIND_OF_SCHOOL = re.compile(r"中心|实验|附属|第[一二三四五六七八九十]+|完全|九年一贯制|外国语|希望|民族|寄宿制|示范")
_GENERAL = frozenset(GENERAL)
_PLACE_TAGS = frozenset({"ns", "nr", "nz", "nt", "nrt", "nrfg"})
_NAME_TAGS = _PLACE_TAGS | {"n", "j", "s", "b"}


@dataclass(frozen=True)
class Names:
    """An activity's own names: its unit's, and all its other words (theme, tasks, posts, superiors)."""

    unit: str
    words: str = ""

    @property
    def own(self) -> str:
        """The unit's name without what it has in brackets."""
        return _BRACKETS.sub("", self.unit)


def foreign_names(sentence: str, names: Names) -> list[str]:
    """The names of other units in a sentence that it doesn't learn from, each once."""
    if not _NAME.search(sentence):
        return []
    return [
        name
        for name in dict.fromkeys(_unit_names(sentence))
        if not _is_own(name, names.own) and name not in names.words and not _is_learnt_from(name, sentence)
    ]


def _unit_names(sentence: str) -> list[str]:
    """Texts in a sentence that look like units' names, as long as possible, without the general words before them."""
    import rjieba  # noqa: PLC0415 - slow to load

    names: list[str] = []
    words: list[tuple[str, str]] = []
    for word, tag in rjieba.tag(sentence):
        kind, rest = _split(word)
        if rest:
            words.append((rest, "ns" if kind else tag))
        if kind:
            name = _name_before(words, kind)
            if name and names and name.startswith(names[-1]):
                names.pop()
            names += [name + kind] if name else []
            words = [(name + kind, "ns") if name else (kind, "x")]
    return names


def _split(word: str) -> tuple[str, str]:
    """Splits a word ending in a kind of unit into the kind and what comes before it: 青云街道 → 街道, 青云."""
    kind = "" if word in _GENERAL and word not in _KINDS else next(filter(word.endswith, _KINDS), "")
    return kind, word.removesuffix(kind)


def _name_before(words: list[tuple[str, str]], kind: str) -> str:
    """The words right before a kind of unit that form a name with it; empty where they form none."""
    name: list[tuple[str, str]] = []
    for word, tag in reversed(words):
        if word in _GENERAL and not _KIND_OF_SCHOOL.fullmatch(word):
            break
        if tag not in _NAME_TAGS and not _KIND_OF_SCHOOL.fullmatch(word):
            break
        name.insert(0, (word, tag))
    telling = [(word, tag) for word, tag in name if not _KIND_OF_SCHOOL.fullmatch(word)]
    if not telling:
        return ""
    is_place = any(tag in _PLACE_TAGS for _, tag in telling)
    right_before = telling[-1][1] in _NAME_TAGS and kind in {"小学", "中学", "幼儿园"}
    shortest = len("甲乙") if kind in _OFFICE else 1
    found = "".join(word for word, _ in name)
    return found if (is_place or right_before) and len(found) >= shortest else ""


def _is_learnt_from(name: str, sentence: str) -> bool:
    before, _, after = sentence.partition(name)
    clause = re.split(r"[，,；。]", before)[-1]
    around = clause + name + re.split(r"[，,；。]", after)[0]
    if (
        _NEIGHBOUR.search(before)
        or _OURS.search(sentence)
        or _GOES.search(clause)
        or "相比" in around
        or _ELSEWHERE.match(name)
        or _THEIRS.search(after)
        or is_of_others(around.replace(name, ""))
    ):
        return True
    is_with = name.endswith(_SCHOOL) and _TOGETHER.search(re.split(r"[；。]", f"{clause}{after}")[0])
    return bool(is_with or _LEARNS.search(clause) or "外单位" in before or _LEARNT.match(after))


def _is_own(name: str, own: str) -> bool:
    """Whether a name is the unit's own, shortened or with its town's name spelled out, or its town's."""
    if name in own or own in name:
        return True
    place = _KIND_OF_SCHOOL.sub("", _NAME.sub("", own))
    if place and place in name and name.endswith((*_OFFICE, *_BUREAU)):
        return True
    return _in_order(re.sub(r"[镇乡区县市]", "", name), own) or _in_order(own, name)


def _in_order(letters: str, text: str) -> bool:
    """Whether a text contains all the letters in their order."""
    rest = iter(text)
    return all(letter in rest for letter in letters)
