"""刚刚：the message about what others have just saved, in the words of the audit trail. Pure.

It reveals no more than the pages that the viewer may open. Opinions and talks are mentioned only to those who handle
them, and even then without naming the record: the time of an opinion may reveal who gave it (`opinions.disclosure`).
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from board.access import Actor, allowed, sees_own_items_only
from board.store.trail.chain import Entry
from board.store.trail.words import AUDIT_SUBJECT
from board.trail_views.words import PASSIVE, deed_word

# Older entries aren't news, even to a screen that was asleep.
RECENT = timedelta(seconds=60)
_MOST_PHRASES, _MOST_RECORDS = 2, 3
# Subject → the permission to be informed about it, and whether its records are named.
_HEARD: dict[str, tuple[str, bool]] = {
    "rectification": ("see.rectification", True),
    "tasks": ("see.tasks", True),
    "publication": ("see.publication", True),
    "evaluation": ("see.evaluation", False),
    "meetings": ("see.meeting", False),
    "report_versions": ("see.report", False),
    "report_sections": ("see.report", False),
    "procedure": ("see.procedure", False),
    "problems": ("see.meeting", False),
    "opinions": ("see.givers", False),
    "feedback": ("see.givers", False),
    "talks": ("see.givers", False),
    "outlines": ("see.givers", False),
    "suggestions": ("see.givers", False),
    "imports": ("see.imports", False),
}
# Links from opinions: their targets are visible on pages, but not that they were just handled.
_SILENT = frozenset({"problems.lead", "problems.link_source", "problems.unlink_source"})
_SILENT |= {"rectification.link", "rectification.unlink", "imports.keep_mapping", "imports.dismiss"}


@dataclass(frozen=True)
class News:
    """The message ("" for none) and the ids of the records it is about."""

    words: str = ""
    marked: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _Piece:
    subject: str
    phrase: str
    records: tuple[str, ...]


def news(
    entries: Iterable[Entry], actor: Actor, activity_id: str, own_items: Callable[[], frozenset[str]], now: datetime
) -> News:
    """Returns the news in these entries for a viewer of an activity. own_items: returns the ids of the viewer's own
    items, called only where they see no others.
    """
    recent = [each for each in entries if each.happened_at > now - RECENT and each.activity_id == activity_id]
    others = [each for each in recent if each.actor_id != actor.account_id]
    pieces = [piece for each in others if (piece := _piece(each, actor, own_items))]
    marked = frozenset(record for piece in pieces for record in piece.records)
    return News(_words(pieces), marked) if pieces else News()


def _piece(entry: Entry, actor: Actor, own_items: Callable[[], frozenset[str]]) -> _Piece | None:
    subject = entry.kind.partition(".")[0]
    permission, is_named = _HEARD.get(subject, ("", False))
    if not permission or entry.kind in _SILENT or not allowed(actor, permission):
        return None
    records = _records(entry, subject) if is_named else ()
    if subject == "rectification" and sees_own_items_only(actor):
        records = tuple(record for record in records if record in own_items())
        if not records:
            return None
    if not records:
        return _Piece(subject, f"{AUDIT_SUBJECT[subject]}：{deed_word(entry.kind)}", ())
    return _Piece(subject, f"{_named(records)} {_happened(entry.kind)}", records)


def _records(entry: Entry, subject: str) -> tuple[str, ...]:
    """The records of an entry that belong to its own subject: an item's entry may also name the opinions behind it."""
    events = json.loads(entry.detail).get("events", ()) if entry.detail else ()
    named = [str(record) for its, _, record, *_ in events if its == subject]
    return tuple(dict.fromkeys(named))


def _named(records: Sequence[str]) -> str:
    more = f" 等 {len(records)} 项" if len(records) > _MOST_RECORDS else ""
    return "、".join(records[:_MOST_RECORDS]) + more


def _happened(kind: str) -> str:
    return f"{'被' if kind in PASSIVE else '已'}{deed_word(kind)}"


def _words(pieces: Sequence[_Piece]) -> str:
    phrases = list(dict.fromkeys(piece.phrase for piece in pieces))
    if len(phrases) <= _MOST_PHRASES:
        return "刚刚：" + "，".join(phrases)
    counts = Counter(AUDIT_SUBJECT[piece.subject] for piece in pieces)
    return "刚刚：" + "，".join(f"{subject} {count} 处变动" for subject, count in counts.items())
