"""Compares what a sentence says in figures with the records. Pure.

A figure may agree with the records on any of the days handed in (when the sentence was written, and now). If the
sentence names a day itself (截至 11 月 28 日), only that day counts.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import combinations, product

from board.truth.as_of import On, of_day
from board.truth.besides.days import days
from board.truth.besides.on_report import may_be_on_report, on_report
from board.truth.besides.sources import is_of_sources, sources
from board.truth.besides.spoke import spoke
from board.truth.besides.swapped import swapped
from board.truth.besides.ways import ways
from board.truth.choices import chosen
from board.truth.claims import read
from board.truth.clause import Claim, Clause, Context
from board.truth.comparisons import compare
from board.truth.facts import Compared, Facts, agrees
from board.truth.ledgers import NOT, Fact, Traits
from board.truth.loosely.anyhow import anyhow
from board.truth.rates import all_changed, criteria_counted, rates
from board.truth.readings import counts_otherwise, is_as_before, is_of_sentence
from board.truth.rewrites import as_written, plain, spelled_out
from board.truth.shares import shares
from board.truth.singly.beside import beside
from board.truth.singly.between import between
from board.truth.singly.came import came, who_came
from board.truth.singly.cases import longest
from board.truth.singly.cells import cells
from board.truth.singly.criticised import criticised
from board.truth.singly.drafts import drafts
from board.truth.singly.hearings import absences, heard_by, points_of
from board.truth.singly.higher import higher
from board.truth.singly.lateness import days_late
from board.truth.singly.listed import listed
from board.truth.singly.passages import OWNED, has_quantities, hosted, misquoted, of_amounts, owned
from board.truth.singly.phases import phase_days
from board.truth.singly.rounds import round_days
from board.truth.singly.steps import of_one_record
from board.truth.singly.talked import all_talked, talked_to
from board.truth.singly.verdicts import attendance, verdicts
from board.truth.spreading.by_day import by_day
from board.truth.spreading.scattered import all_on_one, scattered
from board.truth.spreading.spread import spreads
from board.truth.spreading.wholly import wholly
from board.truth.vocabulary import Vocabulary, vocabulary
from board.truth.wholes import VIEWS
from board.truth.within.afresh import afresh
from board.truth.within.as_meant import as_meant
from board.truth.within.of_some import is_of_some
from board.truth.within.other_events import without_day
from board.truth.words import ALSO, ROUND, THINGS, round_of, rounds_of

# So many signs of a paragraph's sentences before may say of what a count is.
_REACH, _PARTS, _NEAR = 300, 16, 60
_PART = re.compile("[，,。；：:、！？]")
_SENTENCE_END = re.compile("[。；！？]")
_AMONG = re.compile("其中")
_ANOTHER = re.compile(r"[、和]\s*\d")
_JOINED = re.compile("[和或及与、]")
_ON_BALLOTS = re.compile("第?[一二两首]轮|[表票]上|参评|评议表|征评表|答卷|随[表票卷]|征评|评议")
_EACH = re.compile(
    r"(?:各自?|都|均|皆)(?:写|谈|承担|负责|牵头|承办|领|查出|查找|查摆|找出|发现|提出|列出)?[有为占提是了收到]*(?:意见|建议|事项|问题)?$"
)


def compared(sentence: str, known: Sequence[Facts], on: On, before: Context) -> tuple[list[Compared], Context]:
    """The figures in a sentence that can be held against the records, and what the next sentence may refer to.

    known: the facts by day, the newest last; on: those of a named day; before: of the preceding sentence.
    """
    members = known[-1].groups.get("member", ()) if known else ()
    in_full = spelled_out(sentence, members)
    text, known_then = of_day(plain(in_full), known, on)
    if not known_then:
        return [], Context(is_clear=False)
    newest_first = list(reversed(known_then))
    words = vocabulary(newest_first[0].words)
    settle = partial(_settled, text=text, known=newest_first)
    clauses, after = read(text, words, before, settle)
    found = _of_clauses(clauses, newest_first, words, before.earlier)
    rest = afresh(text, clauses, words, before.earlier, settle)
    found += _of_clauses(rest, newest_first, words, f"{before.earlier}{text[: rest[0].start]}") if rest else []
    found += compare(text, clauses, newest_first[0], on, words)
    if not any(each.kind == "figure" and clause.claims for clause in clauses for each in found):
        is_of_tasks = "任务" in before.earlier[-_NEAR:] and "整改" not in text
        found += of_one_record(text, before.earlier, newest_first[0], is_of_tasks=is_of_tasks)
    else:
        found += days_late(text, before.earlier, newest_first[0])
    of_whole = list(_of_sentence(text, before.earlier, newest_first[0]))
    right = {each.mark for each in of_whole if each.agrees}  # 给校长各提了 2 条: of him from each
    found = [each for each in found if each.agrees or each.mark not in right] + of_whole
    found += _unless_compared(text, before.earlier, newest_first[0], words, "，".join(each.mark for each in found))
    found += days(text, before.earlier, newest_first[0])
    found += anyhow(text, before.earlier, newest_first, {each.mark for each in found if not each.agrees})
    found = [replace(each, mark=as_written(each.mark, text, in_full)) for each in found]
    return found, replace(after, earlier=f"{before.earlier}{text}"[-_REACH:])


def _of_clauses(clauses: Sequence[Clause], known: Sequence[Facts], words: Vocabulary, earlier: str) -> list[Compared]:
    """The figures that the clauses of a sentence explain."""
    found, spread = list[Compared](), list[Compared]()
    wrong: set[int] = set()
    for clause in clauses:
        for claim, counted in _counts(clause, known, words, earlier):
            found += [counted] if counted else []
            wrong |= set() if counted and counted.agrees else {claim.number.start}
        found += rates(clause, known, words)
        found += criteria_counted(clause, known)
        spoken_of = [*clause.claims, clause.before.last, clause.before.whole]
        if not any(claim and claim.number.start in wrong for claim in spoken_of):  # what follows from it is wrong too
            found += as_meant(shares(clause, known, words), clause, known, words)
            spread += spreads(clause, known, words)
            found += talked_to(clause, known)
            found += scattered(clause, known)
            found += all_on_one(clause, known)
    right = {each.mark for each in found if each.kind == "figure" and each.agrees}
    return found + [each for each in spread if each.agrees or each.mark not in right]


def _of_sentence(text: str, earlier: str, facts: Facts) -> Iterator[Compared]:
    """Statements of a sentence as a whole, in words that need not be known."""
    yield from all_changed(text, facts)
    yield from chosen(text, facts)
    yield from longest(text, earlier, facts)
    yield from criticised(text, earlier, facts)
    yield from between(text, earlier, facts)
    yield from cells(text, earlier, facts)
    yield from by_day(text, earlier, facts)
    yield from round_days(text, earlier, facts)
    yield from heard_by(text, earlier, facts)
    yield from absences(text, earlier, facts)
    yield from points_of(text, earlier, facts)
    yield from phase_days(text, facts)
    yield from drafts(text, facts)
    yield from attendance(text, earlier, facts)
    yield from all_talked(text, earlier, facts)
    yield from listed(text, facts)
    yield from ways(text, earlier, facts)
    yield from sources(text, earlier, facts)


def _unless_compared(text: str, earlier: str, facts: Facts, words: Vocabulary, marks: str) -> Iterator[Compared]:
    """The same, of what wasn't compared yet (marks)."""
    yield from verdicts(text, earlier, facts, marks)
    yield from higher(text, earlier, facts, marks)
    yield from came(text, earlier, facts, marks)
    yield from who_came(text, earlier, facts)
    yield from beside(text, earlier, facts, marks)
    yield from wholly(text, earlier, facts, words, marks)
    passages = facts.passages
    quoted = [*(passages.asked(misquoted, text) if has_quantities(text) else ())]
    quoted += passages.asked(of_amounts, text) if has_quantities(text) else ()
    quoted += passages.asked(hosted, text) if "主持" in text else ()
    quoted += passages.asked(owned, text) if OWNED.search(text) else ()
    quoted += swapped(text, facts)
    quoted += spoke(text, facts)
    yield from (Compared("figure", mark, [fact], agrees=False) for mark, fact in quoted if mark not in marks)


