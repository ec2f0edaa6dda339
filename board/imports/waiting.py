"""Files that wait to be imported, each with its reading in a line; those without an open question can go in at once.

A file is read as if it were opened: with what was chosen for its shape before, into the round that is chosen.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Any

from board.access import Actor
from board.errors import BoardError, Refused
from board.importing.ballots import check_ballots
from board.importing.checked import Checked, shape
from board.importing.choices import Choices
from board.importing.ledgers.kinds import KINDS
from board.importing.ledgers.recognising import recognised
from board.importing.outcomes import EDITED, KNOWN
from board.imports import commit as imports
from board.imports import ledger
from board.imports.answer import file_words
from board.imports.items import CLASHING
from board.imports.ledger import LedgerPreview
from board.imports.mappings import mapping
from board.store.store import Store

READY = "可以导入"


@dataclass(frozen=True)
class Place:
    """Where files go: the round (None: there is none yet), by whose hand, and the day of ballots without one."""

    store: Store
    actor: Actor
    activity_id: str
    round_row: Mapping[str, Any] | None
    today: date


@dataclass(frozen=True)
class Reading:
    """A file's reading. kind: a key of KINDS or `imports.SUBJECT`. words: how much it holds, what there is to mend.

    state: READY, or why it has to be looked at, or that it was imported, in words. import_id: of the import that it is;
    "" if it isn't imported.
    """

    kind: str
    words: str
    state: str
    import_id: str = ""
    sha256: str = ""

    @property
    def is_clear(self) -> bool:
        """Whether it can go in without anything being asked."""
        return self.state == READY


def reading_of(place: Place, name: str, data: bytes, kind: str | None = None) -> Reading:
    """Reads a file as the kind or as the one that its headers name; a file that can't be read says so."""
    try:
        kind = kind or recognised(data, _form(place)) or imports.SUBJECT
        read = _of_ballots(place, name, data) if kind == imports.SUBJECT else _of_ledger(place, kind, name, data)
        reading = read[1]
    except BoardError as refusal:
        reading = Reading(kind or "", "", f"读不了：{refusal.title}。{refusal.message}")
    return replace(reading, sha256=sha256(data).hexdigest())


def bring(place: Place, name: str, data: bytes, kind: str) -> str:
    """Imports a file without an open question. Returns the import's id.

    Raises Refused where there is a question by now, such as the same ballots having come in just before, and as
    `imports.commit` and `ledger.commit`.
    """
    if kind == imports.SUBJECT:
        checked, reading = _of_ballots(place, name, data)
        _refuse_unclear(name, reading)
        round_id = str(place.round_row["round_id"]) if place.round_row else ""
        return imports.commit(place.store, place.actor, place.activity_id, round_id, checked).import_id
    seen, reading = _of_ledger(place, kind, name, data)
    _refuse_unclear(name, reading)
    return ledger.commit(place.store, place.actor, place.activity_id, seen).import_id


def import_of(store: Store, activity_id: str, mark: str) -> str:
    """The id of the counted import of the very same file, by its SHA-256; "" if there is none."""
    every = store.rows("imports/by_activity", activity_id=activity_id)
    return next((str(row["import_id"]) for row in every if row["sha256"] == mark and row["status"] == "active"), "")


def _refuse_unclear(name: str, reading: Reading) -> None:
    if not reading.is_clear:
        raise Refused(f"“{name}”没有导入", reading.state, "请点开这一份，看过以后再导入。")


def _form(place: Place) -> Any:
    return imports.form(place.store, place.activity_id)


def _of_ballots(place: Place, name: str, data: bytes) -> tuple[Checked, Reading]:
    form = _form(place)
    checked = check_ballots(name, data, form, Choices(cast_on=place.today))
    kept = mapping(place.store, place.activity_id, checked.shape)
    surveys = kept.pop("surveys", ())
    if kept.get("sheet") not in checked.sheets:
        kept.pop("sheet", None)
    if kept:
        checked = check_ballots(name, data, form, Choices(cast_on=place.today, **kept))
    words = file_words(checked)
    if place.round_row is None:
        return checked, Reading(imports.SUBJECT, words, "还没有评议轮次，请先到“群众评议”开一轮")
    seen = imports.preview(place.store, place.activity_id, place.round_row["round_id"], checked)
    if seen.already:
        import_id = str(seen.already["import_id"])
        return checked, Reading(imports.SUBJECT, words, f"已导入 {import_id}", import_id)
    unsure = "有的列是按相像认的" if not checked.columns["sure"].astype(bool).all() else ""
    survey = "题目一样的问卷不止一份" if checked.keys and surveys else ""
    mends = "有要改的" if checked.error_count else "有请核对的" if checked.problem_count else ""
    asked = [mends, *seen.blocked, *seen.warnings, seen.slight, unsure, survey]
    return checked, Reading(imports.SUBJECT, words, _state(asked, seen.ballot_count))


def _of_ledger(place: Place, kind: str, name: str, data: bytes) -> tuple[LedgerPreview, Reading]:
    seen = ledger.preview(place.store, place.actor, place.activity_id, kind, name, data, Choices())
    kept = mapping(place.store, place.activity_id, shape(seen.file.header)).get("columns")
    if kept:
        choices = Choices(columns=kept)
        seen = ledger.preview(place.store, place.actor, place.activity_id, kind, name, data, choices)
    words = seen.words
    if seen.already:
        import_id = str(seen.already["import_id"])
        return seen, Reading(kind, words, f"已导入 {import_id}", import_id)
    unit = KINDS[kind].unit
    edited = sum(seen.counts.get(what, 0) for what in (EDITED, CLASHING))
    alike = seen.counts.get(KNOWN, 0) if seen.items is not None else 0
    asked = [
        "有要改的" if seen.error_count else "有请核对的" if seen.problems else "",
        "要写明原因" if seen.needs_reason else "",
        f"会改动已登记的 {edited} {unit}" if edited else "",
        f"有 {alike} {unit}和已登记的一样" if alike else "",
    ]
    return seen, Reading(kind, words, _state(asked, seen.change_count))


def _state(asked: list[str], count: int) -> str:
    first = next((each for each in asked if each), "")
    return f"要先看：{first}" if first else READY if count else "没有新的"
