"""Compares what a sentence says with the records by what its telling words are of, whatever others it has. Pure."""

from collections.abc import Collection, Iterator, Sequence

from board.truth.besides.at_meeting import at_meeting
from board.truth.besides.between_days import between_days
from board.truth.besides.closed_first import closed_first
from board.truth.besides.first_and_last import first_and_last
from board.truth.besides.foremost import foremost
from board.truth.besides.in_all import in_all
from board.truth.besides.of_item import of_item
from board.truth.besides.of_task import of_task
from board.truth.besides.plainly import plainly
from board.truth.besides.that_is import that_is
from board.truth.besides.there import there
from board.truth.besides.together import together
from board.truth.besides.weekdays import weekdays
from board.truth.besides.whose_problem import whose_problem
from board.truth.facts import Compared, Facts
from board.truth.loosely.among import among
from board.truth.loosely.apart import apart
from board.truth.loosely.bounds import bounds
from board.truth.loosely.divided import divided
from board.truth.loosely.equally import equally
from board.truth.loosely.gaps import gaps
from board.truth.loosely.makes import makes
from board.truth.loosely.nothing import nothing
from board.truth.loosely.people import people
from board.truth.loosely.points import points
from board.truth.loosely.portion import portion
from board.truth.loosely.ranks import ranks
from board.truth.loosely.rated import rated
from board.truth.loosely.standardised import standardised
from board.truth.loosely.summed import summed
from board.truth.loosely.top import top
from board.truth.loosely.views import views
from board.truth.loosely.voters import voters
from board.truth.loosely.whose import whose
from board.truth.loosely.written import written
from board.truth.spreading.finished import finished
from board.truth.spreading.most import most
from board.truth.spreading.pairs import pairs

_COMPARISONS = (
    *(bounds, nothing, whose, top, people, ranks, gaps, equally, points, rated, portion, makes, summed, views, apart),
    *(standardised, among, divided, voters, finished, most, pairs, together, foremost, at_meeting, in_all),
    *(there, of_item, of_task, closed_first, between_days, first_and_last, whose_problem),
)


def anyhow(text: str, earlier: str, known: Sequence[Facts], wrong: Collection[str]) -> Iterator[Compared]:
    """Statements held to the records among any words, but those that are wrong already.

    known: the facts by day, the newest first: what was so on any of these days isn't wrong.
    """
    newest, *others = ([*_on_a_day(text, earlier, facts, wrong)] for facts in known)
    marks = [{each.mark for each in found} for found in others]
    yield from (each for each in newest if all(each.mark in found for found in marks))


def _on_a_day(text: str, earlier: str, facts: Facts, wrong: Collection[str]) -> Iterator[Compared]:
    for comparison in _COMPARISONS:
        yield from (each for each in comparison(text, earlier, facts) if each.mark not in wrong)
    for plain in (plainly, weekdays, that_is):
        yield from (each for each in plain(text, facts) if each.mark not in wrong)
    yield from (each for each in written(text, facts) if not any(mark in each.mark for mark in wrong))