def _settled(claim: Claim, text: str, known: Sequence[Facts]) -> Claim:
    """A claim with the traits first of which it is true, if it is: what follows is about these."""
    for facts, traits in product(known, (*claim.traits, *_named_before(claim, text, known[0]))):
        meant = [
            fact
            for fact in facts.counted(claim.thing, [traits], _side_by_side(claim, facts))
            if agrees(claim.number, fact.value)
        ]
        rounds = {rounds_of(fact.traits) for fact in meant}
        if meant:
            first = traits | (rounds.pop() if len(rounds) == 1 else frozenset())
            return replace(claim, traits=(first, *(each for each in claim.traits if each != first)), is_so=True)
    return claim


def _named_before(claim: Claim, text: str, facts: Facts) -> Iterator[Traits]:
    """The traits that a claim may have from what is named before it: 后勤副校长担子最重，一人牵头 9 项整改事项."""
    before = text[: claim.number.start]
    for side in facts.sides_of(claim.thing):
        named = [trait for trait in side if any(word in before for word in (trait, *ALSO.get(trait, ())))]
        yield from (claim.traits[0] | {trait} for trait in named if not claim.traits[0] & set(side))


def _counts(
    clause: Clause, known: Sequence[Facts], words: Vocabulary, earlier: str
) -> Iterator[tuple[Claim, Compared | None]]:
    """The counts of a clause; None of what may be of some only, so that what follows from it isn't clear."""
    for claim in clause.claims:
        if claim.narrowed and not known[0].counted(claim.thing, [claim.narrowed], _side_by_side(claim, known[0])):
            continue
        is_each = _EACH.search(clause.sentence[: claim.number.start]) is not None
        meanings = list(_apart(claim, known[0])) if is_each else []
        if len(rounds := rounds_of(claim.traits[0])) > 1 and _ANOTHER.match(clause.sentence, claim.number.end):
            meanings = [[claim.traits[0] - rounds | {each} for each in rounds]]  # 两轮先后发出 224 份、228 份
        for meant in meanings or [[*without_day(clause, claim.thing, claim.traits), *claim.traits]]:
            found = [fact for facts in known for fact in facts.counted(claim.thing, meant, _side_by_side(claim, facts))]
            found += [fact for facts in known for fact in _either(claim, clause, facts)]
            is_so = any(agrees(claim.number, fact.value) for fact in found)
            if claim.thing == "ballot" and not _has_its_round(meant, found, known[0]):
                continue  # of a round whose figures are too small to be shown
            is_among = is_of_sentence(clause, claim.thing)
            is_part = _AMONG.search(clause.sentence[clause.start : claim.number.start]) and is_among
            before = "" if is_among and "各" not in clause.text else earlier
            if not is_so and found and not is_each and not is_part:
                others = list(_also_meant(claim, clause, words, known[0], before))
                others += without_day(clause, claim.thing, [*others, *claim.traits])
                joined = _side_by_side(claim, known[0]).union(*(each for each in others if "报告" in each))
                may_be = [fact for facts in known for fact in facts.counted(claim.thing, others, joined)]
                is_so = any(agrees(claim.number, fact.value) for fact in may_be)
            is_so = is_so or (bool(found) and counts_otherwise(claim, clause, words, known, before))
            is_so = is_so and is_as_before(claim, clause, known)
            is_unsure = claim.thing in clause.before.unsure or is_of_sources(claim, clause, earlier)
            is_unsure = not is_so and (is_unsure or is_of_some(claim, clause, earlier, known[0]))
            if found:
                mark = clause.sentence[claim.number.start : claim.number.end]
                yield claim, None if is_unsure else Compared("figure", mark, found, is_so)


