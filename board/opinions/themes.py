"""Suggested themes for unsorted opinions: that of the sorted opinion with the most similar wording."""

from datetime import date

from board.opinions import actions
from board.opinions.likeness import nearest
from board.store.store import Store


def suggested_themes(store: Store, activity_id: str, as_of: date) -> dict[str, str]:
    """Unsorted opinion → the theme of the sorted one it is most like; left out where it is like none."""

    def find() -> dict[str, str]:
        held = actions.opinions(store, activity_id, as_of)
        sorted_ones = held[held["is_sorted"] & (held["theme"] != "")]
        unsorted = held[~held["is_sorted"]]
        found = nearest(unsorted["content"].tolist(), sorted_ones["content"].tolist())
        themes = sorted_ones["theme"].tolist()
        return {
            name: themes[place] for name, place in zip(unsorted["opinion_id"], found, strict=True) if place is not None
        }

    themes: dict[str, str] = store.cached(("opinions_themes.suggested_themes", activity_id, as_of), find)
    return themes
