"""Compares totals, shares, rests and differences with the counts just before that they refer to. Pure.

座谈会 21 条。意见箱 10 条，以上 2 种合计 31 条; 教职工 26 条，家长 20 条，两家合在一起占了七成四; 其余三位各 2 条;
第一轮 18 条，第二轮 21 条，多了 3 条: also of other sentences.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations

from board.report.text import Number, clauses, counts_in, numeral, shares_in
from board.truth.facts import agrees, share_agrees
from board.truth.parts import bounded
from board.truth.within.quotients import Mistake, alike, exact, shown
from board.truth.words import ABOUT_SO_MANY, rounds_in

_IN_ALL = (
    "合计|总计|共计|一共|总共|相加|加起来|加在一起|加到一起|合起来|合在一起|加总|一起|合并|[摞凑堆归拢算数](?:在|到)?(?:一[起块处]|起来)|拢共|统共|通共|归总"
    "|(?<!各)共|总数"
)
_DONE = (
    "(?:听取|听了|征求|收到|收回|发出|发放|参加|到会|到场|到了?|来了?|提出?|提了|牵头|谈了?|才|只|仅|就"
    "|有|是|为|达|约|已|近|将近|超过|过|逾|上|多达|[，,])*"
)
# Right at the beginning of a clause, so that what it is of must be named before.
_SO_MANY = (
    r"(?:^|[，,。；：:（(])(?:(?P<these>以上|上述|上面|前述|这)|那|前后|先后|(?P<first>[头前])|后|末)?(?P<parts>[两二三四五六2-6])"
    r"(?:(?P<meeting>场|次|轮|回)(?:座谈|会议?|评议|征评|建议|意见|活动|听取)*"
    r"|[个条]?(?:者|样|种|路子?|途径|门路|类人|类|人|位|项|路|处|批人?|拨人?|方面?|头|家|笔|渠道|部门|科室|处室|环节|阶段)"
    r"(?:渠道|意见|建议|事项|人员|方式|途径|成员|同志|领导|副校长|群体|任务|处室|科室|部门)?)"
)
_DEPUTIES = re.compile("副校长|副职")
_OF_SO_MANY = re.compile(rf"{_SO_MANY}(?P<sum>(?:{_IN_ALL})*){_DONE}$")
_SHARE_OF_SO_MANY = re.compile(
    rf"{_SO_MANY}(?:(?:{_IN_ALL})+(?:就|已经?|也|便|还|才|只|仅|刚|正好)*(?:占(?:了|到|去|比)*)?|占(?:了|到|去|比)*|的(?:话|意见|建议|声音|说法)[就也只仅才已经尚还都便]*)(?:为|是|达)?(?:总数|总量|全部|意见|事项|台账|其中)*的?$"
)
# 工作作风 3 个、思想观念 3 个，合起来占三分之二: of those listed in the clause right before.
_SHARE_OF_LISTED = re.compile(
    rf"[，,](?:{_IN_ALL})+(?:就|已经?|也|便|还|才|只|仅|刚|正好|竟|都)*(?:占(?:了|到|去|比)*)?(?:总数|总量|全部|其中)*的?$"
)
_OF_EACH = re.compile(r"各(?=[\d一二两三四五六七八九十提有])|每|平均|其余|另外|比|[多少][了出]?\d")
_EACH_SO_MANY = re.compile(
    r"(?P<names>[^，,。；]{2,24})各(?:有|为|是|占|自)*(?:\d+|[一二两三四五六七八九十]+)[条项个件份张次人]$"
)
_AND = re.compile("[、和与及]")
# 其余三位各 2 条.
_REST_EACH = re.compile(
    r"(?:其余|其他|余下|剩下|另外)的?(?P<rest>[两二三四五六2-6])个?(?:位|人|名|类|种|方面?|项|家|条?渠道|部门|科室|条|对照)"
    r"[^，,。；\d]{0,6}各(?:自|有|为|是|占|牵头|承办|提了?|得)*$"
)
# 共 14 条; 对着个人的 14 条.
_WHOLE = re.compile("(?:[的共]|合计|总计|一共|总共)(?:有|是|为)?$")
_OF_THEM = re.compile("[，,]?其中")
# 第二轮多了 3 条; 两者相差 6 条.
_BY = re.compile(
    r"(?:^|[，,。；])(?:[^，,。；\d比较最]{0,8}?(?:(?:多|少|高|低)(?:了|出|出了)|(?<=[场轮])(?:多|少)|(?:多|少)(?:发|收|提|听|谈|牵头|承办)(?:了|出)?|相差(?:了|是|为|只有?)?|差(?:了|着))"
    r"|(?:前者比后者|后者比前者)[^，,。；\d]{0,4}(?:多|少|高|低)(?:了|出|出了)?)$"
)
# 发出 224 份、收回 181 份，第二轮多发 4 份: of those that were given out in another.
_DID, _DONE_SO = re.compile("[多少](?:发|收|提|听|谈)"), re.compile("发|收|提|听|谈")
_THESE_TWO = re.compile("(?:前者|后者|[两二][者人项家类样])[^，,。；]{0,8}$")
# 教职工的 26 条比家长的 20 条多 6 条.
_THAN_SO_MANY = re.compile(
    r"比[^，,。；\d]{0,10}(?P<than>\d+|[一二两三四五六七八九十]+)[条项个件份张次人](?:[^，,。；\d]{0,4})(?:多|少)(?:了|出|出了)?$"
)
# 收回 181 份，去掉废票 3 份，有效的 178 份.
_LESS = re.compile(
    r"[，,、；](?:再|又)?(?:去掉|除去|除掉|扣除|扣掉|扣去|剔除|剔去|减去|刨去|刨掉|抛开|不算|不计)了?[^，,。；\d]{0,6}"
)
_ARE_VALID = re.compile(r"[^，,。；\d]{0,4}[，,]?[^，,。；\d]{0,3}有效[^，,。；\d]{0,6}")
_FORMS = frozenset("份张票")
# So many counts, besides those of which a total is, may stand before it; so many where it is of the first of a list.
_MORE, _MANY, _PAIR = 2, 12, 2


def wrong_of_so_many(
    sentence: str, counts: Sequence[Number], before: Sequence[str], wholes: Mapping[str, Collection[int]]
) -> Iterator[Mistake]:
    """Yields totals, shares, rests and differences that the counts before them don't give.

    before: the sentences before it in its paragraph. wholes: measure → how many there are of what it counts.
    """
    for whole in counts:
        match = _OF_SO_MANY.search(sentence[: whole.start])
        if (
            match
            and whole.measure
            and (match["sum"] or match["meeting"])
            and (match["these"] or whole.value not in wholes.get(whole.measure, ()))
        ):
            parts, several = _counts_before(match, sentence, before, whole)
            named = len(_DEPUTIES.findall("".join((*before[-several:], sentence[: match.start()]))))
            if _DEPUTIES.search(match[0]) and named < several:
                continue  # 校长 4 项，副书记 2 项，三位副校长合起来 24 项: of others than these
            sums = _sums(match, parts, several)
            if sums and not any(agrees(whole, int(each)) for each in sums):
                yield "sum", shown(sentence, whole), _added(parts[-several:], shown(sentence, whole))
    for share in shares_in(sentence):
        yield from _share_of_so_many(sentence, bounded(share, sentence[: share.start]), before, wholes)
    yield from _rest_each(sentence, counts)
    yield from _without_void(sentence, counts)


def _counts_before(
    match: re.Match[str], sentence: str, before: Sequence[str], like: Number | None
) -> tuple[list[Number], int]:
    """The last counts before a total that it may be the sum of, and how many it is of; none where that isn't clear."""
    several = numeral(match["parts"].replace("两", "二")) or 0
    each_so_many = _EACH_SO_MANY.search(sentence, 0, match.start())
    if each_so_many and several == len(_AND.split(each_so_many["names"])):
        last = counts_in(each_so_many[0])[-1]
        return [last] * several, several  # 工作作风和思想观念各 3 个，两样合起来占三分之二
    parts, text = _last(match.start(), sentence, (), _MANY if match["first"] else several + _MORE, like)
    is_bare = all(counts_in(sentence[start:end]) for start, end in clauses(sentence) if end <= match.start())
    if (
        len(parts) < several and not match["first"] and (is_bare or match["meeting"])
    ):  # 教职工居首，家长其次，两者一共 46 条: of these
        parts, text = _last(match.start(), sentence, before, several + _MORE, like)
    is_of_rounds = match["meeting"] == "轮" and len(rounds_in(text)) < several
    is_unclear = len(parts) < several or not exact(parts) or is_of_rounds or _OF_EACH.search(text)
    return ([], several) if is_unclear else (parts, several)