def _either(claim: Claim, clause: Clause, facts: Facts) -> Iterator[Fact]:
    """The counts of records at one of two stages that a text joins: 已经答复或转入整改的; 在改的和没有启动的."""
    stages = set(THINGS[claim.thing].stages)
    named = sorted(each for each in claim.together if each.removeprefix(NOT) in stages)
    named = sorted(VIEWS & {*named}) or named  # 满意和基本满意的 6 项都销了号
    if len(named) != len("AB") or not _JOINED.search(clause.text):
        return
    own = (claim.together, claim.traits[0], *_named_before(claim, clause.sentence, facts))
    rests = dict.fromkeys(each - {*named} for each in own)
    alone = [facts.counted(claim.thing, [rest | {each} for rest in rests]) for each in named]
    both = facts.counted(claim.thing, [rest | {*named} for rest in rests])
    for one, other, of_both in zip(*alone, both, strict=False):
        yield replace(one, value=one.value + other.value - of_both.value, label=f"{one.label}和{other.label}")


def _side_by_side(claim: Claim, facts: Facts) -> Traits:
    """The traits of which a record need have only one of a side: the claim's own, and those carried of other sides."""
    own = [set(side) for side in (*facts.sides_of(claim.thing), *facts.sides) if set(side) & claim.together]
    return claim.together | claim.carried.difference(*own)


