"""Compares what a sentence says of how a count or a rate spreads over what reports set side by side. Pure.

提得最多的是教职工; 德育处排第二; 每位班子成员至少听到 3 条批评; 平均每人牵头 6 项. All are statements about one list:
the counts of a thing by each word of a side (its giver, its member, its criterion). Where a sentence may be about
several lists, it is wrong only if it is so of none.
"""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product

from board.report.text import Number, counts_in, numbers
from board.truth.clause import Clause
from board.truth.facts import Compared, Facts, Rate, size_of
from board.truth.ledgers import Fact
from board.truth.rates import RATE
from board.truth.spreading.subjects import NOT_ONE, SIDE, all_of, subjects
from board.truth.vocabulary import Vocabulary, named_in
from board.truth.words import MOST, SPREADING, THINGS, lies_elsewhere

# A place in an order: 排第二, 在八项里列第七, 倒数第二.
_RANK = re.compile(
    r"(?:排|列|居|位列|位居|名列|排名|排在|处于)[^，,\d第倒]{0,4}(?P<last>倒数)?第(?P<rank>\d|[一二三四五六七八九十])(?![轮批次])"
)
_EACH = re.compile(rf"(?:每一?[位名个项条]?|各位?|人人|个个){SIDE}?")
_BEYOND = re.compile(r"(?P<below>少于|低于|不足|不到)|(?P<above>超过|多于|高于)")
_AVERAGE = re.compile(
    rf"(?:平均(?:下来|算来|到)?[，,]?(?:每一?[位名个]?|各)?|(?:每|(?<![一二两三四五六七八九十\d])人)均)(?:{SIDE})?"
)
# 提得最多的是教职工: who follows is meant.
_IS = re.compile(r"的?、?(?:正|就)?(?:是|为|要数|当属|莫过于)(?=[^，,。；])")
# 62 条里占 21 条: what they are counted among.
_AMONG = re.compile(r"[之当]?[中里]|的(?:一?半|[一二三四五六七八九十\d.]+(?:成|%|分之)|大头|大半|多半|小半)")
# Other figures than those that are counted: answers on a ballot, changes.
_OTHER = re.compile(
    r"[这那][两三四几][位个名类种项家]|(?:[都均]是?|并列)最|验收人|不了解|弃权|[选答][“\"]|差距(?!最[多少])|相差|差得|差异|[提升增涨]幅|进步|[上提]升|提高|变化|[快慢早晚]"
)
# 按年级算，跟普通教师谈得最多: each grade by itself.
_BY_GRADE = re.compile("按年级|各年级[^，,]*相比")
# Words that narrow a thing down in a way that no trait is of: 对食堂的意见, 关于伙食方面.
_ABOUT = re.compile(r"(?:对(?!照)|关于|有关|涉及|针对|就|围绕)(?P<what>[^，,的]{1,10}?)(?:的|方面|提)")
_SO_MANY = re.compile(r"^[，,（(]?(?:也?就?(?:仅|只|共|为|计|一共|总共|都?是|手里|名下|各|占|合计|多达|[达有]到?))*$")
_BARE = re.compile(r"最[多少]的?[有是为只]*\d")


def spreads(clause: Clause, known: Sequence[Facts], words: Vocabulary) -> Iterator[Compared]:
    """Statements of a clause on the most or least, of a place in the order, of each, or of the average."""
    text = clause.text
    if _OTHER.search(text) or _BY_GRADE.search(clause.sentence):
        return
    labels = {*known[0].sides[0]} if known[0].sides else set()
    criteria = [word for word, trait in known[0].words.get("ballot", {}).items() if trait in labels]
    unnamed = re.sub("|".join(map(re.escape, criteria)) or "(?!)", "", text)
    about = [match["what"] for match in _ABOUT.finditer(unnamed)]
    if lies_elsewhere(SPREADING.sub("", text)) or any(words.understand(each) is None for each in about):
        return
    for compare in (_most, _rank, _each, _average):
        yield from compare(clause, known, words)


def _most(clause: Clause, known: Sequence[Facts], words: Vocabulary) -> Iterator[Compared]:
    match = MOST.search(clause.text)
    if match is None or (_BARE.match(clause.text) and MOST.search(clause.sentence[: clause.start])):
        return  # 最多的校长 5 条，最少的 2 条: of whom isn't said
    is_least = bool(match["least"] or match["last"])
    is_of_counts = "少" in (match["least"] or "") or "多" in (match["most"] or "")
    named_after = clause.text[match.end() :] if _IS.match(clause.text, match.end()) else None
    pairs: list[tuple[Fact | Rate, Fact | Rate]] = []
    for subject, facts in product(subjects(clause, known[0], words), known):
        called = facts.words.get("ballot", {})
        if named_after is not None and subject.name not in named_in(named_after, subject.side, called):
            continue  # 家长说得最多的是作业
        for figures in subject.lists(facts):
            mine = next((each for word, each in figures if word == subject.name), None)
            rivals = [each for _, each in figures if size_of(each) or not is_least]
            if (
                mine
                and len(rivals) > 1
                and not (is_of_counts and isinstance(mine, Rate) and not RATE.search(clause.text))
            ):
                pairs.append(((min if is_least else max)(rivals, key=size_of), mine))
    if not pairs:
        return
    so = [pair for pair in pairs if size_of(pair[0]) == size_of(pair[1])]
    kind = "figure" if isinstance(pairs[0][0], Fact) else "rate"
    yield Compared(kind, match[0], [*pairs[0]], bool(so))
    is_lost = isinstance(pairs[0][0], Fact) and pairs[0][0].thing in clause.before.lost
    number = None if is_lost else _number_of(clause, match.end(), pairs[0][0])
    if so and number is not None:
        mark = clause.sentence[number.start : number.end]
        values = {each.value for _, each in so if isinstance(each, Fact)}
        yield Compared("figure", mark, [each for _, each in so], any(number.value == value for value in values))


