"""A clause of a sentence with its claims, each a number and what it counts, and what came before it. Pure."""

from collections.abc import Callable
from dataclasses import dataclass, field

from board.report.text import Number
from board.truth.ledgers import Traits
from board.truth.vocabulary import Meaning, Topic
from board.truth.words import framed

_NONE: Traits = frozenset()


@dataclass(frozen=True)
class Claim:
    """A number that counts a thing. `traits`: the sets of traits that may be meant, the likeliest first.

    `narrowed`: the traits with the scene set by the clause before (在教职工座谈会上); without a record of exactly these
    there is no finding. `together`: the traits that its own words name, side by side (教职工和家长).
    `carried`: traits side by side that the counts before it name. `is_so`: whether it is true of the records.
    """

    number: Number
    thing: str
    traits: tuple[Traits, ...]
    narrowed: Traits = frozenset()
    together: Traits = frozenset()
    is_so: bool = False
    carried: Traits = frozenset()

    @property
    def topic(self) -> Topic:
        """The thing and the likeliest of its traits."""
        return Topic(self.thing, self.traits[0])


Settle = Callable[[Claim], Claim]


@dataclass(frozen=True)
class Context:
    """The preceding clauses: the last claim that names its thing, the last claim, and the scene.

    lost: the things of which what follows isn't on record (it is of another time); hazy: those of which a number
    couldn't be understood, so that what the next ones count isn't clear unless they say it.
    some: the things of which a number of some, narrowed down in words that aren't known, was given right before.
    is_clear: whether every word so far was understood. Of the clause right before: topic and words, if it has no
    numbers; named: its meanings, also if it has; is_among: whether it ends like 62 条意见中. earlier: the end of the
    paragraph's sentences before. spoken_of: the last topic that a clause named by its noun. unsure: the things of which
    a count that couldn't be understood may be the base of those that follow, so that none of these is called wrong.
    """

    whole: Claim | None = None
    last: Claim | None = None
    scene: tuple[Meaning, ...] = ()
    lost: frozenset[str] = frozenset()
    hazy: frozenset[str] = frozenset()
    some: frozenset[str] = frozenset()
    is_clear: bool = True
    topic: Topic | None = None
    words: tuple[Meaning, ...] = ()
    named: tuple[Meaning, ...] = ()
    is_among: bool = False
    earlier: str = ""
    spoken_of: Topic | None = None
    unsure: frozenset[str] = frozenset()

    @property
    def base(self) -> Topic | None:
        """The topic of a clause that doesn't name its own."""
        claim = self.last or self.whole
        return self.topic or (Topic(claim.thing, claim.traits[0]) if claim else None)


@dataclass(frozen=True)
class Clause:
    """A clause of a sentence with its claims, what came before it, its meanings (None: not all are known), its time."""

    sentence: str
    start: int
    text: str
    before: Context
    meanings: list[Meaning] | None = field(default=None, compare=False)
    claims: tuple[Claim, ...] = ()
    when: Traits = _NONE

    def framed(self, place: int = 0) -> Traits:
        """The round that a place in the clause is about."""
        return framed(self.sentence, self.start + place)
