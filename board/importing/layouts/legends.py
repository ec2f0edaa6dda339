"""Codes for answers that a file explains itself: 说明：1=好 2=较好 3=一般 4=差, above, below or in a column's name."""

import re
from collections.abc import Mapping, Sequence

from board.importing.choices import Choices
from board.importing.form import BallotForm, FormCriterion
from board.importing.roles import criterion_named
from board.importing.text import clean, literal

_GENERAL = ("好", "较好", "一般", "差")
_IS = r"\s*(?:[、.:=)]|[-—–]{1,2}|代表|表示|对应|为|是|即|指)?\s*[“\"]?"
_LEAST = 2


def explained(
    titles: Sequence[str], header: Sequence[str], form: BallotForm, choices: Choices
) -> tuple[Mapping[str, int], list[str]]:
    """`Choices.answers` with the codes that titles, or a criterion's column, explain; and a note.

    What the clerk chose comes first. A legend names each answer of a criterion once, or it is none.
    """
    found: dict[str, int] = {}
    shown: list[str] = []
    for criterion in form.criteria:
        own = [name for name in header if name and (named := criterion_named(name, form)) and named is criterion]
        of_own = [codes for text in own if (codes := _codes(text, criterion))]
        legends = of_own or [codes for text in titles if (codes := _codes(text, criterion))]
        if legends and all(codes == legends[0] for codes in legends):
            found |= {f"{criterion.criterion_id}:{code}": rank for code, rank in legends[0].items()}
            shown += ["、".join(f"{code}是{_label(criterion, rank)}" for code, rank in legends[0].items())]
    chosen = {literal(text) for text in choices.answers}
    left = {text: rank for text, rank in found.items() if literal(text.partition(":")[2]) not in chosen}
    if choices.numbers:
        left = {text: rank for text, rank in left.items() if not text[-1].isdecimal()}
    if not left:
        return choices.answers, []
    return {**left, **choices.answers}, [f"表上写着代码：{'；'.join(dict.fromkeys(shown))}"]


def _label(criterion: FormCriterion, rank: int) -> str:
    return next(answer.label for answer in criterion.answers if answer.rank == rank)


def _codes(text: str, criterion: FormCriterion) -> dict[str, int] | None:
    """Code → rank, where a text gives each scored answer one, numbered or lettered from the first on."""
    scored = [answer for answer in criterion.answers if answer.points is not None]
    words = {answer.label: answer.rank for answer in criterion.answers}
    if len(scored) == len(_GENERAL):
        words = {word: answer.rank for word, answer in zip(_GENERAL, scored, strict=True)} | words
    either = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    pattern = rf"(?<![0-9A-Za-z])([1-9]|[A-Ha-h]){_IS}({either})(?![\u4e00-\u9fff])"
    pairs = [(code.upper(), words[word]) for code, word in re.findall(pattern, clean(text))]
    codes = dict(pairs)
    in_order = all(ord(code) - ord(pairs[0][0]) == at for at, (code, _) in enumerate(pairs)) and pairs[:1] != []
    is_whole = {answer.rank for answer in scored} <= {*codes.values()} and len(scored) >= _LEAST
    begins = bool(pairs) and pairs[0][0] in ("1", "A")
    return codes if in_order and begins and is_whole and len({*codes.values()}) == len(pairs) else None
