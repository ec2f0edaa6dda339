"""All figures of all pages on a day, and what changed since another."""

from datetime import date

from tests.recount import (
    evaluation,
    flow,
    items,
    late,
    meeting,
    opinions,
    overview,
    procedure,
    published,
    report,
    talks,
    tasks,
    thread,
)
from tests.recount.counts import Counts
from tests.recount.export import Export

_PAGES = (tasks, opinions, talks, meeting, report, items, thread, flow, procedure, evaluation, published, late)
_CHANGED = "_变"


def recount(export: Export, day: date, since: date | None = None) -> Counts:
    """Count everything on a day; with `since`, by how much each whole number has changed, under its name and 变."""
    counts = _on(export, day)
    if since is not None:
        earlier = _on(export, since)
        before, gone = earlier.figures, items.gone(export, day, since)
        counts.add({"事项不在了": len(gone)})
        counts.tables["rectification_gone"] = {item_id: {} for item_id in gone}
        _rates(counts, earlier)
        for name, said in list(counts.figures.items()):
            value, was = said.replace(",", ""), before.get(name, "0").replace(",", "")
            if value.lstrip("-").isdigit() and was.lstrip("-").isdigit():
                counts.add({f"{name}{_CHANGED}": int(value) - int(was)})
    return counts


def _rates(counts: Counts, earlier: Counts) -> None:
    """By how much the rates of each round have changed, of its headline and of each criterion."""
    for key, rows in counts.tables.items():
        if key.startswith("evaluation_criteria_"):
            name, was = key.removeprefix("evaluation_criteria_"), earlier.tables.get(key, {})
            counts.add(
                {
                    f"优良率差_{name}": evaluation.change(
                        earlier.figures.get(f"优良率全_{name}"), counts.figures[f"优良率全_{name}"]
                    )
                }
            )
            for label, cells in rows.items():
                cells["changed"] = evaluation.change(was.get(label, {}).get("good_text"), cells["good_text"])


def _on(export: Export, day: date) -> Counts:
    counts = Counts()
    for page in _PAGES:
        found = page.count(export, day)
        counts.add(found.figures)
        counts.tables.update(found.tables)
    counts.add(overview.count(export, day, counts).figures)
    return counts
