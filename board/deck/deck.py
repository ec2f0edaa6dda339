"""The whole deck of a moment: its slides in the order of a meeting, and what there is nothing to say about."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

import pandas as pd

from board import clock
from board.activity import activities
from board.ballots import actions as ballots
from board.ballots.casting import is_taking
from board.deck.audiences import AUDIENCES, Audience, Sees
from board.deck.decided_slides import last_meeting_slides
from board.deck.heard_slides import (
    counting_slide,
    evaluation_slides,
    opinion_slides,
    procedure_slides,
)
from board.deck.ledger_slides import ledger_slides
from board.deck.slide import Slide
from board.deck.whole_slides import next_slides, progress_slide
from board.evaluation import results as evaluation
from board.evaluation.differences import rounds_tested
from board.evaluation.weakest import weakest
from board.opinions import actions as opinions
from board.opinions.figures import by_aspect
from board.overview.figures import figures
from board.procedure.views import shown as rules_shown
from board.rectification.views import shown as items_shown
from board.sittings import views as sittings
from board.store.frames import each_row
from board.store.store import Store
from board.tasks.views import shown as tasks_shown


@dataclass(frozen=True)
class Deck:
    """The slides of a moment for an audience.

    left_out: what there is nothing to say about. at: when they were made. version: of the data, as `/live` counts it.
    """

    audience: Audience
    slides: tuple[Slide, ...]
    left_out: tuple[str, ...]
    at: datetime
    version: int

    @property
    def digest(self) -> str:
        """See `digest_of`."""
        return digest_of(self.slides)


def digest_of(slides: Sequence[Slide]) -> str:
    """Returns eight characters that differ wherever a slide differs."""
    text = json.dumps([asdict(slide) for slide in slides], ensure_ascii=False)
    return hashlib.blake2b(text.encode(), digest_size=4).hexdigest()


def make(store: Store, activity_id: str, audience: Audience) -> Deck:
    """Makes the deck of today, compared with the last meeting. Read for a reader (`board.web.audience`), never for
    whoever presents. Raises BoardError if there is no such activity.
    """
    activities.activity(store, activity_id)
    version, today, sees = store.version("data"), clock.today(), AUDIENCES[audience]
    compare_on = activities.last_meeting_on(store, activity_id, today)
    slides = [
        *(of_last_meeting(store, activity_id, today) if sees.workings else []),
        progress_slide(
            figures(store, activity_id, today),
            figures(store, activity_id, compare_on) if compare_on else None,
            compare_on,
            sees,
        ),
        *_of_ledger(store, activity_id, today, compare_on, sees),
        *_of_opinions(store, activity_id, today),
        *_of_evaluation(store, activity_id, today, sees),
        *_of_counting(store, activity_id, today, sees),
        *procedure_slides(rules_shown(store, activity_id, today), sees),
        *next_slides(tasks_shown(store, activity_id, today), items_shown(store, activity_id, today), sees),
    ]
    names = [slide.name for slide in slides]
    left_out = tuple(each for each in _subjects(sees) if not any(name.startswith(each) for name in names))
    return Deck(audience, tuple(slides), left_out, clock.now(), version)


def _subjects(sees: Sees) -> tuple[str, ...]:
    """What the slides for an audience are about, in their order."""
    items = ("逾期", "停滞与进度滞后", "等待销号", "创造条件", "新查出的问题") if sees.items else ("整改情况",)
    last = ("上次议定",) if sees.workings else ()
    workings = ("程序", "下一步") if sees.workings else ()
    return (*last, "总体进展", *items, "意见", "评议", *workings)


def of_last_meeting(store: Store, activity_id: str, today: date) -> list[Slide]:
    """The slides on what the last meeting decided; none where there was none."""
    last = sittings.last_closed(store, activity_id, today)
    if last is None:
        return []
    decided = sittings.standing(sittings.decisions(store, activity_id, today))
    return last_meeting_slides(last, decided[decided["sitting_id"] == last["sitting_id"]])


def _of_ledger(store: Store, activity_id: str, today: date, compare_on: date | None, sees: Sees) -> list[Slide]:
    items = items_shown(store, activity_id, today)
    then = items_shown(store, activity_id, compare_on) if compare_on else None
    return ledger_slides(items, then, compare_on, _heard(opinions.opinions(store, activity_id, today)), sees)


def _heard(frame: pd.DataFrame) -> dict[str, int]:
    """The number of opinions that led to each item."""
    ids = frame["item_ids"].fillna("").str.split("、").explode()
    return {str(item_id): int(count) for item_id, count in ids[ids != ""].value_counts().items()}


def _of_opinions(store: Store, activity_id: str, today: date) -> list[Slide]:
    frame = opinions.opinions(store, activity_id, today)
    return opinion_slides(frame, by_aspect(frame, activities.terms(store, activity_id)))


def _of_evaluation(store: Store, activity_id: str, today: date, sees: Sees) -> list[Slide]:
    rounds = evaluation.rounds(store, activity_id, today)
    rounds = rounds[rounds["valid_count"] > 0]
    if not sees.open_rounds:
        rounds = rounds[rounds["closed_on"].notna()]
    if rounds.empty:
        return []
    chosen = {str(name): value for name, value in rounds.iloc[-1].items()}
    earlier = evaluation.round_before(rounds[rounds["evaluated"] == chosen["evaluated"]], chosen["round_id"])
    ids = (store, activity_id, chosen["round_id"])
    tests = rounds_tested(*ids, earlier["round_id"], today) if earlier else None
    return evaluation_slides(chosen, evaluation.criteria_figures(*ids, today), weakest(*ids, today), earlier, tests)


def _of_counting(store: Store, activity_id: str, today: date, sees: Sees) -> list[Slide]:
    rounds = evaluation.rounds(store, activity_id, today)
    going_on = rounds[rounds["closed_on"].isna()] if sees.open_rounds else rounds[:0]
    slides = []
    for row in each_row(going_on):
        opening = ballots.opening(store, activity_id, row.round_id)
        if opening is not None and is_taking(opening, evaluation.round_row(store, activity_id, row.round_id)):
            counts = ballots.received(store, activity_id, row.round_id)
            slides.append(counting_slide(row.name, row.round_id, counts["received_count"], counts["given_out"]))
    return slides
