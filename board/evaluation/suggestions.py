"""Suggestions on ballots: sorted by theme, near-duplicates together, and made into opinions.

A theme is named after the word that its suggestions share, weighted by its rarity, so that everybody sees why one is
there. A suggestion that shares no word with others goes by its characters to the theme it resembles most. The rest go
to the theme of the sorted opinion whose words they share, or to 其他.
Nothing is random, and the order of the rows doesn't matter. Two wordings are near-duplicates if their characters are
alike (`_ALIKE`) and, checked for those few only, nearly letter by letter.
The libraries are loaded on first use.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd

from board import clock
from board.access import Actor, require
from board.errors import BoardError, Invalid
from board.evaluation import results
from board.opinions import writing as opinions_writing
from board.opinions.likeness import by_pairs, by_words, nearest, plain
from board.opinions.views import shown
from board.store.frames import kept
from board.store.history import Event
from board.store.store import Row, Store, Transaction
from board.store.trail.chain import Deed
from board.wording import shortened

CHANNEL = "评议表"
GIVER = "参评人员"
OTHERS = "其他"
_ALIKE = 0.5
_SAME = 88
_LIKE_A_THEME = 0.2
_MOST_THEMES = 20
# Nobody checks the theme that an opinion lends, so it takes more likeness than one that is only suggested.
_LENT = 0.2
# At most so many suggestions are compared with the opinions: more would take seconds, and share words among themselves.
_MOST_HELD = 1_000
_WORDS_SHOWN = 3
_BLOCK = 200
_QUOTED = 20
_COLUMNS = ["suggestion_id", "content", "given_on", "theme_no", "theme_words", "duplicate_of"]


@kept
def themed(
    store: Store, activity_id: str, round_id: str, as_of: date | None = None, with_opinions: bool = False
) -> pd.DataFrame:
    """One row per suggestion of a round, the biggest theme first, near-duplicates after the one they repeat.

    with_opinions: whether the reader sees opinions; then those that were sorted by the day lend their themes, in the
    form shown to readers who may not know their givers.

    Columns: suggestion_id, content, given_on, theme_no (from 1), theme_words (a theme's most characteristic words,
    joined by 、), duplicate_of (suggestion_id; None for the first), opinion_id (None: not made into one).
    """
    heard = None
    if with_opinions and as_of is not None:
        heard = shown(store, activity_id, as_of, with_givers=False)
        heard = heard[heard["theme"].fillna("") != ""]
    found = by_theme(results.suggestions(store, activity_id, round_id, as_of), heard)
    linked = store.read("suggestions/opinions", activity_id=activity_id, as_of=as_of or date.max)
    opinion_of = dict(zip(linked["suggestion_id"], linked["opinion_id"], strict=True))
    return found.assign(
        opinion_id=found["suggestion_id"].map(opinion_of).astype(object).where(lambda ids: ids.notna(), None)
    )


def by_theme(suggestions: pd.DataFrame, heard: pd.DataFrame | None = None) -> pd.DataFrame:
    """Suggestions (suggestion_id, content, given_on) as `themed` returns them, without opinion_id.

    heard: opinions with content and theme.
    """
    rows = suggestions.sort_values("suggestion_id", ignore_index=True)
    if rows.empty:
        return rows.reindex(columns=_COLUMNS)
    texts = [plain(text) for text in rows["content"]]
    letters, (words, names) = by_pairs(texts), by_words(texts)
    first = _firsts(texts, letters)
    themes = _themes(letters, words, names, first)
    if heard is not None:
        themes = _lent(texts, themes, first, heard)
    rows["duplicate_of"] = [None if first[n] == n else rows["suggestion_id"][first[n]] for n in range(len(rows))]
    rows["theme"], rows["first"] = themes, first
    return _in_order(rows, words, names)


def with_repeats(found: pd.DataFrame, suggestion_id: str) -> list[str]:
    """A suggestion and its near-duplicates, the first one first, without those that have become opinions.

    Takes suggestions as `themed` returns them.
    """
    root = found["duplicate_of"].where(found["duplicate_of"].notna(), found["suggestion_id"])
    mine = root[found["suggestion_id"] == suggestion_id].iloc[0]
    ids: list[str] = found[(root == mine) & found["opinion_id"].isna()]["suggestion_id"].tolist()
    return ids


def _firsts(texts: list[str], letters: Any) -> "np.ndarray[Any, Any]":
    """For each text, the place of the first text it nearly repeats; its own if it is new."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - slow to load

    first = np.arange(len(texts))
    for start in range(0, len(texts), _BLOCK):
        block = np.arange(start, min(start + _BLOCK, len(texts)))
        # A near-duplicate is compared with no other: if many are nearly the same, few are left to compare with.
        others = np.concatenate([np.flatnonzero(first[:start] == np.arange(start)), block])
        alike = (letters[block] @ letters[others].T).tocsr()
        alike.sort_indices()
        for place, one in enumerate(block.tolist()):
            mine = slice(alike.indptr[place], alike.indptr[place + 1])
            for other in others[alike.indices[mine][alike.data[mine] >= _ALIKE]].tolist():
                if other >= one:
                    break
                if first[other] == other and fuzz.ratio(texts[one], texts[other]) >= _SAME:
                    first[one] = other
                    break
    return first


