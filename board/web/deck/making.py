"""Slides made for a room, the same whoever presents them: a school's from its records, a bureau's on its units."""

from urllib.parse import urlencode

from board.access import Actor
from board.deck.audiences import Audience
from board.deck.deck import Deck, make
from board.deck.units_deck import Of, make_units
from board.web import audience, serving
from board.web.browser.frontend import DECK

WHOLE = Of()


def rooms() -> tuple[Audience, ...]:
    """The rooms that there are slides for; a bureau's are for its leading group alone."""
    return (Audience.LEADERS,) if serving.settings().collects else tuple(Audience)


def address(activity_id: str, chosen: Audience, of: Of = WHOLE) -> str:
    """Returns the address of an activity's slides of this moment for an audience; of a bureau's, what they are of.

    The units are always those of whoever opens it.
    """
    asked = {"audience": chosen, "since": of.since.isoformat() if of.since else "", "deadline": of.deadline_id}
    return f"{DECK}/{activity_id}?{urlencode({name: value for name, value in asked.items() if value})}"


def deck_for(activity_id: str, chosen: Audience, of: Of = WHOLE) -> Deck:
    """Makes the slides for an audience. Raises BoardError where a bureau has no units."""
    store = serving.store()
    with audience.making_for(Actor("", "", frozenset(), unit_id=of.unit_id)):
        if serving.settings().collects and chosen == Audience.LEADERS:
            return make_units(store, activity_id, of.since, of.deadline_id)
        return make(store, activity_id, chosen)
