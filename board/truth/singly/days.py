"""The days that a text names. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from board.report.text import clauses, numeral
from board.truth.facts import Happening
from board.truth.words import ALSO

NUMERAL = r"\d{1,2}|[一二三四五六七八九十]{1,3}"
DAY = re.compile(
    rf"(?:(\d{{4}})年)?({NUMERAL})月({NUMERAL})[日号](?![前后以至到—~～-]|起(?!在|铺开|开始|启动|拉开|发动|进行|开展|展开|组织|发放|下发|发出|分发))(?!之[前后])"
)
ANY_DAY = re.compile(rf"(?:(\d{{4}})年)?({NUMERAL})月({NUMERAL})[日号]")

# 座谈会开了两场。教职工那一场是 11 月 12 日开的.
_THAT_ONE = re.compile(r"(?P<who>教职工|教师|家长|居民|群众|党员|学生)(?:代表)?的?那[一1]?[场次回](?!座谈)")
# 座谈会开了两场。头一场定在 11 月 12 日.
_ONE_OF_THEM = re.compile(
    "(?:^|(?<=[，,；]))(?:头一?|第[一二三四]|首|前一|后一|另一)[场次回](?:座谈)?(?=[^，,。；]{0,6}[在于是为])"
)
_OTHERS = re.compile("民主生活会|领导小组|大会|家长会|稿")
_LATELY = 40
# 11 月 26 日成文，等日子定下来再公开.
_ONLY_THEN = re.compile("[等待][^，,。；]{0,16}[再才方][^，,。；]{0,2}公[布开示]")
# 11 月 23 日成文、24 日公布: of the month before.
_THEN_PUBLISHED = re.compile(
    rf"(?P<month>{NUMERAL})月(?:{NUMERAL})[日号][^，,。；、]{{0,6}}[、，,]"
    rf"(?P<written>(?P<day>{NUMERAL})[日号])[^，,。；、]{{0,4}}公[布开示]"
)
# 从 11 月 9 日起开展分析检查阶段工作: what goes on since, which no meeting does.
_SINCE = re.compile(r"\s*起(?!草)")
_NO_MEETINGS = frozenset({"公开", "成稿", "开始", "结束", "送达"})
_IS_PAST = re.compile("第[一二]轮|首轮|批|已|了|过|民主生活会|座谈会|领导小组")
# What a sentence says of where something was published → the words of the record.
_PLACES = (
    ("公开栏|宣传栏|公示栏", "公开栏|宣传栏|公示栏"),
    ("校园网|学校网站|校网|网站", "网"),
    ("教师大会|教职工大会|教师会", "教师|教职工"),
    ("家长会|家长大会|家长群", "家长"),
    *((word, word) for word in ("公众号", "广播")),
)
_TO = re.compile(r"(?:(?:公开|通报|公布)?对象[为是]|[仅只](?:向|面向))(?:全体|支部)?(?P<whom>教职工|家长|党员|学生)")
_THERE = re.compile(r"[，,](?:地方|地点|位置|公布处)(?:是|为|在)[^，,。]*")
# What a publication is of: a word of its records → how a text says so.
OF = (
    ("评议结果", r"评议(?:的)?结果|征评(?:的)?结果|测评结果|评议情况|结果"),
    ("整改情况", r"立行立改|整改|(?:第一|首|头一|头)批(?:事项)?(?:的)?办理"),
    ("分析检查报告", r"报告"),
    ("通报材料", r"民主生活会|通报材料"),
)


def is_to_come(text: str, today: date) -> bool:
    """Whether a text names a day that is still to come: 12 月 5 日前逐条给回音."""
    days = (day_of(match, today) for match in ANY_DAY.finditer(text))
    return any(day is not None and day > today for day in days)


def kinds_of(known: Sequence[Happening]) -> dict[str, str]:
    """The names of the kinds of meetings on record, each with its kind."""
    meetings = (each for each in known if each.kind not in _NO_MEETINGS)
    return {name: each.kind for each in meetings for name in (each.kind, *ALSO.get(each.kind, ()))}


def published_elsewhere(
    clause: str, after: str, mine: Sequence[Happening]
) -> Iterator[tuple[str, Sequence[Happening], bool]]:
    """Yields the places that a clause names where none of these was published, and for whom it or the next says."""
    to = _TO.search(clause) or _TO.match(after.lstrip("，,"))
    if to and all(each.day and each.place and to["whom"] not in each.place for each in mine):
        yield to[0], mine, False
    there = _THERE.match(after)
    for word, pattern in _PLACES:
        named = re.search(word, there[0] if there else clause)
        if named and all(each.day and each.place and not re.search(pattern, each.place) for each in mine):
            yield named[0], mine, False


def may_be_then(
    events: Sequence[Happening], sentence: str, match: re.Match[str], today: date, *, is_own: bool
) -> list[Happening]:
    """Those of some events that may be of a day: no meeting goes on since then, nor was one published that is to come.

    is_own: whether the day's own clause says what was done or published then.
    """
    day = day_of(match, today)
    is_to_be = day is not None and day > today
    if is_to_be and not (is_own and _IS_PAST.search(sentence)):
        return []  # 12 月 8 日起组织群众评议，评议结果及时向家长公开
    if not _SINCE.match(sentence, match.end()):
        return [*events]
    return [each for each in events if each.kind in _NO_MEETINGS and (is_own or each.kind != "公开")]


def day_of(match: re.Match[str], today: date) -> date | None:
    """The day named, in the year of today where none is given; None for an impossible date."""
    month, day = (numeral(each) or 0 for each in (match[2], match[3]))
    try:
        return date(int(match[1] or today.year), month, day)
    except ValueError:
        return None


def in_full(sentence: str, earlier: str) -> str:
    """A sentence with the full names of meetings spoken of before (教职工那一场), without what is to be published."""
    sentence = _ONLY_THEN.sub(lambda match: "等" * len(match[0]), sentence)
    last = f"{earlier[-_LATELY:]}{sentence}"
    sentence = _ONE_OF_THEM.sub("座谈会", sentence) if "座谈会" in last and not _OTHERS.search(last) else sentence
    return _THAT_ONE.sub(r"\g<who>座谈会", sentence) if "座谈会" in f"{earlier[-_LATELY:]}{sentence}" else sentence


def last_named(text: str, kinds: Mapping[str, str]) -> str:
    """The kind of meeting that a text names last; 会议 where it names none."""
    return max(((text.rfind(name), kind) for name, kind in kinds.items() if name in text), default=(0, "会议"))[1]


def clause_at(sentence: str, start: int) -> str:
    """The clause of a sentence that begins at a place."""
    return next((sentence[first:last] for first, last in clauses(sentence) if first == start), "")


def named_publications(own: str, known: Sequence[Happening]) -> Iterator[Happening]:
    """The publications of what the day's own clause names, whatever it says of them: 立行立改的情况 24 日报了家底."""
    named = [word for word, pattern in OF if re.search(pattern, own)]
    yield from (each for each in known if each.kind == "公开" and any(each.about.startswith(word) for word in named))


def published_then(
    sentence: str, known: Sequence[Happening], today: date
) -> Iterator[tuple[str, Sequence[Happening], bool]]:
    """Yields the day without a month on which a sentence says that what it names was published, as `days_given`."""
    for match in _THEN_PUBLISHED.finditer(sentence):
        mine = [each for each in named_publications(sentence[: match.start()], known) if each.day]
        month, day = numeral(match["month"]), numeral(match["day"])
        then = [each for each in mine if each.day and (each.day.month, each.day.day) == (month, day)]
        if mine and month and day and (month, day) <= (today.month, today.day):
            yield match["written"], mine, bool(then)
