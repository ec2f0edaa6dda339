"""The records that the rules of procedure check, read from their subjects as of a day, on demand."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pandas as pd

from board.activity import activities
from board.evaluation import of_phase
from board.evaluation import results as evaluation
from board.meeting import actions as meeting
from board.meeting import outlines, studies, talks
from board.opinions import actions as opinions
from board.opinions import feedback
from board.problems import actions as problems
from board.publication import actions as publication
from board.rectification import actions as rectification
from board.report import reading as report
from board.rules.judging import says_little
from board.store.store import Store

# A suggestion takes at least so many different characters.
_FEWEST_CHARACTERS = 3
_OF_ITEMS = (
    *("item_id", "kind", "status", "problem", "progress", "leader_id", "criterion_id", "people_view"),
    *("found_on", "due_on", "closed_on", "review_on", "conditions", "explanation", "explained_to", "explained_on"),
    *("is_closed", "is_done", "is_deferred", "is_late", "days_late", "is_rejected"),
)

# Activity and day → the open findings in the newest version of its report (as `truth.versions.open_findings`).
Findings = Callable[[Store, str, date], pd.DataFrame]


def unchecked(_store: Store, activity_id: str, _as_of: date) -> pd.DataFrame:
    """Stands for the truth check where no rule asks for it; raises LookupError if one does."""
    raise LookupError(f"the report of {activity_id} was not checked for this rule")


@dataclass(frozen=True)
class Records:
    """The records of an activity at the end of `as_of`: frames as returned by their subjects.

    Each is read on demand, so that a rule's cached result stays valid until a table that it reads changes.
    open_findings: what the truth check found, which counts what other rules say and so is above them.
    """

    store: Store
    activity_id: str
    as_of: date
    open_findings: Findings = unchecked

    @property
    def phases(self) -> pd.DataFrame:
        """The phases, with their purposes and their dates on that day."""
        return activities.phases(self.store, self.activity_id, self.as_of)

    @property
    def theme(self) -> str:
        """The activity's theme (实践主题)."""
        return activities.activity(self.store, self.activity_id).theme

    @property
    def people(self) -> pd.DataFrame:
        """Everyone of the activity."""
        return activities.people(self.store, self.activity_id)

    @property
    def terms(self) -> pd.DataFrame:
        """The activity's words (aspects, givers, channels and so on)."""
        return activities.terms(self.store, self.activity_id)

    @property
    def opinions(self) -> pd.DataFrame:
        """The opinions, with flags."""
        return opinions.opinions(self.store, self.activity_id, self.as_of)

    @property
    def sheets(self) -> pd.DataFrame:
        """The feedback sheets."""
        return feedback.sheets(self.store, self.activity_id, self.as_of)

    @property
    def pairs(self) -> pd.DataFrame:
        """The pairs that have to talk."""
        return talks.matrix(self.store, self.activity_id, self.as_of)

    @property
    def talks(self) -> pd.DataFrame:
        """The talks."""
        return talks.talks(self.store, self.activity_id, self.as_of)

    @property
    def mirrors(self) -> pd.DataFrame:
        """The outlines by member and mirror."""
        return outlines.coverage(self.store, self.activity_id, self.as_of)

    @property
    def studies(self) -> pd.DataFrame:
        """The findings of the stage of study, with what drew on them."""
        return studies.studies(self.store, self.activity_id, self.as_of)

    @property
    def duties(self) -> pd.DataFrame:
        """The outlines by member and duty (分工)."""
        return outlines.duties(self.store, self.activity_id, self.as_of)

    @property
    def outlines(self) -> pd.DataFrame:
        """The findings of the outlines."""
        return outlines.outlines(self.store, self.activity_id, self.as_of)

    @property
    def meetings(self) -> pd.DataFrame:
        """All meetings, held or planned, as known on the day."""
        return activities.meetings(self.store, self.activity_id, self.as_of)

    @property
    def held_meetings(self) -> pd.DataFrame:
        """All meetings with their records."""
        return meeting.held_meetings(self.store, self.activity_id, self.as_of)

    @property
    def attendance(self) -> pd.DataFrame:
        """Who was noted at which meeting."""
        return meeting.attendance(self.store, self.activity_id, self.as_of)

    @property
    def life_meetings(self) -> pd.DataFrame:
        """The democratic life meetings with their records."""
        return meeting.life_meetings(self.store, self.activity_id, self.as_of)

    @property
    def readiness(self) -> pd.DataFrame:
        """The plan's requirements before the meeting (`meeting.readiness`)."""
        return meeting.readiness(self.store, self.activity_id, self.as_of)

    @property
    def criticisms(self) -> pd.DataFrame:
        """The criticisms made at democratic life meetings."""
        return meeting.criticisms(self.store, self.activity_id, self.as_of)

    @property
    def problems(self) -> pd.DataFrame:
        """The problems found."""
        return problems.problems(self.store, self.activity_id, self.as_of)

    @property
    def versions(self) -> pd.DataFrame:
        """The versions of the report."""
        return report.versions(self.store, self.activity_id, self.as_of)

    @property
    def sections(self) -> pd.DataFrame:
        """The sections of the report's versions."""
        return report.sections(self.store, self.activity_id, self.as_of)

    @property
    def hearings(self) -> pd.DataFrame:
        """The hearings on the report."""
        return report.hearings(self.store, self.activity_id, self.as_of)

    @property
    def points(self) -> pd.DataFrame:
        """The points made at the hearings."""
        return report.points(self.store, self.activity_id, self.as_of)

    @property
    def changes(self) -> pd.DataFrame:
        """The changes of the report for criteria."""
        return report.criterion_changes(self.store, self.activity_id, self.as_of)

    @property
    def items(self) -> pd.DataFrame:
        """The rectification items, with flags: what rules ask of them (`_OF_ITEMS`)."""
        return rectification.some_of_items(self.store, self.activity_id, self.as_of, _OF_ITEMS)

    @property
    def reported(self) -> pd.DataFrame:
        """The items of whose progress something new was said: item_id, reported_on (the last day)."""
        return rectification.reported(self.store, self.activity_id, self.as_of)

    @property
    def publications(self) -> pd.DataFrame:
        """The publications, written or published."""
        return publication.publications(self.store, self.activity_id, self.as_of)

    @property
    def untruths(self) -> pd.DataFrame:
        """The open findings in the newest version of the report."""
        findings = self.open_findings(self.store, self.activity_id, self.as_of)
        return findings[~findings["is_answered"]]

    @property
    def rounds(self) -> pd.DataFrame:
        """All rounds, the newest last, with why_not (`evaluation.of_phase`)."""
        return of_phase.rounds(self.store, self.activity_id, self.as_of)

    @property
    def forms(self) -> pd.DataFrame:
        """The forms of the round that is looked at, by group and way."""
        return evaluation.forms(self.store, self.activity_id, self._round_id, self.as_of)

    @property
    def criteria(self) -> pd.DataFrame:
        """The figures of the round that is looked at, by criterion."""
        return evaluation.criteria_figures(self.store, self.activity_id, self._round_id, self.as_of)

    @property
    def suggestion_count(self) -> int:
        """The number of suggestions from the round that is looked at, but for those of a word or two (无, 很好)."""
        given = evaluation.suggestions(self.store, self.activity_id, self._round_id, self.as_of)
        return sum(not says_little(text, _FEWEST_CHARACTERS) for text in given["content"])

    @property
    def _round_id(self) -> str:
        chosen = of_phase.looked_at(self.rounds)
        return "" if chosen is None else str(chosen["round_id"])