def _themes(letters: Any, words: Any, names: "np.ndarray[Any, Any]", first: "np.ndarray[Any, Any]") -> list[str]:
    """For each text, the word its theme is named after; near-duplicates have the theme of the first.

    Theme by theme takes the texts that share the word with the most weight among those left; a text that shares none
    goes to the theme it resembles most, or stays alone.
    """
    own = np.unique(first)
    own_words, weights = words[own].tocsc(), letters[own]
    least, theme = max(2, len(own) // 100), np.full(len(own), -1)
    chosen: list[int] = []
    while len(chosen) < _MOST_THEMES:
        left = (theme < 0).astype(float)
        weight, count = own_words.T @ left, (own_words > 0).T @ left
        if not (count >= least).any():
            break
        best = int(np.argmax(np.where(count >= least, weight, 0).round(9)))
        theme[(own_words[:, [best]].toarray().ravel() > 0) & (theme < 0)] = len(chosen)
        chosen.append(best)
    if chosen:
        middles = np.vstack([np.asarray(weights[theme == number].mean(axis=0)) for number in range(len(chosen))])
        likeness = weights @ (middles / np.linalg.norm(middles, axis=1, keepdims=True)).T
        is_like = (theme < 0) & (likeness.max(axis=1) >= _LIKE_A_THEME)
        theme[is_like] = likeness.argmax(axis=1)[is_like]
    called = [str(names[word]) for word in chosen] + [OTHERS]
    return [called[number] for number in theme[np.searchsorted(own, first)]]


def _lent(texts: list[str], themes: list[str], first: "np.ndarray[Any, Any]", heard: pd.DataFrame) -> list[str]:
    """The themes, with those under 其他 moved to the theme of the opinion they share most words with."""
    alone = [place for place in np.unique(first).tolist() if themes[place] == OTHERS]
    if not alone or heard.empty or len(alone) > _MOST_HELD:
        return themes
    near = nearest([texts[place] for place in alone], heard["content"].tolist(), _LENT)
    names = heard["theme"].tolist()
    lent = {place: str(names[found]) for place, found in zip(alone, near, strict=True) if found is not None}
    return [lent.get(int(mine), theme) for mine, theme in zip(first, themes, strict=True)]


def _in_order(rows: pd.DataFrame, words: Any, names: "np.ndarray[Any, Any]") -> pd.DataFrame:
    sizes = rows["theme"].value_counts()
    order = sorted(map(str, sizes.index), key=lambda theme: (theme == OTHERS, -sizes[theme], theme))
    places = {theme: np.flatnonzero(rows["theme"] == theme) for theme in order}
    telling = {theme: _telling(theme, words[mine], names) for theme, mine in places.items()}
    rows["theme_no"] = rows["theme"].map({theme: number for number, theme in enumerate(order, start=1)})
    rows["theme_words"] = rows["theme"].map(telling)
    repeats = rows.groupby("first")["first"].transform("size")
    placed = rows.assign(repeats=-repeats).sort_values(
        ["theme_no", "repeats", "first", "suggestion_id"], ignore_index=True
    )
    return placed[_COLUMNS]


def _telling(theme: str, words: Any, names: "np.ndarray[Any, Any]") -> str:
    """The word a theme is named after, and words that more than one of its suggestions use."""
    if theme == OTHERS:
        return OTHERS
    weight = np.where(np.asarray((words > 0).sum(axis=0)).ravel() > 1, np.asarray(words.sum(axis=0)).ravel(), 0)
    best = sorted(np.flatnonzero(weight), key=lambda place: (-round(float(weight[place]), 9), names[place]))
    others = [str(names[place]) for place in best if str(names[place]) != theme]
    return "、".join([theme, *others[: _WORDS_SHOWN - 1]])


def suggestions_to_opinion(
    store: Store,
    actor: Actor,
    activity_id: str,
    suggestion_ids: Sequence[str],
    fields: Mapping[str, Any] | None = None,
    *,
    at: datetime | None = None,
) -> str:
    """Registers suggestions with the same content as one opinion, records what they became, and returns its id.

    Its channel is the ballot (评议表), its giver those who evaluate (参评人员), as their group isn't kept. Unless
    `fields` (`opinions.registry.FIELDS`) says otherwise, it has the first suggestion's wording, the last one's day,
    and the leading group (领导班子) as its subject. Raises as `opinions.add`, Invalid for no or unknown suggestions,
    and BoardError if one has become an opinion.
    """
    require(actor, "opinions.edit")
    event = Event("add", actor, at or clock.now())

    def work(transaction: Transaction) -> str:
        chosen = _chosen(transaction.rows("suggestions/all", activity_id=activity_id), list(suggestion_ids))
        _add_words(transaction, activity_id)
        given = {
            "content": chosen[0]["content"],
            "about": "group",
            "received_on": min(max(row["given_on"] for row in chosen), event.happened_at.date()),
            **{name: value for name, value in (fields or {}).items() if value},
            "channel": CHANNEL,
            "giver": GIVER,
        }
        opinion_id = opinions_writing.add(transaction, activity_id, given, event)
        link = {"activity_id": activity_id, "opinion_id": opinion_id, "linked_at": event.happened_at}
        rows = [{**link, "suggestion_id": row["suggestion_id"]} for row in chosen]
        transaction.insert("suggestions/insert_links", rows)
        return opinion_id

    return store.write(work, Deed("suggestions.make_opinion", actor))


def _chosen(held: list[Row], suggestion_ids: list[str]) -> list[Row]:
    by_id = {row["suggestion_id"]: row for row in held}
    if not suggestion_ids or any(name not in by_id for name in suggestion_ids):
        raise Invalid({"suggestion_ids": "请选择要转的意见和建议；选过的可能已被撤销导入"}, "没有转成意见")
    chosen = [by_id[name] for name in dict.fromkeys(suggestion_ids)]
    # By their words: a suggestion's id would reveal its position in its file.
    taken = [f"“{shortened(row['content'], _QUOTED)}”已转为 {row['opinion_id']}" for row in chosen if row["opinion_id"]]
    if taken:
        raise BoardError("已经转过了", f"{'；'.join(taken)}。", "请到“征求意见”里办理。")
    return chosen


def _add_words(transaction: Transaction, activity_id: str) -> None:
    """Adds the channel and the giver to the activity's words, with the first suggestion that needs them."""
    held = transaction.rows("suggestions/words", activity_id=activity_id)
    for kind, label in (("channel", CHANNEL), ("giver", GIVER)):
        places = {row["label"]: row["position"] for row in held if row["kind"] == kind}
        if label not in places:
            row = {"activity_id": activity_id, "kind": kind, "label": label, "required": False}
            transaction.insert("activities/insert_terms", [{**row, "position": max(places.values(), default=0) + 1}])
