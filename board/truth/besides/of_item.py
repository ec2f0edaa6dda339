"""Compares until when a sentence says that one item is due, or was put off, and how it stands, with the item. Pure.

门卫代收物品一项 11 月 25 日到期; 留守学生联系卡一项延期 15 天; 期末体育课一项尚未销号: among any other words.
"""

import re
from collections.abc import Iterator
from datetime import date

from board.report.text import clauses, numeral
from board.truth.besides.of_task import may_be_of_task
from board.truth.facts import Case, Compared, Facts, Happening
from board.truth.ledgers import Fact, Link
from board.truth.singly.alike import ByPairs
from board.truth.singly.cases import led, meant
from board.truth.singly.days import ANY_DAY, day_of
from board.truth.words import is_elsewhere, is_of_others
from board.words import ITEM_STATUS

_DAY = ANY_DAY.pattern.replace("(?:(\\d{4})年)?(", "(?:").replace("月(", "月(?:")
_DUE = (
    re.compile(rf"(?P<day>{_DAY})(?:就|已|即|便|才)?(?:到期|为限|截止|是(?:最后)?[期时]限)"),
    re.compile(
        rf"(?:期限|时限|限期|到期日)(?:仍|还|都|也)?(?:定[在于为]|[是为在至到：])?(?P<day>{_DAY})"
        r"(?![^，,。；]{0,6}[推改延调变])"
    ),
    re.compile(rf"(?:要求|应当?|须|限)[在于]?(?P<day>{_DAY})(?:之?前|以前)(?:办[结完]|完成|销号|改好|整改到位)"),
)
_PUT = r"(?:顺延|延[期长后展]?|推迟|推后|往后推|推|展期|放宽|改|调整|调)"
_PUT_OFF = re.compile(rf"(?:[由从自](?P<from>{_DAY}))?[^，,。；\d]{{0,4}}{_PUT}了?[到至为](?P<day>{_DAY})")
_BY_DAYS = re.compile(r"(?:顺延|延期|延长|延后|推迟|推后|往后推)了?(?P<days>\d+|[一二两三四五六七八九十]+)天")
_NEVER = re.compile(
    r"(?:没有?|从未|未曾|不曾)(?:改[过动]|变[过动]|推迟|延[过期]|调整)过?(?:完成|办结|整改)?的?(?:期限|时限|日期)?"
    r"|[期时]限(?:一直|始终)?(?:没有?|从未|未)(?:变|改|动|推迟|延|调整)"
)
_OF_DUE = re.compile("[期时]限|延期|顺延|到期|展期")
_NOT = r"(?:尚未|还没有?|至今没有|至今未|仍未|没有|未能?)"
_OPEN = re.compile(rf"{_NOT}(?:销了?号|办结)(?!的)")
_GOING_ON = re.compile(r"(?:正在|仍在|还在)(?:整改|办理|推进)|整改中")
_HANDED_IN = re.compile(r"(?<!尚未)(?<!没有)(?:已经?|等待|待|只差|就等)(?:提交|申请|报请?|最后)?验收(?!的|人)")
_ONCE = re.compile("曾|当时|那时|原先|先前|一度|后来|之前|以前|本来|直到|要求|如果|凡|才|不")
_SEVERAL = re.compile(
    r"(?<![第\d])(?:[2-9]|\d{2,}|[两二三四五六七八九十几]+)[项件条桩]|[前后]者|各|分别|其[余他它](?:[各几的]|事项)|另"
)
_OF_OTHERS = re.compile("意见|谈心|任务|评议|征评|反馈|会议(?!过密)|答复|初稿|环节|阶段|复[查核]")
_SURELY = re.compile("整改|事项|台账|销号|R-")
_OF_ITEMS = re.compile("整改|事项|台账|销号|[期时]限|一项|到期")
# What any item may be said to be, so that these words tell none from the others.
_OF_ANY = re.compile(r"[期时]限|办[完结理]|销号|整改|完成|推[到迟后]|改[到为过]|顺延|延[期后长]|推进|验收|原定|[日月]")
_SOME, _SURE = 0.5, 3
_LINK: Link = ("rectification", {})


