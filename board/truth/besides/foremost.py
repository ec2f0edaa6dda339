"""Compares who or what a sentence lists as the first two or three with the records. Pure.

牵头事项的前两位是后勤副校长和德育副校长; 意见最多的两条渠道是座谈会和书面: wrong only where so of no list.
"""

import re
from collections.abc import Iterator, Sequence

from board.report.text import numeral
from board.truth.facts import Compared, Facts
from board.truth.ledgers import Fact
from board.truth.loosely.cues import sides_named
from board.truth.loosely.series import Series, series, things_in, ways
from board.truth.words import is_elsewhere, is_of_others

_KIND = "(?:位|名|家|个|条|类|种|项)(?:成员|同志|副校长|领导|部门|科室|处室|渠道|途径|方面|群体|人|路)?"
_FIRST = re.compile(
    rf"(?:(?:排|居|列)?(?:在|于)?[前头](?P<first>[两二三])|最多的(?P<most>[两二三])){_KIND}的?"
    r"(?:依次|分别|就|正|则)*(?:是|为|要数)(?P<names>[^，,。；：:\d]{4,40}?)(?=[，,。；：:（(]|$)"
)
_OTHER = re.compile("率|优良|逾期|超期|评价|进度|最少|轮|票|表")


def foremost(sentence: str, earlier: str, facts: Facts) -> Iterator[Compared]:
    """Yields those that a sentence lists as the first so many, where others have more in every list that may be meant.

    earlier: the sentences before it in its paragraph, which may say what is counted.
    """
    match = _FIRST.search(sentence)
    if match is None or is_of_others(sentence) or is_elsewhere(sentence) or _OTHER.search(sentence):
        return
    size = numeral((match["first"] or match["most"]).replace("两", "二"))
    text, record = f"{earlier[-80:]}{sentence}", list[Fact]()
    for thing in things_in(sentence, text):
        named = list(sides_named(match["names"], thing, facts))
        for side in {tuple(side) for side, _ in named}:
            words = [word for its, word in named if tuple(its) == side]
            if len(words) != size or len(words) != len(named):
                continue
            for counts in series(thing, side, ways(thing, side, sentence, facts), facts):
                if (more := _more(words, counts)) is None:
                    return
                record += [more]
    if record:
        yield Compared("figure", match["names"], record[:1], agrees=False)


def _more(words: Sequence[str], counts: Series) -> Fact | None:
    """The count of the one that has most of those not named, if any of those named has fewer."""
    rest = max((fact for word, fact in counts.items() if word not in words), key=lambda each: each.value, default=None)
    least = min(counts[word].value for word in words)
    return rest if rest and (rest.value > least or not least) else None