def _number_of(clause: Clause, place: int, record: Fact | Rate) -> Number | None:
    """The exact number that belongs to the most or least: 谈得最少，仅有 6 次."""
    after = clause.start + place
    counted = (each for each in counts_in(clause.sentence) if not _AMONG.match(clause.sentence, each.end))
    number = next((each for each in counted if each.start >= after), None)
    if number is None or not isinstance(record, Fact) or not number.is_exact:
        return None
    between = re.sub(r"^的?[^，,]{0,9}?是[^，,]{2,12}", "", clause.sentence[after : number.start])
    fits = number.measure in THINGS[record.thing].measures
    return number if fits and _SO_MANY.match(between) else None


def _rank(clause: Clause, known: Sequence[Facts], words: Vocabulary) -> Iterator[Compared]:
    match = _RANK.search(clause.text)
    if match is None or "分" in clause.text[: match.start() + 1]:
        return  # 书面、意见箱分列第二、第三
    rank = "一二三四五六七八九十".find(match["rank"]) + 1 or int(match["rank"])
    found: list[tuple[Fact | Rate, bool]] = []
    for subject, facts in product(subjects(clause, known[0], words), known):
        for figures in subject.lists(facts):
            mine = next((each for word, each in figures if word == subject.name), None)
            if mine and len(figures) > 1:
                sign = -1 if match["last"] else 1
                before = sum(sign * size_of(each) > sign * size_of(mine) for _, each in figures)
                alike = sum(size_of(each) == size_of(mine) for _, each in figures)
                found.append((mine, before < rank <= before + alike))
    if found:
        kind = "figure" if isinstance(found[0][0], Fact) else "rate"
        yield Compared(kind, match[0], [found[0][0]], any(is_so for _, is_so in found))


def _each(clause: Clause, known: Sequence[Facts], words: Vocabulary) -> Iterator[Compared]:
    """每位班子成员至少 3 条; 没有一位少于 4 条."""
    none, every = NOT_ONE.search(clause.text), _EACH.search(clause.text)
    match = none or every
    if match is None or _AVERAGE.search(clause.text):
        return
    number = next((each for each in counts_in(clause.text) if each.start >= match.end()), None)
    beyond = _BEYOND.search(clause.text[match.end() : number.start]) if number else None
    least_so = number is not None and (
        number.bound == "least" or re.search("至少|不少于|最少", clause.text[: number.start])
    )
    if number is None or not number.measure or (none and not beyond) or (every and not beyond and not least_so):
        return
    is_floor = (not none and not beyond) or (beyond is not None and beyond["below"] is not None)
    least, most = (number.value, None) if is_floor else (None, number.value)
    found: list[tuple[Fact, bool]] = []
    for subject, facts in product(all_of(clause, match["side"], known[0], words, number), known):
        for figures in subject.lists(facts):
            counts = [each for _, each in figures if isinstance(each, Fact)]
            worst = (min if least is not None else max)(counts, key=size_of, default=None)
            if worst:
                is_so = worst.value >= least if least is not None else most is not None and worst.value <= most
                found.append((worst, is_so))
    if found:
        mark = clause.text[match.start() : number.end]
        yield Compared("figure", mark, [found[0][0]], any(is_so for _, is_so in found))


def _average(clause: Clause, known: Sequence[Facts], words: Vocabulary) -> Iterator[Compared]:
    """平均每人牵头 6 项: what there is of a thing, over the words of a side."""
    match = _AVERAGE.search(clause.text)
    number = next((each for each in numbers(clause.text) if match and each.start >= match.end()), None)
    if match is None or number is None or number.kind != "count" or not number.measure:
        return
    if not match["side"] and not match[0].endswith("人均"):
        return
    # 自我批评 8 条，平均每人 1.6 条: of those counted before, too.
    before = [each.value for each in counts_in(clause.sentence[: clause.start]) if each.measure == number.measure]
    found: list[tuple[Fact, bool]] = []
    for subject, facts in product(all_of(clause, match["side"] or "人", known[0], words, number), known):
        for whole in facts.counted(subject.thing, [subject.rest]):
            means = [each / len(subject.side) for each in (Fraction(whole.value), *before)]
            found.append((whole, any(_is_about(number, mean) for mean in means)))
    if found:
        yield Compared("figure", clause.text[match.start() : number.end], [found[0][0]], any(so for _, so in found))


def _is_about(number: Number, mean: Fraction) -> bool:
    if number.bound == "over":
        return number.value <= mean < number.value + 1
    if number.bound in {"most", "near"}:
        return number.value - 1 < mean <= number.value
    if number.bound == "least":
        return number.value <= mean
    return abs(mean - number.value) <= (Fraction(1, 2) if number.value.denominator == 1 else Fraction(1, 20))
