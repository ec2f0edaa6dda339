"""Compares by how many days each of the things that a sentence names is late with its item or task. Pure.

教研垫付的车费逾期 6 天，操场双杠和跑道逾期 5 天; 会后问题整理由副书记负责，时限 11 月 24 日，已逾期 7 天.
"""

import re
from collections.abc import Iterator, Sequence

from board.report.text import clauses, numeral
from board.truth.facts import Case, Compared, Facts
from board.truth.ledgers import Fact, Link
from board.truth.singly.alike import ByPairs
from board.truth.singly.cases import meant, nearest, so_many_days
from board.truth.singly.days import NUMERAL
from board.truth.words import is_elsewhere

_LATE_BY = re.compile(
    r"(?:逾期|超期|过期|超过?了?期限|拖(?:延|后)?了?|晚了?|(?<!推)迟了?|延误了?|误了|误期)(?:已经?|有|了|整整|足足|满|达|过|共|约|近|的|至今|到今天|时间|长|也)*"
    r"(?P<days>(?:\d+|[一二两三四五六七八九十]+)[来多余]?\s*天|(?:一|两)个?(?:周|星期)多?)"
)
# Words that name nothing: 截至目前已逾期 7 天.
_NAMELESS = re.compile("截至|截止|到|目前|今天|至今|如今|眼下|现在|迄今|已经?|[也都就还共]")
_NOT_LATE = re.compile("[比较早]|[都均]得|往后|[将要]|期限[前内]|提前|不到|没有|未|最[长久多]")
_ONLY_DAYS = re.compile(
    r"(?:已经?|达|长达|有|是|足足)*(?P<days>(?:\d+|[一二两三四五六七八九十]+)[来多余]?\s*天)(?=[。；，,！]|$)"
)
_SPOKEN_OF = re.compile("(?:逾期|超期|拖|误期|晚)[^。]*$")
_LATE_ITEMS = re.compile("(?:逾期|超期|误期)[^，,。；]{0,8}[：:，,]")
_ENTRY = re.compile(
    r"(?<=[：:、，,])(?P<name>[^，,。；、：:\d一二两三四五六七八九十]{2,8})(?P<days>(?:\d+|[一二两三四五六七八九十]+)\s*天)(?=[、，,。；]|$)"
)
_DUE = re.compile(rf"(?P<month>{NUMERAL})月(?P<day>{NUMERAL})[日号]")
# Words must tell a task from the others: each pair of signs counts for as many tasks as have it.
_SURE, _ENOUGH, _SHORT, _BEFORE, _NEAR = 3, 2, 1, 3, 60
_ITEMS: Link = ("rectification", {})
_TASKS: Link = ("tasks", {})


def days_late(sentence: str, earlier: str, facts: Facts) -> Iterator[Compared]:
    """Yields by how many days a sentence says that each item or task is late that its clauses name.

    earlier: the sentences before it in its paragraph, which may say that it is of lateness.
    """
    yield from _listed(sentence, facts)
    before: list[str] = []
    for start, end in clauses(sentence):
        clause = sentence[start:end]
        match = _LATE_BY.search(clause) or _then(clause, f"{earlier[-_NEAR:]}{sentence[:start]}", before)
        if match and not _NOT_LATE.search(clause) and not is_elsewhere(clause):
            own = _NAMELESS.sub("", clause[: match.start()])
            for named in re.split("[和与、及]", own) if "各" in clause[: match.start()] else [own]:
                words = named if len(named) > _SHORT else "，".join([*before[-_BEFORE:], named])
                cases = list(_meant(words, "" if words == named else sentence, facts))
                yield from [_compared(match["days"], cases, facts)] if cases else []
        before = [*before, clause]


def _listed(sentence: str, facts: Facts) -> Iterator[Compared]:
    """The days of a list of items that are late: 逾期 6 项：车费 6 天、双杠 5 天."""
    if not _LATE_ITEMS.search(sentence) or is_elsewhere(sentence):
        return
    entries = list(_ENTRY.finditer(sentence))
    for entry in entries if len(entries) > 1 else ():
        item = facts.cases.asked(nearest, entry["name"])
        if item and item.days_late(facts.day):
            yield _compared(entry["days"], [(item, _ITEMS)], facts)


def _then(clause: str, spoken: str, before: list[str]) -> re.Match[str] | None:
    """The days that are a clause of their own, after one on lateness: 器械维修拖得最久，5 天."""
    return _ONLY_DAYS.match(clause) if before and _SPOKEN_OF.search(spoken) else None


def _compared(days: str, cases: Sequence[tuple[Case, Link]], facts: Facts) -> Compared:
    records = [
        Fact("item", frozenset(), case.days_late(facts.day), f"{case.item_id} 逾期的天数是", link)
        for case, link in cases
    ]
    return Compared("figure", days, records, any(each.value in so_many_days(days) for each in records))


def _meant(words: str, text: str, facts: Facts) -> Iterator[tuple[Case, Link]]:
    """The items and tasks that are late of which words may be; text: its sentence, if its own name nothing."""
    if len(words) >= _ENOUGH:
        item = facts.cases.asked(meant, words)
        yield from [(item, _ITEMS)] if item and item.days_late(facts.day) else []
    task = facts.steps.asked(task_named, words)
    tasks = [*facts.steps.asked(_of_someone, text), *([task] if task else [])]
    yield from ((each, _TASKS) for each in tasks if each.days_late(facts.day))


def task_named(sentence: str, known: ByPairs[Case]) -> Case | None:
    """The one task that a sentence names; None if it may be about others."""
    nearest = known.telling(sentence, 2)
    if len(nearest) < len("ab"):
        return None
    (best, case), (second, _) = nearest
    return case if best >= max(_SURE, 2 * second) else None


def _of_someone(text: str, known: ByPairs[Case]) -> tuple[Case, ...]:
    """The tasks of somebody named in a text that are due on a day that it names too, or have words of it."""
    due = {(numeral(each["month"]), numeral(each["day"])) for each in _DUE.finditer(text)}
    alike = {each.item_id for score, each in known.telling(text, 2) if score >= _ENOUGH}
    mine = [each for each in known.records if any(name in text for name in each.people if name)]
    return tuple(
        each for each in mine if each.item_id in alike or (each.due_on and (each.due_on.month, each.due_on.day) in due)
    )
