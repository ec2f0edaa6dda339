"""Tallies in which every number tells whose it is: a few ballots, of one to four people, beside very many of others.

Many answers are a multiple of STEP, each a different one; many ballots are one of UNIT. The few all answer a criterion
alike, each criterion otherwise. So whatever sums two numbers are of, they lie less than five apart only where less than
five of the few are in one and not in the other; and a number of ballots is known from a number of answers.
"""

import random
from collections.abc import Mapping
from datetime import date
from hashlib import sha256

import pyarrow as pa

from board.importing.checked import NO_ROWS, Checked
from board.importing.form import BallotForm

STEP, UNIT, MOST_FEW = 16, 10**7, 1000
LEAST, BOX = 10**6, 9_000_000
MANY = 0
# Group, way and day → how many ballots: a few, or MANY.
Brought = Mapping[tuple[str, str, date], int]


def telling_file(
    name: str,
    form: BallotForm,
    brought: Brought,
    few_answered: Mapping[tuple[str, str], int] | None = None,
    like: str = "",
    put_right: Mapping[tuple[str, str], int] | None = None,
) -> Checked:
    """A checked tally. few_answered: group and criterion → how many of its many ballots answered that one. like: the
    name of another file with the same many ballots, in the same order. put_right: group and criterion → how many of the
    first answers are the second here."""
    chance = random.Random(like or name)  # noqa: S311 - numbers made up for a test
    ballots, answers = [], []
    for (group, way, day), few in brought.items():
        place = {"group_label": group, "way": way, "cast_on": day}
        count = few or chance.randrange(10, 20) * UNIT
        ballots.append({**place, "is_void": False, "ballot_count": count})
        for position, criterion in enumerate(form.criteria):
            ranks = [answer.rank for answer in criterion.answers]
            answered = few or (few_answered or {}).get((group, criterion.criterion_id), MANY)
            given = {[*ranks, 0][position % (len(ranks) + 1)]: answered} if answered else _many(chance, ranks)
            few_right = (put_right or {}).get((group, criterion.criterion_id), 0)
            for rank, more in zip(ranks, (-few_right, few_right), strict=False):
                given[rank] = given.get(rank, 0) + more
            given[0] = given.get(0, 0) + count - sum(given.values())
            keys = {**place, "criterion_id": criterion.criterion_id}
            answers += [{**keys, "rank": rank, "answer_count": n} for rank, n in sorted(given.items()) if n]
    return _checked(name, answers, ballots)


def telling_rows(form: BallotForm, groups: Mapping[str, int]) -> list[list[str]]:
    """Rows of a tally as a file has them: group, criterion, answer and how many. groups: how many ballots, a few or
    MANY, which are BOX; a file may say no number as large as those of `telling_file`."""
    chance = random.Random("file")  # noqa: S311 - numbers made up for a test
    rows = []
    for group, few in groups.items():
        for criterion in form.criteria:
            words = [answer.label for answer in criterion.answers]
            counts = [chance.randrange(LEAST // STEP, BOX // 6 // STEP) * STEP for _ in words]
            given = dict(zip(words, [few, *[0] * (len(words) - 1)] if few else counts, strict=True))
            given["弃权"] = (few or BOX) - sum(given.values())
            rows += [[group, criterion.label, word, str(count)] for word, count in given.items()]
    return rows


def _many(chance: random.Random, ranks: list[int]) -> dict[int, int]:
    return {rank: chance.randrange(LEAST // STEP, 2 * UNIT // STEP) * STEP for rank in ranks}


def _checked(name: str, answers: list[dict[str, object]], ballots: list[dict[str, object]]) -> Checked:
    return Checked(
        file_name=name,
        sha256=sha256(name.encode()).hexdigest(),
        byte_count=1,
        encoding="utf-8",
        separator=",",
        row_count=len(answers),
        columns=NO_ROWS.to_pandas(),
        ignored=(),
        assumptions=(),
        problems=(),
        problem_count=0,
        error_count=0,
        ballots=NO_ROWS,
        suggestions=NO_ROWS,
        layout="tally",
        tally=pa.Table.from_pylist(answers),
        tally_ballots=pa.Table.from_pylist(ballots),
    )


def tells_of_few(seen: set[int], fewest: int = 5) -> list[tuple[int, int]]:
    """Of all pairs of numbers seen, those that a few answers lie between; numbers of ballots are no answers."""
    answers = sorted(number for number in seen if number >= LEAST)
    return [
        (one, other)
        for place, one in enumerate(answers)
        for other in answers[place + 1 : place + fewest]
        if other - one < fewest and not (is_of_ballots(one) and is_of_ballots(other))
    ]


def is_of_ballots(number: int) -> bool:
    """Whether a number is one of ballots, whichever are in it."""
    return number % UNIT < MOST_FEW
