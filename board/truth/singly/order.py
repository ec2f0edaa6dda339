"""Compares what a sentence says came before something else, or so many days after it, with the records. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from board.report.text import chinese_number
from board.truth.facts import Happening
from board.truth.singly.dates import OF_ROUND, OF_VERSION, PUBLISHED, WrongDay, events_in
from board.truth.singly.days import DAY, day_of, kinds_of
from board.truth.words import lies_elsewhere

# What came first, and what later; so many days after something.
_FIRST = re.compile(
    r"(?P<mark>先)(?:是|期|行)?(?P<one>[^，,；]{2,18}?)[，,]?(?:随后|而后|之后|然后|接着|尔后|再|才|后)+(?P<two>[^，,；]{2,20})"
)
_LATER = re.compile(
    r"(?P<two>[^，,；先]{2,18}?)(?P<mark>晚于|[是在]?(?=[^，,；]{2,12}之?后))(?P<one>[^，,；]{2,12}?)(?:之?后|$)"
)
_EARLIER = re.compile(
    r"(?P<one>[^，,；先]{2,18}?)(?P<mark>早于|[是在]?(?=[^，,；]{2,12}之?前))(?P<two>[^，,；]{2,12}?)(?:之?前|$)"
)
_DAYS_AFTER = re.compile(
    r"(?:[过仅只隔]了?)?(?:(?P<nth>第)?(?P<days>\d+|[一二两三四五六七八九十]+)天(?:[之以]?后)?|次日|翌日|隔天)(?=[，,]?[^，,。]*[^，,。\d])"
)
# 两次会议之间隔了 6 天: of the two, not of what is named next; nor is 比期限早 1 天.
_NOT_AFTER = re.compile("前$|早了?$|[之中]间[^，,。；]{0,4}$")


def in_order(sentence: str, known: Sequence[Happening], today: date) -> Iterator[WrongDay]:
    """Yields what a sentence says came before something else, or so many days after it."""
    kinds = kinds_of(known)
    for pattern in (_FIRST, _LATER, _EARLIER):
        match = pattern.search(sentence)
        if match is None or lies_elsewhere(sentence):
            continue
        one, two = (spoken_of(match[name], known, kinds) for name in ("one", "two"))
        if one and two and not any(each in two for each in one):
            is_so = min(each.day for each in one if each.day) <= max(each.day for each in two if each.day)
            yield match["mark"], [one[0], two[0]], is_so
            return
    match = _DAYS_AFTER.search(sentence)
    if match is None or _NOT_AFTER.search(sentence[: match.start()]) or lies_elsewhere(sentence):
        return
    before, after = sentence[: match.start()], clause_of(sentence[match.end() :])
    named = list(DAY.finditer(before))
    anchors = [day_of(named[-1], today)] if named else [each.day for each in spoken_of(before, known, kinds)]
    later = [*spoken_of(after, known, kinds), *spoken_of(f"报告{after}", known, kinds)]
    number = re.match(r"\d+", match["days"] or "")
    days = (int(number[0]) if number else chinese_number(match["days"] or "") or 0) if match["days"] else 1
    days -= match["nth"] is not None and match["days"] is not None
    if anchors and later and all(anchors):
        gaps = {(each.day - anchor).days for each in later for anchor in anchors if each.day and anchor}
        yield match[0], later, days in gaps


def clause_of(text: str) -> str:
    """The first clause of a text."""
    return re.split("[，,]", text.lstrip("，,"), maxsplit=1)[0]


def spoken_of(text: str, known: Sequence[Happening], kinds: Mapping[str, str]) -> list[Happening]:
    """Events that a text names: a publication, the end of a round, a version, or meetings of one kind."""
    if PUBLISHED.search(text) or OF_ROUND.search(text) or OF_VERSION.search(text):
        return [each for each in events_in(text, known, kinds, None) if each.day]
    meetings = [each for each in known if each.kind in kinds.values() and ("报告" in text or "报告" not in each.about)]
    return [each for each in events_in(f"召开{text}", meetings, kinds, None) if each.day]
