"""Compares what is said to be left of a whole with the counts around it. Pure.

165 人里，优良 146 人，余下 84 人: of no whole and parts in the sentence.
"""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations

from board.report.text import Number, numeral
from board.truth.within.quotients import Mistake, alike, exact, shown
from board.truth.words import is_elsewhere, is_of_others

_LEFT = re.compile("(?:其余|余下|剩下|剩余)的?(?:还有|有|共|是|为|这|那)?$")
_WHOLE = re.compile(r"(?:共|一共|总共|合计|总计|全部|收回|登记|征求到|听到)[^，,。；\d]{0,8}$")
_OUT_OF = re.compile(r"^[^，,。；\d]{0,6}(?:中|里|当中|里头|之中)(?:[，,]|$)")
_NOUN = re.compile("(?:整改|台账|事项|意见|建议|工作|任务|批评|问题|提纲|反馈单|评议表|征评表|现有|上|里)+")
_THOSE = re.compile("(?:作答|回答|参评|评价|到会|投票)的?$")
_OTHER = re.compile("各|每|另|比|除|两轮|上一?轮|第[一二]轮.*第[一二]轮|平均|[前后]者|百分点")
_MOST, _FEWEST = 7, 2
# 8 条合在一起，改了 2 条，不采纳 2 条，还有 4 条没有答复: all that may become of points.
_SO_MANY = r"(?P<{}>\d+|[一二三四五六七八九十两]+)[条点]"
_PARTS = ("whole", "done", "declined", "open")
_POINTS = re.compile(
    rf"^(?:[^，,。；\d]{{0,10}}?[，,])?[^，,。；\d]{{0,8}}?{_SO_MANY.format('whole')}[^，,。；\d]{{0,8}}[，,](?:其中)?(?:改了?|采纳了?|吸收了?|照改了?|修改了?)的?{_SO_MANY.format('done')}"
    rf"[，,、](?:[^，,。；\d]{{0,8}}(?:不|没有?|未)(?:予|能|被)?(?:采纳|吸收)的?(?:有)?{_SO_MANY.format('declined')})"
    rf"[，,、](?:还有|尚有|仍有|另有|其余|余下)(?:的)?{_SO_MANY.format('open')}(?:还|尚)?(?:没有?|未|待|等)(?:着|作|予)?答复"
)


def wrong_rests(sentence: str, counts: Sequence[Number]) -> Iterator[Mistake]:
    """Yields what is left by a sentence, where no whole before it is that and any of the counts beside it."""
    measured = [each for each in counts if each.measure]
    if _OTHER.search(sentence) or is_of_others(sentence) or is_elsewhere(sentence):
        return
    for place, rest in enumerate(measured):
        mine = [each for each in measured if alike(each, rest)]
        before = [each for each in measured[:place] if each in mine]
        is_clear = _LEFT.search(sentence[: rest.start]) and len(before) >= _FEWEST and len(mine) <= _MOST
        if not is_clear or not exact(mine) or not _is_of_whole(before[0], sentence):
            continue
        whole, others = before[0], [each.value for each in mine if each is not before[0] and each is not rest]
        sums = {sum(some, Fraction(0)) for size in range(len(others) + 1) for some in combinations(others, size)}
        if whole.value == max(each.value for each in mine) and whole.value - rest.value not in sums:
            left = int(whole.value - before[1].value)
            mark = shown(sentence, rest)
            yield "sum", mark, f"{shown(sentence, whole)}去掉 {shown(sentence, before[1])}是 {left}，写的是 {mark}"


def wrong_points(sentence: str) -> Iterator[Mistake]:
    """Yields how many points a sentence leaves unanswered, where those taken up, declined and open don't make all."""
    match = _POINTS.search(sentence)
    if match is None:
        return
    whole, done, declined, left = (numeral(match[name].replace("两", "二")) or 0 for name in _PARTS)
    if whole != done + declined + left:
        mark = sentence[match.start("open") : match.end("open") + 1]
        yield "sum", mark, f"{whole} 条去掉 {done} 条和 {declined} 条是 {whole - done - declined} 条，写的是 {mark}"


def _is_of_whole(number: Number, sentence: str) -> bool:
    """Whether a count says that it is of all that follows: 一共 62 条; 165 人里."""
    after = sentence[number.end :]
    own = re.split("[，,；：:]", sentence[: number.start])[-1]
    is_alone = _NOUN.fullmatch(own) or (number.measure in "人名位" and _THOSE.search(own))
    return bool(_WHOLE.search(own) or _OUT_OF.match(after) or (is_alone and after.startswith(("，", ","))))