def _last(place: int, sentence: str, before: Sequence[str], most: int, like: Number | None) -> tuple[list[Number], str]:
    """The last counts before a place of the same kind, at most so many, and the text from the first of them.

    like: one of the kind; without it, the kind of the last.
    """
    counts = [each for each in counts_in(sentence[:place]) if each.measure]
    kind = like or (counts[-1] if counts else None)
    parts = [each for each in counts if kind and alike(each, kind)][-most:]
    text = sentence[parts[0].start if len(parts) == most else 0 : place]
    for earlier in reversed(before):
        if len(parts) >= most:
            break
        kind = kind or next((each for each in reversed(counts_in(earlier)) if each.measure), None)
        here = [each for each in counts_in(earlier) if kind and alike(each, kind)]
        parts, text = [*here, *parts][-most:], f"{earlier}{text}"
    return parts, text


def _sums(match: re.Match[str], parts: Sequence[Number], several: int) -> set[Fraction]:
    """The sums of so many counts: of any of the last, of the first of a list of any that follow each other."""
    some = combinations(parts, several)
    rows = (parts[first : first + several] for first in range(len(parts) - several + 1))
    return (
        {sum((each.value for each in mine), Fraction(0)) for mine in (rows if match["first"] else some)}
        if parts
        else set()
    )