def of_item(sentence: str, _: str, facts: Facts) -> Iterator[Compared]:
    """Yields what a sentence says of the days and the state of the one item that it is about, and who does it."""
    is_of_another = _OF_OTHERS.search(sentence) and not _OF_ITEMS.search(sentence)
    is_of_another = is_of_another or (not _SURELY.search(sentence) and facts.steps.asked(may_be_of_task, sentence))
    if is_of_another or is_of_others(sentence) or _SEVERAL.search(sentence):
        return
    names = [name for kind in ("member", "department", "owner") for name in facts.groups.get(kind, ())]
    somebody = re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))) or "(?!)")
    case = facts.cases.asked(clearly, somebody.sub("，", sentence))
    for start, end in clauses(sentence) if case else ():
        clause = sentence[start:end]
        nearest = facts.cases.asked(likest, _OF_ANY.sub("，", somebody.sub("，", clause)))
        if case is None or (nearest and nearest.item_id != case.item_id):
            continue
        yield from _due(clause, sentence, case, facts.day)
        if not is_elsewhere(clause):
            yield from _state(clause, case)
            yield from led(clause, case, names, _LINK)


def clearly(sentence: str, known: ByPairs[Case]) -> Case | None:
    """The one item that a sentence is about, as `meant`, and by more of its words unless by its id."""
    case = meant(sentence, known)
    nearest = known.telling(sentence, 1)
    is_clear = bool(nearest) and nearest[0][0] >= _SURE
    return case if case and (is_clear or case.item_id in sentence) else None


def likest(words: str, known: ByPairs[Case]) -> Case | None:
    """The item that words are most of, if of any."""
    nearest = known.telling(words, 1)
    return nearest[0][1] if nearest and nearest[0][0] >= _SOME else None


def _due(clause: str, sentence: str, case: Case, today: date) -> Iterator[Compared]:
    """Yields the days on which a clause says that an item is due, and until when, and by how much, it was put off."""
    if not case.days:
        return
    due, first = case.days[0], case.days[-1]
    for match in (match for pattern in _DUE for match in pattern.finditer(clause)):
        yield _on(match["day"], case.days, case, today)
    put_off = _PUT_OFF.search(clause) if _OF_DUE.search(sentence) else None
    if put_off:
        yield _on(put_off["day"], (due,), case, today)
        if put_off["from"]:
            yield _on(put_off["from"], (first,), case, today)
    by_days, never = _BY_DAYS.search(clause), _NEVER.search(clause)
    number = numeral(by_days["days"]) if by_days else None
    record = Fact("item", frozenset(), (due - first).days, f"{case.item_id} 改期推后的天数是", _LINK)
    if by_days and number is not None:
        yield Compared("figure", by_days[0], [record], number == record.value)
    elif never:
        yield Compared("figure", never[0], [record], not record.value)


def _on(written: str, days: tuple[date, ...], case: Case, today: date) -> Compared:
    match = ANY_DAY.match(written)
    record = Happening("", days[0], "", f"{case.item_id} 的期限", _LINK)
    return Compared("day", written, [record], match is None or day_of(match, today) in days)


def _state(clause: str, case: Case) -> Iterator[Compared]:
    """Yields what a clause says of how an item stands now, where it stands otherwise."""
    if _ONCE.search(clause) or ANY_DAY.search(clause):
        return
    never_handed_in = case.submitted_on is None and case.status != "closed"
    for pattern, is_wrong in (
        (_OPEN, case.status == "closed"),
        (_GOING_ON, case.status in {"closed", "not_started"}),
        (_HANDED_IN, never_handed_in),
    ):
        match = pattern.search(clause)
        if match and is_wrong:
            label = f"{case.item_id} 是{ITEM_STATUS.get(case.status, case.status)}，进度百分之"
            yield Compared("figure", match[0], [Fact("item", frozenset(), case.percent, label, _LINK)], agrees=False)