def _has_its_round(meant: Sequence[Traits], counted: Sequence[Fact], facts: Facts) -> bool:
    """Whether counts of forms are of the round that is meant; where none is, of every round."""
    shown = {each for fact in counted for each in rounds_of(fact.traits)}
    named = {each for traits in meant for each in rounds_of(traits)}
    return bool(shown & named) if named else shown >= {each for rate in facts.rates for each in rounds_of(rate.traits)}


def _also_meant(claim: Claim, clause: Clause, words: Vocabulary, facts: Facts, earlier: str) -> Iterator[Traits]:
    """Other meanings of a count: of what was spoken of earlier in the paragraph, though not right before."""
    own, stages = claim.together or claim.traits[0], set(THINGS[claim.thing].stages)
    is_framed = bool(clause.framed(claim.number.start))
    before = f"{earlier}{clause.sentence[: claim.number.start]}"
    rounds = frozenset(round_of(each) for each in list(ROUND.finditer(before))[-1:]) - {""}
    sides: set[str] = set()
    until = clause.start if claim.traits[0] and claim.thing != "ballot" else claim.number.start
    nearest = f"{_SENTENCE_END.split(earlier.rstrip('。；！？'))[-1]}，{clause.sentence[:until]}"
    for part in list(dict.fromkeys(_PART.split(nearest)))[-_PARTS:]:
        named = frozenset(meaning.traits.get(claim.thing, "") for meaning in words.met(part)) - {""}
        named = named - stages if claim.thing == "ballot" else named
        if rounds and not is_framed:
            yield own - rounds_of(own) | rounds
            yield own - rounds_of(own) | rounds | named
        if named and (claim.thing != "ballot" or is_framed or not rounds):
            yield own | named
            sides |= named
            yield from (own | {each} for each in named)
    if claim.thing == "opinion" and _ON_BALLOTS.search(f"{before}{clause.sentence}"):  # those who evaluated wrote more
        written = {rounds_of(fact.traits) for fact in facts.counts if fact.thing == "opinion"}
        is_of_one = "两轮" not in clause.sentence and any(each["this"] for each in ROUND.finditer(clause.sentence))
        written = {each for each in written if len(each) == 1 or not is_of_one}
        yield from (own - {"报告"} | each for each in written if not rounds_of(own))
    if claim.thing == "ballot":  # 家长网上发放 90 份，纸质发放 62 份、收回 42 份
        yield from (own | {*pair} for pair in combinations(sorted(sides), 2))
    if may_be_on_report(before, clause):
        yield from on_report(claim, clause, sides, facts)


def _apart(claim: Claim, facts: Facts) -> Iterator[Sequence[Traits]]:
    """The traits of a count that each of several has: 党员和普通群众各 4 条."""
    sets = [facts.apart(claim.thing, traits) for traits in claim.traits]
    named = claim.together - {each for each in claim.together if each.removeprefix(NOT) in THINGS[claim.thing].stages}
    for trait in named:
        mine = [each for split in sets for each in split if trait in each and not (each & named) - {trait}]
        if mine:
            yield mine