def _added(parts: Sequence[Number], written: str) -> str:
    added = "＋".join(str(int(each.value)) for each in parts)
    return f"前面的 {added}＝{sum(int(each.value) for each in parts)}，总数写的是 {written}"


def _share_of_so_many(
    sentence: str, share: Number, before: Sequence[str], wholes: Mapping[str, Collection[int]]
) -> Iterator[Mistake]:
    """Yields a share that so many counts before it are of nothing on record, or counted in the text before."""
    until = ABOUT_SO_MANY.sub("", sentence[: share.start])
    match = _SHARE_OF_SO_MANY.search(until)
    parts, several = _counts_before(match, sentence, before, None) if match else _listed_before(until)
    sums = _sums(match, parts, several) if match else {sum((each.value for each in parts), Fraction(0))} - {0}
    text = f"{''.join(before)}{sentence[: share.start]}"
    measure = parts[0].measure if parts else ""
    bases = {
        *map(Fraction, wholes.get(measure, ())),
        *(each.value for each in counts_in(text) if parts and alike(each, parts[0])),
    }
    less = [(part, base) for part in sums for base in bases if base > part or (base == part and share.value == 1)]
    if sums and not any(share_agrees(share, part / base) for part, base in less):
        mark = sentence[share.start : share.end]
        yield "sum", mark, _added(parts[-several:], mark)


