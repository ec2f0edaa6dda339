"""A tally's titles and sums: whose counts they are, how many ballots are behind them, whether they are percentages."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from board.importing.choices import Choices
from board.importing.facts import read_day, read_group, read_way
from board.importing.form import BallotForm
from board.importing.text import clean
from board.words import WAY as WAY_LABELS

_COUNT = r"[^\d合计，。；,;]{0,8}?(\d{1,7})\s*[份张票]?"
_STATED = {
    "valid": re.compile("有效" + _COUNT),
    "void": re.compile("(?:废票|作废|无效)" + _COUNT),
    "returned": re.compile("(?:收回|回收|交回)" + _COUNT),
}
# 评议对象 is whoever is judged, not who judges; 制表日期 and the like are of the table, not of its ballots.
_NAMED_GROUP = re.compile(
    r"(?:(?:参评|评议|参加|填表|测评)(?:人员|人|群体)(?:的?(?:类别|身份))?|参[评加]对象|(?<!评议)(?<!测评)(?<!考核)对象|群体|类别|组别|身份)"
    r"[:：]\s*([^\s,，。;；(（]+)"
)
_NAMED_WAY = re.compile(r"(?:(?:参评|评议|填[表写]|测评)方式|途径|(?:^|[\s,，;；(（])方式)[:：]\s*([^\s,，。;；(（]+)")
# （纸质）, 纸质评议表, 网上投票; of the votes, not of what they are about.
_WAY_BESIDE = re.compile(
    r"[(（【\[]\s*([^()（）【】\[\]]{1,6})\s*[)）】\]]|(纸质|书面|网上|线上|网络|线下|现场|扫码)(?=评议|测评|投票|填[表写]|问卷|表|票)"
)
_NAMED_DAY = re.compile(
    r"(?:(?:填[表写报]|评议|参评|测评|投票|计票|回收|收回|交表|提交)(?:日期|时间)|(?:^|[\s,，;；(（])(?:日期|时间))[:：]\s*"
    r"([^,，;；(（]+?)(?=\s{2}|[,，;；(（]|\s+\S+[:：]|$)"
)
# 会议日期：2025年12月10日, named in any other way; but not when the table was made, or has to be sent in.
_OTHER_DAY = re.compile(
    r"(?:^|[\s,，;；(（])([^\s:：,，;；(（）)]{0,6})(?:日期|时间)[:：]\s*([^,，;；(（]+?)(?=\s{2}|[,，;；(（]|\s+\S+[:：]|$)"
)
_OF_THE_TABLE = re.compile(
    "制|统计|汇总|导出|打印|印|报送|上报|截[止至]|生成|下载|创建|录入|出生|开始|结束|起止|审核|核对|更新|修改|任职|成立|通过|公示|聘"
)
_A_DAY = r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}(?!\d)\s*[日号]?"
# 2025年12月10日民主评议表, 评议表（2025年12月10日）; not from one day to another.
_DAY_BESIDE = re.compile(rf"^({_A_DAY})(?=[^\d至到起前止—~-]*(?:评议|测评|投票))|[(（]\s*({_A_DAY})\s*[)）]")
# Below a table 日期 is of whoever signs it.
_DAY_BELOW = re.compile(rf"(?:填[表写]|评议|参评|测评|投票|回收|收回)(?:日期|时间)[:：]\s*({_A_DAY})")
_ORDERED = re.compile(
    r"^(?:[(（][一二三四五六七八九十\d]{1,3}[)）][、.．:：]?|[一二三四五六七八九十\d]{1,3}[、.．:：])\s*"
)
_AFTER_GROUP = re.compile(r"(?:[（(:：]|(?:本次|共|总共)?(?:发出|发放|下发|收回|回收|交回)[^\d，。]{0,6}\d).*$")
# 一（1）班家长评议表: what a class has is a group's, not what is judged.
_OF_A_CLASS = re.compile(
    r"^.{0,12}(?:班|年级)的?([^班级]{2,8}?)(?:评议|测评)(?:表|票|卷)?(?:登记|录入|汇总|统计)?[表册]?(?:[(（].*)?$"
)
_IN_PERCENT = re.compile("单位[:：]?\\s*(?:%|百分比)|(?:均|都|数字|数据|以)[^。，]{0,6}(?:百分比|%)")
_CORNER = re.compile("%|百分比")
_RETURNED = re.compile("总票|总张|总份|收回|回收")


@dataclass(frozen=True)
class Named:
    """A figure given for a group beside its counts (valid, void, returned ballots, the sum of a row); its position."""

    group: str
    way: str
    day: str
    what: str
    text: str
    row: int
    column: int
    criterion_id: str = ""


def kind_of_total(header: str) -> str:
    """Names what a column of sums counts: valid ballots, those returned (perhaps with void ones), a row's answers."""
    if "有效" in header:
        return "valid"
    return "returned" if _RETURNED.search(header) else "total"


def in_percent(titles: Sequence[str], corner: str) -> bool:
    """Whether titles or the heading above the criteria say that all numbers are percentages."""
    return any(_IN_PERCENT.search(clean(title)) for title in titles) or _CORNER.search(clean(corner)) is not None


