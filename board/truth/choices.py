"""Compares how many chose an answer with the records: 第二轮总体评价勾“好”的 87 人. Pure.

A count is of the round and the criterion that are named before it in the sentence; where neither is named, any may be
meant. Answers that are withheld are not known here, nor are those of a group alone.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

import pandas as pd

from board.report.text import Number, numbers
from board.store.frames import each_row
from board.truth.facts import Choice, Compared, Facts, agrees, share_agrees
from board.truth.ledgers import Fact, Link
from board.truth.words import framed, is_elsewhere

_CHOSEN = r"(?:评|勾|打|选|说|答|填|投|画|嫌|表示|给出?|认为|评为|评价为|觉得)(?:了|上|是|为|的是)?"
_BETWEEN = re.compile(
    r"[”\"」]?(?:这?一?[档栏项]|等次)?的?(?:人数?|同志|代表|票数?|表|答卷)?(?:最多|最少)?[，,]?(?:就|也|还)?(?:只|仅)?"
    r"(?:有|为|合计|一共|总共|计|共|是|达到?|占到?了?|约|近|不到|超过|大约|将近)*\s*"
)
_EVALUATED = re.compile("评议|征评|测评|总体|轮")
_OTHER_FORM = re.compile("调查|问卷|满意度|考核|测验|家长会|课堂")
# “一般”，8 人给“差”: the number is of the next; “好”和“较好”的: of both.
_OF_NEXT = re.compile(rf"[^，,。“\"「]{{0,6}}{_CHOSEN}[“\"「]")
_JOINT = r"[”\"」]?(?:以及|和|与|、|或者?|及)[“\"「]?"
_AFTER = r"(?=[”\"」的，,（(\d\s]|这?一?[档栏]|等次|人|占|有|约|[。；！]|$)"
_PEOPLE = frozenset({"人", "名", "位", "张", "票", "份", "个", "人次"})


def choices(round_name: str, answers: pd.DataFrame, link: Link) -> Iterator[Choice]:
    """The choices of a round whose counts may be shown, from `evaluation.results.answers`."""
    shown = answers[answers["answer_count"].notna()]
    bases = shown[shown["points"].notna()].groupby("criterion_id")["answer_count"].sum()
    for row in each_row(shown):
        base = int(bases.get(row.criterion_id, 0))
        yield Choice(
            round_name, row.criterion_label, bool(row.is_overall), row.answer_label, int(row.answer_count), base, link
        )


def chosen(sentence: str, facts: Facts) -> Iterator[Compared]:
    """Yields each count or share of those who gave an answer in a sentence."""
    known, groups = facts.choices, facts.groups.get("group", ())
    labels_of_criteria = {each.criterion for each in known}
    words = {word: label for word, label in facts.words.get("ballot", {}).items() if label in labels_of_criteria}
    is_of_rounds = _EVALUATED.search(sentence) or any(word in sentence for word in words)
    is_of_others = _OTHER_FORM.search(sentence) or any(group in sentence for group in groups)
    if not is_of_rounds or is_of_others or is_elsewhere(sentence):
        return
    known = (*known, *_good(facts))
    labels = sorted({each.answer for each in known}, key=len, reverse=True)
    names = "|".join(map(re.escape, labels))
    for match in re.finditer(
        rf"(?:{_CHOSEN}[“\"「]?|[“\"「])(?P<answers>(?:{names})(?:{_JOINT}(?:{names}))*){_AFTER}", sentence
    ):
        number = _number(sentence, match)
        answers = set(re.findall(names, match["answers"]))
        if number is None or (number.kind == "count" and number.measure not in _PEOPLE):
            continue
        of = _criteria(sentence[: match.start()], answers, known, words)
        rounds = framed(sentence, match.start()) or {each.round_name for each in known}
        meant = [each for each in known if each.criterion in of and each.round_name in rounds]
        together = _together(meant, answers)
        if together:
            yield _compared(sentence, number, together)


def _good(facts: Facts) -> Iterator[Choice]:
    """How many answered well in each round to each criterion, as 优良率 counts them: 评为优良的 146 人."""
    overall = {(each.round_name, each.criterion): each for each in facts.choices}
    for (name, criterion), choice in overall.items():
        rates = facts.rated("优良率", frozenset({name, criterion}))
        if rates:
            yield replace(choice, answer="优良", count=rates[0].part, base=rates[0].base)


def _number(sentence: str, match: re.Match[str]) -> Number | None:
    """The number of those who gave the answers of a match: right after them, or right before (156 人评为好或较好)."""
    between = _BETWEEN.match(sentence, match.end("answers"))
    end = between.end() if between else match.end()
    after = next((each for each in numbers(sentence) if each.start == end), None)
    if after is not None:
        return None if _OF_NEXT.match(sentence[after.end :]) else after
    return next((each for each in numbers(sentence) if each.end == match.start() and each.measure in _PEOPLE), None)


def _together(meant: Sequence[Choice], answers: Collection[str]) -> list[Choice]:
    """The choices of all these answers together, of each round and criterion that offers them."""
    sums: dict[tuple[str, str], list[Choice]] = {}
    for each in meant:
        if each.answer in answers:
            sums.setdefault((each.round_name, each.criterion), []).append(each)
    return [
        replace(mine[0], answer="、".join(each.answer for each in mine), count=sum(each.count for each in mine))
        for mine in sums.values()
        if len(mine) == len(answers)
    ]


def _compared(sentence: str, number: Number, meant: Sequence[Choice]) -> Compared:
    mark = sentence[number.start : number.end]
    records = [Fact("ballot", frozenset(), each.count, each.label, each.link) for each in meant]
    if number.kind == "count":
        return Compared("figure", mark, records, any(agrees(number, each.count) for each in meant))
    shares = [Fraction(each.count, each.base) for each in meant if each.base]
    return Compared("figure", mark, records, not shares or any(share_agrees(number, each) for each in shares))


def _criteria(before: str, answers: Collection[str], known: Sequence[Choice], words: Mapping[str, str]) -> set[str]:
    """The criteria that answers may be to: that named last before them, else those that offer them."""
    offered = {each.criterion for each in known if each.answer in answers}
    overall = [("总体", each.criterion) for each in known if each.is_overall]
    named = [(before.rfind(word), label) for word, label in (*words.items(), *overall) if word in before]
    return {max(named)[1]} & offered if named else offered