def _listed_before(until: str) -> tuple[list[Number], int]:
    """The counts of a list in the clause right before a share of all of them, and how many these are."""
    match = _SHARE_OF_LISTED.search(until)
    clause = re.split("[，,。；]", until[: match.start()])[-1] if match else ""
    entries = [[each for each in counts_in(entry) if each.measure] for entry in _AND.split(clause)]
    parts = [each for entry in entries for each in entry]
    is_list = len(entries) >= _PAIR and all(len(each) == 1 for each in entries)
    is_clear = is_list and exact(parts) and all(alike(each, parts[0]) for each in parts)
    return (parts, len(parts)) if is_clear and not _OF_EACH.search(clause) else ([], 0)


def _rest_each(sentence: str, counts: Sequence[Number]) -> Iterator[Mistake]:
    """Yields what each of the rest of a whole is said to be, where its other parts leave another number."""
    for each in counts:
        match = _REST_EACH.search(sentence[: each.start])
        before = [other for other in counts if match and other.end <= match.start() and alike(other, each)]
        several = (numeral(match["rest"].replace("两", "二")) or 0) if match else 0
        left = {
            whole: whole.value - sum((part.value for part in before[first + 1 :]), Fraction(0))
            for first, whole in enumerate(before[:-1])
        }
        wholes = [
            each for each in left if _WHOLE.search(sentence[: each.start]) or _OF_THEM.match(sentence[each.end :])
        ]
        rests = [left[whole] for whole in wholes if left[whole] >= several]  # else it is no whole
        is_clear = several and rests and exact((*before, each)) and not re.search("[各每]", sentence[: before[-1].end])
        if is_clear and each.value * several not in left.values():
            mark = shown(sentence, each)
            yield "sum", mark, f"前面的数只留下 {int(rests[0])}，写的是各 {mark}"


def _without_void(sentence: str, counts: Sequence[Number]) -> Iterator[Mistake]:
    """Yields how many forms are valid, where those before them without the void ones are others."""
    for first, (base, void, valid) in enumerate(zip(counts, counts[1:], counts[2:], strict=False)):
        is_less = _LESS.fullmatch(sentence[base.end : void.start]) and _ARE_VALID.fullmatch(
            sentence[void.end : valid.start]
        )
        is_clear = is_less and exact(counts[first : first + 3]) and alike(base, valid) and alike(base, void)
        if is_clear and base.measure in _FORMS and base.value - void.value != valid.value > 1:
            mark = shown(sentence, valid)
            left = f"{shown(sentence, base)}去掉{shown(sentence, void)}是 {int(base.value - void.value)}"
            yield "sum", mark, f"{left}，写的是 {mark}"


def wrong_differences(sentence: str, counts: Sequence[Number], before: Sequence[str]) -> Iterator[Mistake]:
    """Yields by how many one of two counts is more than the other, where no two before, also in other sentences, do."""
    earlier = [number for text in before[-_PAIR:] for number in counts_in(text)]
    for place, each in enumerate(counts):
        here = [other for other in counts[:place] if alike(other, each)]
        than = _THAN_SO_MANY.search(sentence[: each.start])
        clear = (*(here[:-1] if than else here), each)  # 20 条多 8 条: the former is no 20 and more
        by = _BY.search(sentence[: each.start])
        is_of_both = by and _DID.search(by[0]) and len(set(_DONE_SO.findall(sentence[: by.start()]))) > 1
        if not (than or by) or is_of_both or len(here) < _PAIR or not exact(clear):
            continue
        is_here = than or _THESE_TWO.search(sentence[: each.start])
        values = [other.value for other in (*(() if is_here else earlier), *here) if alike(other, each)]
        if not any(abs(one - other) == each.value for one, other in combinations(values, _PAIR)):
            one, other = here[-_PAIR:]
            mark = shown(sentence, each)
            message = f"{shown(sentence, one)}和{shown(sentence, other)}相差 {int(abs(one.value - other.value))}"
            yield "sum", mark, f"{message}，写的是 {mark}"