def group_above(titles: Sequence[str], sheet: str | None, form: BallotForm) -> str:
    """The group that the titles or the sheet's name give; if they differ both, as a word that has to be asked about."""
    title = group_of_titles(titles, form)
    tab = group_of_titles([sheet], form) if sheet else ""
    above, beside = _contained(titles, form), _contained([sheet or ""], form)
    for named, others in ((title, beside), (tab, above)):
        if named and others and read_group(named, form) not in others:
            return "、".join(sorted({named, *others}))
    return tab or title


def _contained(texts: Sequence[str], form: BallotForm) -> set[str]:
    return {group for group in form.groups for text in texts if clean(group) in clean(text)}


def group_of_titles(titles: Sequence[str], form: BallotForm) -> str:
    """A group that a title names outright; containing its name isn't enough."""
    for title in reversed(titles):
        plain = _AFTER_GROUP.sub("", _ORDERED.sub("", clean(title)))
        named = _NAMED_GROUP.search(clean(title)) or _OF_A_CLASS.search(clean(title))
        group = read_group(title, form) or read_group(plain, form) or (read_group(named[1], form) if named else None)
        if group:
            return group
    return ""


def facts_above(
    titles: Sequence[str], sheet: str | None, form: BallotForm, choices: Choices, *, with_group: bool = True
) -> tuple[Choices, list[str]]:
    """The choices with group, way and day as the titles name them, each only where they name one; and notes.

    What the clerk chose of group and way comes first. The day comes from the titles, as they name it themselves.
    with_group: whether all ballots may be of the group that the titles name.
    """
    is_named = with_group and _names_one(titles, form)
    group = read_group(group_above(titles, sheet, form), form) if is_named else None
    ways = {read_way(text, choices.ways) for title in titles for text in _NAMED_WAY.findall(clean(title))}
    beside = {
        text
        for title in (*titles, sheet or "")
        for texts in _WAY_BESIDE.findall(clean(title))
        for text in texts
        if text
    }
    ways = ways or {found for text in (*beside, sheet or "") if (found := read_way(text, choices.ways))}
    days = _days_above(titles, sheet, choices.cast_on)
    way = ways.pop() if len(ways) == 1 else None
    day = days.pop() if len(days) == 1 else None
    notes = [f"表头上面写着“{group}”，没有写类别的都按它计"] if group and not choices.group else []
    notes += [f"表头上面写着“{WAY_LABELS[way]}”，没有写方式的都按它计"] if way and not choices.way else []
    notes += [f"表头上面写着 {day:%Y-%m-%d}，没有写日期的都按这一天计"] if day else []
    placed = replace(choices, group=choices.group or group, way=choices.way or way, cast_on=day or choices.cast_on)
    return placed, notes


def _days_above(titles: Sequence[str], sheet: str | None, until: date | None) -> set[date | None]:
    """The days that titles name as those of the ballots; or else by another name, alone, on the tab, beside a title."""
    texts = [clean(title) for title in titles]
    named = {read_day(text, until) for title in texts for text in _NAMED_DAY.findall(title)}
    others = (text for title in texts for name, text in _OTHER_DAY.findall(title) if not _OF_THE_TABLE.search(name))
    beside = (text for title in texts for both in _DAY_BESIDE.findall(title) for text in both if text)
    return (
        named
        or {day for text in others if (day := read_day(text, until))}
        or {day for title in titles if (day := read_day(title))}
        or {day for day in [read_day(sheet, until) if sheet else None] if day}
        or {day for text in beside if (day := read_day(text))}
    )


def facts_named(text: str) -> list[str]:
    """The way and the day that a row below a table names as those of its ballots, as titles name them."""
    plain = clean(text)
    ways = [f"评议方式：{word}" for word in _NAMED_WAY.findall(plain) if read_way(word)]
    return [*ways, *(f"评议日期：{day}" for day in _DAY_BELOW.findall(plain) if read_day(day))]


def facts_below(texts: Sequence[str], form: BallotForm, before: Choices, above: Choices) -> tuple[Choices, list[str]]:
    """The choices with what rows below the table name and nothing above it does, and notes. before: the choices without
    what is above."""
    below, notes = facts_above(texts, None, form, before, with_group=False)
    day = below.cast_on if above.cast_on == before.cast_on else above.cast_on
    placed = replace(above, way=above.way or below.way, cast_on=day)
    return placed, [note.replace("表头上面", "表下面") for note in notes] if texts else []


def _names_one(titles: Sequence[str], form: BallotForm) -> bool:
    return len({group for title in titles if (group := group_of_titles([title], form))} | _contained(titles, form)) <= 1


def stated(group: str, texts: Sequence[str], number: int) -> Iterator[Named]:
    """有效 43 份，废票 2 份, as titles write it; only where there is one such number. What is returned and not valid is
    void."""
    counts: dict[str, int] = {}
    for what, pattern in _STATED.items():
        found = {match for text in texts for match in pattern.findall(clean(text))}
        if len(found) == 1:
            counts[what] = int(found.pop())
    if counts.keys() == {"valid", "returned"} and counts["returned"] >= counts["valid"]:
        counts["void"] = counts["returned"] - counts["valid"]
    if counts.keys() == {"void", "returned"} and counts["returned"] >= counts["void"]:
        counts["valid"] = counts["returned"] - counts["void"]
    for what in ("void", "valid"):
        if what in counts:
            yield Named(group, "", "", what, str(counts[what]), number, 0)
