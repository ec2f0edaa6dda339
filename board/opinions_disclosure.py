"""What of opinions is shown to whom: who gave one is for those who handle them, and for nobody else (`see.givers`).

Whoever else sees opinions, the members whom they are about among them, could put a giver together from many places. So:

- An opinion is shown once it was sorted: until then nobody has looked whether its wording tells who said it.
- It is shown as it may be handed on (反馈用语, else its text), without giver, channel, day, talk and import, and in an
  order that has nothing to do with them. There is nothing of these to filter, sort, search or export by.
- How long opinions wait is told of five or more: the day of the first of a few is the day that one came in.
- Of its history only the handling is shown, not when it was registered or put right.
- Whom we have heard, and how, is counted over all opinions, in steps: at least ten more at a time of which no channel
  and kind of giver makes more than half, so that the figures of two days can't be taken from each other to find
  where one came from. Cells under five are shown as a range.
"""

from collections import Counter

import pandas as pd

SMALL = 5
STEP = 10
_SOURCES = (
    *("received_on", "channel", "giver", "talk_id", "import_id", "content", "days_waiting", "registered_at"),
    *("event_id", "happened_at", "actor_id", "actor_name", "action", "reason", "seq"),
)
_HANDLING = frozenset({"sort", "feed_back", "answer"})


def disclosed(opinions: pd.DataFrame) -> pd.DataFrame:
    """Opinions (with flags) as they are shown to those who may not know who gave them: fewer rows, fewer columns."""
    said = opinions["wording"].where(opinions["wording"] != "", opinions["content"])
    shown = opinions.drop(columns=list(_SOURCES)).assign(content=said)
    looked_at = shown[opinions["status"] != "received"]
    return looked_at.sort_values(["aspect", "theme", "content"], kind="stable", ignore_index=True)


def unnamed(opinions: pd.DataFrame) -> frozenset[str]:
    """The ids that may not be named to them: who reads on which day an id came up knows when that opinion came in."""
    return frozenset(str(name) for name in opinions[opinions["status"] == "received"]["opinion_id"])


def days_are_told(count: int) -> bool:
    """Whether it is told to them since when the first of so many opinions waits."""
    return count >= SMALL


def without(names: str, hidden: frozenset[str]) -> str:
    """Names joined by 、, the hidden ids among them only counted."""
    every = [name for name in names.split("、") if name]
    kept = [name for name in every if name not in hidden]
    count = len(every) - len(kept)
    return "、".join([*kept, *([f"{count} 条还没有梳理的"] if count else [])])


def disclosed_events(events: pd.DataFrame) -> pd.DataFrame:
    """The events of an opinion that say how it was handled, without when it came in and when it was put right."""
    return events[events["action"].isin(_HANDLING)]


def released(opinions: pd.DataFrame) -> pd.DataFrame:
    """The opinions that are counted by channel and giver for those who may not know who gave one.

    Takes opinions with registered_at (when each was first there).
    """
    cells = list(zip(opinions["channel"], opinions["giver"], strict=True))
    done: list[int] = []
    waiting: list[int] = []
    for _, places in sorted(opinions.groupby(opinions["registered_at"].dt.date).indices.items()):
        waiting += [int(place) for place in places]
        most = Counter(cells[place] for place in waiting).most_common(1)[0][1]
        if len(waiting) >= STEP and most * 2 <= len(waiting):
            done, waiting = done + waiting, []
    return opinions.iloc[sorted(done)]


def ranged(count: int) -> str:
    """A count as it is shown where a small one could give somebody away."""
    return f"1–{SMALL - 1}" if 0 < count < SMALL else str(count)
